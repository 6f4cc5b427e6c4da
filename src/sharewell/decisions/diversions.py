"""Where a diverted request goes: who has it from then on, and which clock runs.

A diversion is a hand-off on the record, never a disappearance: a route, an owner, a day (OPCC 2.2, 7.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sharewell.decisions.annexes import HandOff
from sharewell.policy.law.record import Law
from sharewell.vocabulary.people import Role
from sharewell.vocabulary.when import Period
from sharewell.vocabulary.working_days import working_days_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way out of the flow: who has it where nobody is named, and its clock with the law that sets it."""

    title: str
    post: Role
    citation: str
    working_days: int = 0
    period: Period | None = None

    def due(self, received: date, proclaimed: frozenset[date]) -> date | None:
        """The day it must be answered (or acknowledged) by; `None` where nothing sets one."""
        if self.working_days:
            return working_days_after(received, self.working_days, proclaimed)
        return self.period.after(received) if self.period else None


ROUTES: Mapping[str, Route] = {
    "DIV_FOI": Route(
        title="Freedom of information or environmental information",
        post=Role.DPO,
        citation="FOIA 2000 s.10(1); EIR 2004 reg 5(2)",
        working_days=20,
    ),
    "DIV_SAR": Route(
        title="Subject access request",
        post=Role.DPO,
        citation="UK GDPR Arts 12(3), 15",
        period=Period(months=1),
    ),
    "DIV_COMPLAINT": Route(
        title="Complaint about how data was handled",
        post=Role.DPO,
        citation="DPA 2018 s.164A(3): acknowledged within 30 days",
        period=Period(days=30),
    ),
    "DIV_PROCESSOR": Route(
        title="Contract with a processor", post=Role.REGISTER_KEEPER, citation="OPCC 2.5; UK GDPR Art 28"
    ),
    "DIV_EXISTING_ISA": Route(title="Release under the agreement", post=Role.HANDLER, citation="OPCC 2.2"),
    "DIV_LARGE_SCALE": Route(title="A new agreement", post=Role.REGISTER_KEEPER, citation="OPCC 6.1"),
    "DIV_ANONYMISE": Route(title="An anonymised table", post=Role.HANDLER, citation="OPCC 3.3"),
}


def hand_off(
    codes: Iterable[str],
    *,
    to: str,
    received: date,
    at: datetime,
    law: Law,
    proclaimed: frozenset[date],
) -> HandOff | None:
    """The hand-off of a request diverted for these reasons: the first that names a route; `None` where none does."""
    code = route_of(codes)
    if code is None:
        return None
    route = ROUTES[code]
    return HandOff(
        code=code,
        to=to or route.post.value,
        at=at,
        due=route.due(received, proclaimed),
        policy_version=law.version,
        policy_digest=law.digest,
    )


def route_of(codes: Iterable[str]) -> str | None:
    """The code of the route that a case goes for these reasons: the first that is one."""
    return next((code for code in codes if code in ROUTES), None)


# --- the same again -------------------------------------------------------------------------------

YEAR = Period(
    months=12
)  # how far back requests of a kind are counted: the third proposes an agreement (OPCC 2.2, 6.1)
