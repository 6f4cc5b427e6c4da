"""May this file go? Decided again at the moment it goes, whatever was on a screen before.

    REFUSED --examine--> READY --permit--> PERMITTED --seal--> SEALED
    REVIEW  --examine-->

To let a file go, all of this must be true, in this order:
 (0) the bytes are the bytes that were examined: same digest
 (1) the authority is in force today, for this recipient, on the terms the file was examined under
 (2) the gate refused nothing, left nothing to a person, and answered everything the terms ask
 (3) the recipient's key was verified by another channel
 (4) the person may release: a trained case handler, and for a bulk file not the one who prepared it
 (5) the permission is on the record before the parcel is sealed (the office sees to that)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sharewell.policy import rulebook
from sharewell.register.authority import Authority
from sharewell.register.party import Party
from sharewell.release.checks import BY_ID
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, Rule, decide
from sharewell.vocabulary.people import Actor, Role

# Ours: from this many rows on, a second person lets the file go (ICO audit practice for bulk transfers).
BULK_ROWS = 1_000


class Status(StrEnum):
    """Where a release stands."""

    REFUSED = "refused"
    REVIEW = "review"
    READY = "ready"
    PERMITTED = "permitted"
    SEALED = "sealed"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What can be done to a release."""

    EXAMINE = "examine"
    PERMIT = "permit"
    SEAL = "seal"
    WITHDRAW = "withdraw"


