"""The register as the public may read it: the columns of the public DEA register, without what is not for the public.

The columns and their order are those of `information-sharing-agreement-0001`, so that whoever reads that register reads
ours. Contacts and the way data travel are never in it.
"""

from __future__ import annotations

from collections.abc import Mapping

from sharewell.exchange.register_columns import GOVUK_COLUMNS, OUR_COLUMNS, Named, RegisterEntry, write_row
from sharewell.register.agreement import Agreement
from sharewell.register.publication import ALWAYS_LEFT_OUT, LEFT_OUT, Publication

COLUMNS = tuple(GOVUK_COLUMNS)
_THEIRS = {ours: theirs for theirs, ours in GOVUK_COLUMNS.items()}


def entry(agreement: Agreement, *, us: str) -> RegisterEntry:
    """An agreement of ours as an entry of such a register: the bases stand beside the powers."""
    bases = (agreement.legal_power, agreement.lawful_basis)
    return RegisterEntry(
        source=agreement.reference,
        title=agreement.title,
        purpose=agreement.purpose,
        benefits=agreement.benefits,
        legal_power="; ".join(filter(None, bases)),
        disclosed=agreement.disclosed or ", ".join(each.name for each in agreement.schedule.fields),
        controllers=(Named(name=us), *(Named(name=each.name) for each in agreement.parties)),
        retention=agreement.retention,
        starts=agreement.starts,
        ends=agreement.ends,
        review_on=agreement.review_on,
    )


def public_row(found: RegisterEntry, said: Publication) -> dict[str, str]:
    """The entry in the public columns. What was left out says so; what nobody ever publishes is empty."""
    row: Mapping[str, str] = write_row(found)
    gone = dict.fromkeys(ALWAYS_LEFT_OUT, "") | {
        column: LEFT_OUT for each in said.left_out for column in _columns(each)
    }
    return {_THEIRS[column]: gone.get(column, row[column]) for column in OUR_COLUMNS}


def _columns(name: str) -> tuple[str, ...]:
    """A list of bodies or places goes with their names."""
    return {"processors": ("processors", "processor_names"), "areas": ("areas", "area_names")}.get(
        name, (name,)
    )
