"""Taking over what others kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sharewell.vocabulary.people import Actor
from sharewell_office.register.importing.agreements import Agreements
from sharewell_office.register.importing.driver import ImportReport, Kind, take_over
from sharewell_office.register.importing.people import People
from sharewell_office.register.importing.sheets import ACTIVITY_LOG, ASSETS, DPIAS, ORGANISATIONS

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (Agreements(), ASSETS, DPIAS, ACTIVITY_LOG, ORGANISATIONS, People())
}


def import_file(
    path: Path,
    *,
    kind: str = "register",
    name: str,
    by: Actor,
    dry_run: bool,
    say: Callable[[int, int], None] | None = None,
) -> ImportReport:
    """Take over a file of one of the `KINDS`, row by row (see `importing.driver`).

    Raises `FileUnusable`, and then nothing was written. A refused row never stops the others; a row that is there
    already, and says the same, is left alone.
    """
    return take_over(path, kind=KINDS[kind], name=name, by=by, dry_run=dry_run, say=say)
