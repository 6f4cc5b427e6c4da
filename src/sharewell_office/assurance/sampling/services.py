"""Draw a dip sample (OPCC 8.2), so that nobody can choose what is looked at.

(0) the drawer is the auditor or the DPO
(1) the seed and the frame are on the record
(2) only then the sample is drawn, by the seed, and that too is on the record
"""

from __future__ import annotations

import secrets
from datetime import date

from sharewell.assurance.sampling import Plan, draw, sample_size
from sharewell.policy import rulebook
from sharewell.vocabulary.canonical import digest
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.assurance.sampling import store
from sharewell_office.decisions import store as decisions
from sharewell_office.ledger.services import next_reference, record

DRAWERS = frozenset({Role.AUDITOR, Role.DPO})


def draw_sample(*, first: date, last: date, by: Actor) -> Outcome:
    """Draw from the requests finished from `first` to `last`, both included."""
    frame = sorted(decisions.finished_between(first, last))
    refusals = _refusals(by, frame)
    if refusals:
        return Outcome(refusals=refusals)
    reference = next_reference("SAM", clock.today().year)
    seed = secrets.token_hex(32)
    committed = _event("sample.seed_committed", reference, by, seed=seed, frame_sha256=digest(frame))
    record([committed])
    by_lot = draw(frame, sample_size(len(frame), Plan()), seed=seed)
    # Where one person held two duties the case is looked at whatever the lot says (roles_sod dg.5).
    always = [one for one in decisions.always_sampled(frame) if one not in by_lot]
    cases = (*by_lot, *always)
    drawn = _event("sample.drawn", reference, by, cases=list(by_lot), always=[*always], of=len(frame))
    record(
        [drawn],
        save=lambda: store.add(
            reference=reference, period_from=first, period_to=last, seed=seed, frame=frame,
            drawn=list(cases), drawn_by=by.person, drawn_at=drawn.at,
        ),
    )  # fmt: skip
    return Outcome(events=(committed, drawn))


def _refusals(by: Actor, frame: list[str]) -> tuple[Refusal, ...]:
    refusals = []
    if not by.roles & DRAWERS:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_YOUR_STEP,
                reason="Samples are drawn by the auditor or the Data Protection Officer.",
                remedy="Ask one of them.",
            )
        )
    if not frame:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_IN_THIS_STATE,
                reason="No request was finished in that period.",
                remedy="Choose a longer period, or wait until there are finished requests.",
            )
        )
    return tuple(refusals)


def _event(kind: str, reference: str, by: Actor, **details: JSON) -> Event:
    return Event(kind=kind, about=reference, by=by.person, at=clock.now(), details=details)
