"""May this file go? Decided again at the moment it goes, whatever was on a screen before.

    REFUSED --examine--> READY --permit--> PERMITTED --seal--> SEALED --withdraw, until it is collected--> WITHDRAWN
    REVIEW  --clear---->

To let a file go, all of this must be true, in this order:
 (0) the bytes, the plan and the report are those of the examination: same digests
 (1) the authority is in force today, for this recipient, on the terms the file was examined under
 (2) the gate refused nothing, whatever it left to a person is cleared, and it answered everything the terms ask
 (3) what only the office can say is answered: key, recipient, data under Part 3, people withheld (see `answering`)
 (4) the person may release: a trained case handler who cleared none of it, and for a bulk file not who prepared it
 (5) the permission is on the record before the parcel is sealed (the office sees to that)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum

from sharewell.policy import rulebook
from sharewell.register.authority import Authority
from sharewell.register.method import BULK_ROWS
from sharewell.register.party import Party
from sharewell.release import answering
from sharewell.release.answering import of_check
from sharewell.release.checks import BY_ID
from sharewell.release.clearing import counting, uncleared
from sharewell.release.outgoing import Digests, Release, Status, Today
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role

__all__ = [
    "AFTER_THE_GATE",
    "BULK_ROWS",
    "FROM",
    "WHO",
    "Action",
    "Digests",
    "Release",
    "Status",
    "Today",
    "in_force",
    "key_verified",
    "may_bring",
    "may_seal",
    "may_stop",
    "of_check",
    "options",
    "permit",
    "sealed",
    "withdraw",
]

# Ours: from this many rows on, a second person lets the file go (ICO audit practice for bulk transfers).


class Action(StrEnum):
    """What can be done to a release."""

    EXAMINE = "examine"
    STOP = "stop"
    PERMIT = "permit"
    SEAL = "seal"
    WITHDRAW = "withdraw"


# From which statuses each action is taken. Where examining leads, the gate decides.
FROM: Mapping[Action, frozenset[Status]] = {
    Action.EXAMINE: frozenset({Status.REFUSED, Status.REVIEW, Status.READY}),
    Action.STOP: frozenset({Status.EXAMINING}),
    Action.PERMIT: frozenset({Status.READY}),
    Action.SEAL: frozenset({Status.PERMITTED}),
    Action.WITHDRAW: frozenset(
        {Status.EXAMINING, Status.REFUSED, Status.REVIEW, Status.READY, Status.PERMITTED, Status.SEALED}
    ),
}
WHO: Mapping[Action, frozenset[Role]] = dict.fromkeys(Action, frozenset({Role.HANDLER}))
AFTER_THE_GATE = {"pass": Status.READY, "pass_with_review": Status.REVIEW, "refuse": Status.REFUSED}


def may_bring(
    authority: Authority | None, *, by: Actor, on: date, instead_of: Release | None = None
) -> tuple[Refusal, ...]:
    """Every reason why this person may not bring a file to the gate under that authority on that day.

    `instead_of` is the release whose file it replaces, where it is a mended one.
    """
    status = _from_this_status(instead_of, Action.EXAMINE) if instead_of else ()
    data_set = authority.data_set if authority else ""
    return (*status, *_may_act(by, data_set, on, Action.EXAMINE), *answering.in_force(authority, on))


def may_stop(release: Release, *, by: Actor, on: date) -> tuple[Refusal, ...]:
    """Every reason why this person may not stop the examination that goes on, or begin it anew."""
    return (*_from_this_status(release, Action.STOP), *_may_act(by, release.data_set, on, Action.STOP))


def options(
    release: Release, *, by: Actor, on: date, authority: Authority | None = None
) -> dict[Action, tuple[Refusal, ...]]:
    """What can be done to a release as it stands, and for each why this person may not: () where they may."""
    return {
        action: tuple(_person(release, by, on, action, authority))
        for action in Action
        if not tuple(_from_this_status(release, action))
    }


def in_force(authority: Authority | None, *, on: date) -> tuple[Refusal, ...]:
    """Every reason why nothing leaves under that authority on that day."""
    return tuple(answering.in_force(authority, on))


def key_verified(party: Party | None, *, on: date) -> tuple[Refusal, ...]:
    """Every reason why nothing is sealed to that recipient's key on that day."""
    return tuple(answering.key(party, on))


def permit(release: Release, today: Today, *, by: Actor) -> Outcome:
    """Let a release go, with every reason if it may not."""
    refusals = (
        *_from_this_status(release, Action.PERMIT),
        *_answered(release, today),
        *_gate(release),
        *_person(release, by, today.on, Action.PERMIT, today.authority),
    )
    return decide(refusals, _event("release.permitted", release, by, today))


def may_seal(release: Release, today: Today, *, by: Actor) -> tuple[Refusal, ...]:
    """Every reason why a permitted release may not be sealed: between the yes and the seal, things change."""
    return (
        *_from_this_status(release, Action.SEAL),
        *_answered(release, today),
        *_gate(release),
        *_may_act(by, release.data_set, today.on, Action.SEAL),
    )


