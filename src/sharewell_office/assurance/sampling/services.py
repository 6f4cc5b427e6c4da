"""Draw a dip sample, mark it, widen it where it finds something, and conclude it.

The seed is put on the record in an entry of its own, before the draw: whoever drew the sample could not have chosen a
seed that spared a case, and anybody can draw again.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from sharewell.assurance import marking
from sharewell.assurance import sampling_paper as paper
from sharewell.assurance.marking import Mark, Sampled
from sharewell.assurance.redraw import Published
from sharewell.assurance.sampling import Plan
from sharewell.assurance.strata import Always, Handled, fingerprint, for_second_marker, take
from sharewell.policy import rulebook
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell.vocabulary.paper import Paper
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock, ourselves
from sharewell_office.adapters.acting import acts
from sharewell_office.assurance.actions.services import opening
from sharewell_office.assurance.sampling import store
from sharewell_office.decisions import handled_store as handled
from sharewell_office.ledger import store as ledger
from sharewell_office.ledger.services import next_reference, record
from sharewell_office.people import store as people

DRAWERS = marking.MARKERS
REVIEW, AREA = "Dip samples", "Handled requests"


class NoSuchSample(LookupError):
    """There is no sample of that reference, or no such case in it."""


# --- drawing ----------------------------------------------------------------------------------------------------------
@acts
def draw_sample(*, first: date, last: date, by: Actor) -> Outcome:
    """Draw from what was finished from `first` to `last`, both included."""
    frame = [
        Handled(
            reference=each.reference,
            data_set=each.data_set,
            outcome=each.outcome,
            always=frozenset(map(Always, each.special)),
        )
        for each in handled.handled_between(first, last)
    ]
    refusals = _refusals(by, frame)
    if refusals:
        return Outcome(refusals=refusals)
    reference = next_reference("SAM", clock.today().year)
    seed = secrets.token_hex(32)
    committed = _event("sample.seed_committed", reference, by, seed=seed, frame_sha256=fingerprint(frame))
    record([committed])
    taken = take(frame, Plan(), seed=seed)
    drawn = [*taken.certain, *taken.random]
    event = _event(
        "sample.drawn", reference, by, cases=list[JSON](drawn), of=len(frame), certain=len(taken.certain),
        random=len(taken.random), remaining=taken.remaining,
    )  # fmt: skip
    always = {each.reference: sorted(one.value for one in each.always) for each in frame}
    record(
        [event],
        save=lambda: store.add(
            reference=reference, period_from=first, period_to=last, seed=seed,
            frame=sorted(each.reference for each in frame),
            strata={each.reference: [each.stratum, always[each.reference]] for each in frame}, drawn=drawn,
            remaining=taken.remaining, drawn_by=by.person, drawn_at=event.at, always=always,
            cases=_to_be_marked(reference, drawn, random=taken.random, seed=seed, drawer=by.person),
        ),
    )  # fmt: skip
    return Outcome(events=(committed, event))


def _to_be_marked(
    sample: str, cases: Sequence[str], *, random: Sequence[str], seed: str, drawer: str
) -> list[Sampled]:
    """Who marks each case: never anybody who had a part in it, whatever post they held then."""
    parts = {case: known | _on_record(case) for case, known in _parts(cases).items()}
    others = [
        user.username
        for role in sorted(DRAWERS)
        for user in people.with_role(role)
        if user.username != drawer
    ]
    twice = for_second_marker(cases, seed=seed)
    found = []
    for case in cases:
        marker = marking.assign(parts[case], drawer=drawer, others=others)
        rest = [each for each in (drawer, *others) if each != marker]
        second = marking.assign(parts[case] | {marker}, drawer=rest[0] if rest else "", others=rest)
        found.append(
            Sampled(
                sample=sample, case=case, random=case in random, parts=parts[case], marker=marker,
                second=second if case in twice else "",
            )
        )  # fmt: skip
    return found


def _parts(cases: Sequence[str]) -> dict[str, frozenset[str]]:
    known = handled.parts_of(cases)
    return {case: known.get(case, frozenset()) for case in cases}


def _on_record(case: str) -> frozenset[str]:
    """Everybody who ever put anything on the record about it, in whatever post."""
    return frozenset(entry.by for entry in ledger.entries(about=case, limit=ledger.STORY_LIMIT)) - {
        "",
        "system",
    }


def _refusals(by: Actor, frame: Sequence[Handled]) -> tuple[Refusal, ...]:
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


# --- marking ----------------------------------------------------------------------------------------------------------
@acts
@transaction.atomic
def mark(reference: str, case: str, *, given: Mark, by: Actor) -> Outcome:
    """Take a marking sheet. A deviation among the cases drawn by chance widens the sample at once."""
    row, found = _case(reference, case)
    outcome = marking.mark(found, given, by=by, at=clock.now(), concluded=row.sample.concluded_at is not None)
    if not outcome.permitted:
        return outcome
    record(outcome.events, save=lambda: store.add_mark(row, given, at=clock.now()))
    flags = _deviation(given) if given.deviating else ()
    return Outcome(events=(*outcome.events, *_widen(reference, by)), flags=flags)


def _deviation(given: Mark) -> tuple[Refusal, ...]:
    return (
        Refusal(
            rule=rulebook.EVERY_STAGE_MARKED,
            reason=f"{given.case} deviates: {', '.join(given.deviating)}.",
            remedy="When the sample is concluded it opens an action with an officer and a day.",
            where=given.case,
        ),
    )


@acts
@transaction.atomic
def settle(reference: str, case: str, *, deviates: bool, why: str, by: Actor) -> Outcome:
    """Settle what two markers saw differently."""
    row, found = _case(reference, case)
    outcome = marking.settle(found, deviates=deviates, why=why, by=by, at=clock.now())
    if not outcome.permitted:
        return outcome
    record(outcome.events, save=lambda: store.settle(row, deviates=deviates, why=why))
    return Outcome(events=(*outcome.events, *_widen(reference, by)))


def _widen(reference: str, by: Actor) -> tuple[Event, ...]:
    """Draw more by the same seed where the plan no longer holds: what was drawn before stays drawn."""
    row = store.locked(reference)
    assert row is not None  # the case was found in it
    cases = [store.to_core(each) for each in store.cases(reference)]
    found = marking.result(cases, store.plan_of(row)).random_deviations
    plan = marking.widened(store.plan_of(row), found)
    if plan is None:
        return ()
    taken = take(store.frame_of(row), plan, seed=row.seed)
    more = [each for each in taken.random if each not in row.drawn]
    event = _event(
        "sample.widened", reference, by, accept=plan.accept, to=len(taken.random), cases=list[JSON](more)
    )

    def save() -> None:
        store.widen(row, accept=plan.accept, drawn=[*row.drawn, *more])
        store.add_cases(
            row, _to_be_marked(reference, more, random=more, seed=row.seed, drawer=row.drawn_by), {}
        )

    record([event], save=save)
    return (event,)


# --- concluding -------------------------------------------------------------------------------------------------------
@acts
@transaction.atomic
def conclude(reference: str, *, by: Actor) -> Outcome:
    """What the sample proves, on the record; and for each cause an action with an officer and a day."""
    row = store.locked(reference)
    if row is None:
        raise NoSuchSample(reference)
    rows = store.cases(reference)
    cases = [store.to_core(each) for each in rows]
    refusals = tuple(_not_yet(row.concluded_at is not None, cases, by))
    if refusals:
        return Outcome(refusals=refusals)
    came = marking.result(cases, store.plan_of(row))
    event = _event(
        "sample.concluded", reference, by, sampled=came.sampled, random=came.random, deviations=came.deviations,
        estimate=f"{100 * came.estimate:.1f} %", upper=f"{100 * came.upper:.1f} %",
        systemic=list[JSON](came.systemic),
    )  # fmt: skip
    record([event], save=lambda: store.conclude(row, at=clock.now()))
    for cause, times in came.causes.items():
        action = opening(
            review=REVIEW,
            area=AREA,
            text=f"{reference}: {cause}{' (systemic: more than one case)' if times >= marking.SYSTEMIC else ''}. "
            "Mend it, and see to it that it does not happen again.",
            officers=_officers(rows, cases, cause, row.strata) or [row.drawn_by],
            due=marking.mend_by(clock.today()),
            by=by.person,
            because=reference,
        )
        record([action.event], save=action.save)
    return Outcome(events=(event,))


def _officers(
    rows: Sequence[object], cases: Sequence[Sampled], cause: str, strata: dict[str, list[str]]
) -> list[str]:
    """Who answers for the data of the cases in which that cause was found."""
    owners = people.owners()
    found = [each for each in cases if any(mark.cause.strip().lower() == cause for mark in each.marks)]
    data_sets = {strata[each.case][0].partition(": ")[0] for each in found if each.case in strata}
    return sorted({owners[each] for each in data_sets if each in owners})


def _not_yet(concluded: bool, cases: Sequence[Sampled], by: Actor) -> list[Refusal]:
    refusals = []
    if not by.roles & DRAWERS:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_YOUR_STEP,
                reason="A sample is concluded by the auditor or the Data Protection Officer.",
                remedy="Ask one of them.",
            )
        )
    if concluded:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_IN_THIS_STATE, reason="It is concluded.", remedy="Nothing needs to be done."
            )
        )
    left = [each.case for each in cases if not each.complete]
    if left:
        refusals.append(
            Refusal(
                rule=rulebook.EVERY_STAGE_MARKED,
                reason=f"{len(left)} of {len(cases)} cases are not marked, or not settled: {', '.join(left[:5])}.",
                remedy="Mark every case, and settle what the markers saw differently.",
            )
        )
    return refusals


# --- taking it away ---------------------------------------------------------------------------------------------------
def published(row: store.models.Sample) -> Published:
    """The sample as anybody may draw it again."""
    frame = store.frame_of(row)
    return Published(
        sample=row.reference, seed=row.seed, frame_sha256=fingerprint(frame), plan=store.plan_of(row), frame=frame,
        drawn=frozenset(row.drawn),
    )  # fmt: skip


def printed(row: store.models.Sample) -> Paper:
    """The report of the sample as it stands."""
    cases = [store.to_core(each) for each in store.cases(row.reference)]
    concluded = row.concluded_at
    return paper.printed(
        published(row),
        cases,
        marking.result(cases, store.plan_of(row)),
        names=people.people_by_id({name for each in cases for name in (each.marker, each.second)}),
        period=(row.period_from, row.period_to),
        concluded=concluded.astimezone(clock.LONDON).date() if concluded else None,
        issuer=ourselves.name(),
        on=clock.today(),
    )


def _case(reference: str, case: str) -> tuple[store.models.SampledCase, Sampled]:
    store.locked(reference)
    row = store.case(reference, case)
    if row is None:
        raise NoSuchSample(reference)
    return row, store.to_core(row)


def _event(kind: str, reference: str, by: Actor, **details: JSON) -> Event:
    return Event(kind=kind, about=reference, by=by.person, at=clock.now(), details=details)
