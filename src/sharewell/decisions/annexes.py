"""What may lie beside a request: an order, a table that was tested, a determination, a hand-off, a countersignature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order of a court or a statutory notice. It is obeyed to its terms: `fields` are all that it asks for.

    `verified_how` says by which route the court or body confirmed it, held before the order came.
    """

    made_by: str
    reference: str
    made_on: date
    due: date
    fields: tuple[str, ...]
    verified_how: str
    verified_by: str = ""
    verified_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anonymised:
    """A table said to hold nobody: its file by SHA-256, its columns, and how it came through the disclosure test.

    Of counts: `count` is their column, `min_cell` the smallest that may be shown, and `smallest_cell` the smallest that
    is. Of records: `count` is "", people would be recognised by the `quasi_identifiers`, the `sensitive` attributes are
    what would be learned of them, `k` and `l` the least that were asked for, and `smallest_cell` the smallest class.
    `differencing` and `intruder` say in words what was tried.
    """

    sha256: str
    columns: tuple[str, ...]
    count: str
    min_cell: int
    smallest_cell: int
    passed: bool
    prepared_by: str
    at: datetime
    differencing: str = ""
    intruder: str = ""
    quasi_identifiers: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    k: int = 0
    l: int = 0  # noqa: E741 - as the field calls it

    @property
    def tested_by(self) -> Mapping[str, Any]:
        """How it was tested, in the words of `terms_of_table`."""
        if self.count:
            return {"count": self.count, "min_cell": self.min_cell}
        return {
            "quasi_identifiers": self.quasi_identifiers,
            "sensitive": self.sensitive,
            "k": self.k,
            "l": self.l,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Determination:
    """That a request is outside the policy (OPCC 2.1): the codes that say why, who settled it and when.

    `valid_until` is the last day on which the table that was tested may leave by it. `None`: no file was tested (it is
    use in our own house, or about people who have died), and nothing leaves by it.
    """

    codes: tuple[str, ...]
    by: str
    at: datetime
    valid_until: date | None = None
    policy_version: str = ""
    policy_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOff:
    """Where a diverted request went: the code that diverted it, who has it now (a person, or a post), and its clock.

    `due` is the day it must be answered by; `None` where that route has no clock of its own. `done_how` says what
    became of it there, once it is done.
    """

    code: str
    to: str
    at: datetime
    due: date | None
    done_by: str = ""
    done_at: datetime | None = None
    done_how: str = ""
    policy_version: str = ""
    policy_digest: str = ""

    @property
    def open(self) -> bool:
        return self.done_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallOffice:
    """The Chief Executive's countersignature that one person may hold two duties in this case, and why (dg.5).

    It lifts the duties of drafting, preparing and releasing. Nobody decides what they asked for, and whoever advises
    as Data Protection Officer never decides, in a small office either. Every such case is sampled.
    """

    reason: str
    countersigned_by: str
    at: datetime