# From which statuses each action is taken. Where examining leads, the gate decides.
FROM: Mapping[Action, frozenset[Status]] = {
    Action.EXAMINE: frozenset({Status.REFUSED, Status.REVIEW, Status.READY}),
    Action.PERMIT: frozenset({Status.READY}),
    Action.SEAL: frozenset({Status.PERMITTED}),
    Action.WITHDRAW: frozenset({Status.REFUSED, Status.REVIEW, Status.READY, Status.PERMITTED}),
}
WHO: Mapping[Action, frozenset[Role]] = dict.fromkeys(Action, frozenset({Role.HANDLER}))
AFTER_THE_GATE = {"pass": Status.READY, "pass_with_review": Status.REVIEW, "refuse": Status.REFUSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A file on its way out: what was examined, under which authority, by whom it was brought.

    `sha256` and `terms_sha256` are those of the examination. `open_checks` are checks that the terms ask for and nobody
    could answer.
    """

    reference: str
    status: Status
    authority: str
    file_name: str
    sha256: str
    rows: int
    terms_sha256: str
    prepared_by: str
    open_checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What is so at the moment of release, looked up afresh.

    `sha256_now` is the digest of the bytes in the vault, "" where there are none. `others` are releases under the same
    one-off decision that were permitted already.
    """

    on: date
    at: datetime
    authority: Authority | None
    terms_sha256: str
    party: Party | None
    sha256_now: str
    others: tuple[str, ...] = ()


def may_bring(
    authority: Authority | None, *, by: Actor, on: date, instead_of: Release | None = None
) -> tuple[Refusal, ...]:
    """Every reason why this person may not bring a file to the gate under that authority on that day.

    `instead_of` is the release whose file it replaces, where it is a mended one.
    """
    status = _from_this_status(instead_of, Action.EXAMINE) if instead_of else ()
    return (*status, *_may_act(by, on, Action.EXAMINE), *_authority_in_force(authority, on))


def options(release: Release, *, by: Actor, on: date) -> dict[Action, tuple[Refusal, ...]]:
    """What can be done to a release as it stands, and for each why this person may not: () where they may."""
    return {
        action: tuple(_person(release, by, on, action)) for action in Action if release.status in FROM[action]
    }


def in_force(authority: Authority | None, *, on: date) -> tuple[Refusal, ...]:
    """Every reason why nothing leaves under that authority on that day."""
    return tuple(_authority_in_force(authority, on))


def permit(release: Release, today: Today, *, by: Actor) -> Outcome:
    """Let a release go, with every reason if it may not."""
    refusals = (
        *_from_this_status(release, Action.PERMIT),
        *_same_bytes(release, today),
        *_live(release, today),
        *_gate(release),
        *_key(today.party, today.on),
        *_person(release, by, today.on, Action.PERMIT),
    )
    return decide(refusals, _event("release.permitted", release, by, today))


def may_seal(release: Release, today: Today, *, by: Actor) -> tuple[Refusal, ...]:
    """Every reason why a permitted release may not be sealed: between the yes and the seal, things change."""
    return (
        *_from_this_status(release, Action.SEAL),
        *_same_bytes(release, today),
        *_live(release, today),
        *_key(today.party, today.on),
        *_may_act(by, today.on, Action.SEAL),
    )


def withdraw(release: Release, *, by: Actor, on: date, at: datetime) -> Outcome:
    """Give a release up before anything has left."""
    refusals = (*_from_this_status(release, Action.WITHDRAW), *_may_act(by, on, Action.WITHDRAW))
    event = Event(kind="release.withdrawn", about=release.reference, by=by.person, at=at)
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
            "file_sha256": release.sha256,
            "terms_sha256": release.terms_sha256,
            "rows": release.rows,
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


_DONE = {
    Action.EXAMINE: "examined",
    Action.PERMIT: "released",
    Action.SEAL: "sealed",
    Action.WITHDRAW: "withdrawn",
}


def _same_bytes(release: Release, today: Today) -> Iterator[Refusal]:
    if today.sha256_now != release.sha256:
        yield Refusal(
            rule=of_check("G12"),
            reason="The file in the vault is not the file that was examined.",
            remedy="Upload the file again; it will be examined again.",
        )


def _live(release: Release, today: Today) -> Iterator[Refusal]:
    yield from _authority_in_force(today.authority, today.on)
    if today.terms_sha256 != release.terms_sha256:
        yield Refusal(
            rule=of_check("G15"),
            reason=f"The terms of {release.authority} have changed since the file was examined.",
            remedy="Upload the file again; it will be examined under the terms in force.",
        )
    if today.others:
        yield Refusal(
            rule=rulebook.ONE_DELIVERY,
            reason=f"{release.authority} was one decision, and {', '.join(today.others)} went out under it.",
            remedy="Ask for a new decision, or for an agreement if it will happen again.",
        )


def _authority_in_force(authority: Authority | None, on: date) -> Iterator[Refusal]:
    if authority is None:
        yield Refusal(
            rule=of_check("G15"),
            reason="There is no agreement or decision of that reference that lets a file leave.",
            remedy="Choose an agreement in force or an approved decision.",
        )
        return
    yield from authority.standing
    first, last = authority.terms.valid_from, authority.terms.valid_until
    if first is None or last is None or not first <= on <= last:
        yield Refusal(
            rule=of_check("G15"),
            reason=f"{authority.reference} is not in force on {on.isoformat()}.",
            remedy="Renew the agreement, or ask for a new decision.",
        )


def _gate(release: Release) -> Iterator[Refusal]:
    if release.status in (Status.REFUSED, Status.REVIEW):
        yield Refusal(
            rule=rulebook.GATE_PASSED,
            reason="The gate has not passed this file.",
            remedy="Mend what the gate report names, and upload the mended file.",
        )
    for check in release.open_checks:
        yield Refusal(
            rule=of_check(check),
            reason=f"The terms ask for {check} ({BY_ID[check].title.lower()}), and it could not be answered.",
            remedy="Take this limit to the owner of the data: until it can be checked, the file stays.",
        )


def key_verified(party: Party | None, *, on: date) -> tuple[Refusal, ...]:
    """Every reason why nothing is sealed to that recipient's key on that day."""
    return tuple(_key(party, on))


def _key(party: Party | None, on: date) -> Iterator[Refusal]:
    if party is None or not party.age_key or party.age_key_verified_on is None:
        yield Refusal(
            rule=of_check("G13"),
            reason="The recipient has no key that was verified with them.",
            remedy="Read the key back to the recipient by telephone, and record the day on their card.",
        )
    elif party.age_key_verified_on > on:
        yield Refusal(
            rule=of_check("G13"),
            reason="The recipient's key is said to be verified on a day still to come.",
            remedy="Correct the day on the recipient's card.",
        )


def _person(release: Release, by: Actor, on: date, action: Action) -> Iterator[Refusal]:
    yield from _may_act(by, on, action)
    if action is Action.PERMIT and release.rows >= BULK_ROWS and by.person == release.prepared_by:
        yield Refusal(
            rule=rulebook.SECOND_PERSON_FOR_BULK,
            reason=f"You brought this file, and with {release.rows} rows it is a bulk file.",
            remedy="Ask another case handler to release it.",
        )


def _may_act(by: Actor, on: date, action: Action) -> Iterator[Refusal]:
    if not by.roles & WHO[action]:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Files are brought to the gate and released by case handlers.",
            remedy="Ask a case handler.",
        )
    if not by.trained(on):
        yield Refusal(
            rule=rulebook.TRAINING_CURRENT,
            reason="Your data protection training is not current.",
            remedy="Complete the training, or ask a trained colleague.",
        )


def of_check(check: str) -> Rule:
    """A check of the gate as the rule that a refusal names."""
    found = BY_ID[check]
    return Rule(code=found.code, title=found.title, citation=found.citation)
