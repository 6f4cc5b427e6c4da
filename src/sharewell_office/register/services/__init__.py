"""What people do with the register: read, ask the core, put the answer on the record."""

from sharewell.register.lifecycle import Said
from sharewell_office.adapters.tables import FileUnusable
from sharewell_office.register.importing.driver import RESULTS, ImportReport
from sharewell_office.register.services.drafting import (
    DRAFTERS,
    amend,
    create,
    not_a_drafter,
    start,
    take_new_wording,
    vary,
)
from sharewell_office.register.services.life import (
    NoSuchAgreement,
    succeed_everywhere,
    suspend_overdue,
    take_step,
    uncovered,
)
from sharewell_office.register.services.sample import Sample, fields_of
from sharewell_office.register.services.seeing import publish
from sharewell_office.register.services.signing import (
    TextChanged,
    comment_by_link,
    invite,
    link,
    sign_by_link,
)
from sharewell_office.register.services.taking_over import (
    KINDS,
    bring,
    bring_upload,
    carry_on,
    go_on,
    import_file,
    name_columns,
    take,
    undo,
)

__all__ = [
    "DRAFTERS",
    "KINDS",
    "RESULTS",
    "FileUnusable",
    "ImportReport",
    "NoSuchAgreement",
    "Said",
    "Sample",
    "TextChanged",
    "amend",
    "bring",
    "bring_upload",
    "carry_on",
    "comment_by_link",
    "create",
    "fields_of",
    "go_on",
    "import_file",
    "invite",
    "link",
    "name_columns",
    "not_a_drafter",
    "publish",
    "sign_by_link",
    "start",
    "succeed_everywhere",
    "suspend_overdue",
    "take",
    "take_new_wording",
    "take_step",
    "uncovered",
    "undo",
    "vary",
]