def withdraw(release: Release, *, by: Actor, on: date, at: datetime) -> Outcome:
    """Give a release up: before anything has left, and after it was sealed until the recipient has it."""
    may = _may_act(by, release.data_set, on, Action.WITHDRAW)
    refusals = (*_from_this_status(release, Action.WITHDRAW), *may)
    event = Event(
        kind="release.withdrawn",
        about=release.reference,
        by=by.person,
        at=at,
        details={"status": release.status.value},
    )
    return decide(refusals, event)


def sealed(release: Release, today: Today, *, by: Actor) -> Event:
    """The event that a permitted release was sealed."""
    return _event("release.sealed", release, by, today)


def _event(kind: str, release: Release, by: Actor, today: Today) -> Event:
    return Event(
        kind=kind,
        about=release.reference,
        by=by.person,
        at=today.at,
        details={
            "authority": release.authority,
            "recipient": today.authority.recipient if today.authority else "",
            "plan_sha256": release.digests.plan,
            "file_sha256": release.digests.file,
            "report_sha256": release.digests.report,
            "terms_sha256": release.terms_sha256,
            "rows": release.rows,
            "cleared": len(counting(release)),
            "despite": [each.reference for each in today.decisions],
        },
    )


# --- one function per numbered line of the law above ----------------------------------------------------
def _from_this_status(release: Release, action: Action) -> Iterator[Refusal]:
    if release.status not in FROM[action]:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"{release.reference} is {release.status}, and from there it cannot be {_DONE[action]}.",
            remedy="Look at the release's page for what can be done now.",
        )
    elif release.collected:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"The recipient has collected {release.reference}; it cannot be {_DONE[action]} any more.",
            remedy="Ask the recipient to destroy it, and report an incident if it should not have gone.",
        )


_DONE = {
    Action.EXAMINE: "examined",
    Action.STOP: "stopped",
    Action.PERMIT: "released",
    Action.SEAL: "sealed",
    Action.WITHDRAW: "withdrawn",
}


def _answered(release: Release, today: Today) -> Iterator[Refusal]:
    for refusals in answering.answers(release, today).values():
        yield from refusals


def _gate(release: Release) -> Iterator[Refusal]:
    if release.status in (Status.REFUSED, Status.REVIEW) or uncleared(release):
        yield Refusal(
            rule=rulebook.GATE_PASSED,
            reason="The gate has not passed this file.",
            remedy="Mend what the gate report names, or have cleared what it leaves to a person.",
        )
    for check in release.open_checks:
        yield Refusal(
            rule=of_check(check),
            reason=f"The terms ask for {check} ({BY_ID[check].title.lower()}), and it could not be answered.",
            remedy="Take this limit to the owner of the data: until it can be checked, the file stays.",
        )


def _person(
    release: Release, by: Actor, on: date, action: Action, authority: Authority | None
) -> Iterator[Refusal]:
    yield from _may_act(by, release.data_set, on, action)
    if action is not Action.PERMIT:
        return
    yield from _two_duties(release, by, authority)
    if by.accounts & {each.by for each in counting(release)}:
        yield Refusal(
            rule=rulebook.NOT_OWN_CLEARANCE,
            reason="You cleared a finding of this file.",
            remedy="Ask another case handler to release it.",
        )


def _two_duties(release: Release, by: Actor, authority: Authority | None) -> Iterator[Refusal]:
    """Bulk and special category data take another hand (sod.03, sod.05), unless the Chief Executive countersigned."""
    if authority and authority.two_duties:
        return
    if release.rows >= BULK_ROWS:
        why = f"with {release.rows} rows it is a bulk file"
    elif authority and authority.special_category:
        why = "it may hold data of a special category or about offences"
    else:
        return
    if release.prepared_by in by.accounts:
        yield Refusal(
            rule=rulebook.SECOND_PERSON_FOR_BULK,
            reason=f"You brought this file, and {why}.",
            remedy="Ask another case handler to release it.",
        )
    if authority and by.accounts & authority.decided_by:
        yield Refusal(
            rule=rulebook.SEGREGATION,
            reason=f"You decided that this file may leave, and {why}.",
            remedy="Ask a case handler who did not decide it to release it.",
        )


def _may_act(by: Actor, data_set: str, on: date, action: Action) -> Iterator[Refusal]:
    here = by.about(data_set) if data_set else by
    if not here.roles & WHO[action]:
        elsewhere = by.held_elsewhere(WHO[action], data_set)
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason=f"Files are brought to the gate and released by case handlers of its business area.{elsewhere}",
            remedy="Ask one of them.",
        )
    if not by.trained(on):
        yield Refusal(
            rule=rulebook.TRAINING_CURRENT,
            reason="Your data protection training is not current.",
            remedy="Complete the training, or ask a trained colleague.",
        )
