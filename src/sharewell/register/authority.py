"""The Authority: what lets a file leave, whatever it rests on.

An agreement in force, an approved decision, an active processor contract, or an out-of-scope determination on a file
that passed the disclosure test each yield one of these, and the gate asks for nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sharewell.register.terms import Terms
from sharewell.vocabulary.outcome import Refusal


class AuthorityKind(StrEnum):
    """What the authority rests on; the values are the keys of a terms document."""

    AGREEMENT = "agreement"
    DECISION = "decision"
    CONTRACT = "contract"
    DETERMINATION = "determination"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Who may receive what, until when, and under which terms.

    `reference` is the agreement's or the decision's. `recipient` is the party's reference. `data_set` says whose data
    they are, and so who is accountable. `standing` holds every reason why the authority is not live although its dates
    say so (suspended, review overdue, already delivered once): with any of them, nothing leaves. `law_enforcement` says
    that the data are processed under Part 3 of the DPA 2018. `decided_by` are those who decided it, and
    `two_duties` says whether the Chief Executive countersigned that one person holds two duties in it.
    `special_category` says that the data are of a special category or about offences, or that nobody said they are not:
    another hand lets them go, weak methods of sealing are closed to them, and their destruction is certified.
    `personal` is False where nobody is in what leaves: then its destruction is not certified, and under a determination
    there are no terms to accept.
    `only_file` is the SHA-256 of the one file it lets leave; "" for any file that the gate passes.
    """

    kind: AuthorityKind
    reference: str
    recipient: str
    data_set: str
    terms: Terms
    standing: tuple[Refusal, ...] = ()
    law_enforcement: bool = False
    decided_by: frozenset[str] = frozenset()
    personal: bool = True
    special_category: bool = True
    two_duties: bool = False
    only_file: str = ""
