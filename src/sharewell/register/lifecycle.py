"""Which step in an agreement's life may be taken, from where, and by whom; and what the agreement is after it.

Nobody's post alone decides: the owner signs for the data set they own (OPCC 5.2), a party for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sharewell.policy import rulebook
from sharewell.register.agreement import (
    Agreement,
    AgreementAction,
    AgreementStatus,
    NoticeChoice,
    NoticeDecision,
)
from sharewell.register.applied import apply
from sharewell.register.completeness import components_missing, missing, missing_from_text, no_policy_document
from sharewell.register.particulars import Direction
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role
from sharewell.vocabulary.when import Period

UNSIGNED = frozenset({AgreementStatus.RECORDED, AgreementStatus.DRAFT})
_RUNNING = frozenset({AgreementStatus.ACTIVE, AgreementStatus.SUSPENDED})
FROM: Mapping[AgreementAction, frozenset[AgreementStatus]] = {
    AgreementAction.CHECK: UNSIGNED,
    AgreementAction.REVIEW: UNSIGNED,
    AgreementAction.DECIDE_NOTICE: UNSIGNED,
    AgreementAction.SIGN: UNSIGNED,
    AgreementAction.COUNTERSIGN: UNSIGNED,
    AgreementAction.SUSPEND: frozenset({AgreementStatus.ACTIVE}),
    AgreementAction.RESUME: frozenset({AgreementStatus.SUSPENDED}),
    AgreementAction.COMPLETE_REVIEW: _RUNNING,
    AgreementAction.SUCCEED: _RUNNING,
    AgreementAction.END: _RUNNING,
    AgreementAction.CLOSE: frozenset({AgreementStatus.ENDED}),
}
WHO: Mapping[AgreementAction, frozenset[Role]] = {
    AgreementAction.CHECK: frozenset({Role.DPO}),
    AgreementAction.REVIEW: frozenset({Role.DPO}),
    AgreementAction.DECIDE_NOTICE: frozenset({Role.OWNER}),
    AgreementAction.SIGN: frozenset({Role.OWNER}),
    AgreementAction.COUNTERSIGN: frozenset({Role.RECIPIENT}),
    AgreementAction.SUSPEND: frozenset({Role.OWNER, Role.DPO, Role.CHIEF_EXECUTIVE}),
    AgreementAction.RESUME: frozenset({Role.OWNER}),
    AgreementAction.COMPLETE_REVIEW: frozenset({Role.OWNER}),
    AgreementAction.SUCCEED: frozenset({Role.OWNER, Role.CHIEF_EXECUTIVE}),
    AgreementAction.END: frozenset({Role.OWNER, Role.CHIEF_EXECUTIVE}),
    AgreementAction.CLOSE: frozenset({Role.OWNER, Role.REGISTER_KEEPER}),
}
REVIEW_EVERY = Period(years=1)  # every agreement, not only the one with the police (OPCC 6.4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody says with a step. `party`, `name`, `post`: who signs for whom. `owed`: certificates still out.

    `uncovered` are the paragraphs of Schedule 1 relied on that no policy document of ours covers.
    """

    reason: str = ""
    party: str = ""
    name: str = ""
    post: str = ""
    notice: NoticeDecision | None = None
    review_on: date | None = None
    successor: str = ""
    successor_name: str = ""
    owed: int = 0
    uncovered: tuple[int, ...] = ()


def take_step(
    agreement: Agreement,
    *,
    action: AgreementAction,
    by: Actor,
    at: datetime,
    on: date,
    said: Said | None = None,
) -> Outcome:
    """Say whether this person may do this to the agreement now, with every reason if not.

    A permitted step yields its event, and after the last yes what follows by itself: the agreement comes into force,
    and goes into the asset register and the record of processing (OPCC 6.4).
    """
    said = said or Said()
    refusals = tuple(_objections(agreement, action, by, on, said))
    if refusals:
        return Outcome(refusals=refusals)
    step = Event(
        kind=f"isa.{action.value}",
        about=agreement.reference,
        by=by.person,
        at=at,
        details={"agreement_sha256": agreement.digest(), **_details(action, said)},
    )
    after, follows = apply(agreement, step), tuple(_linked(step, said))
    if after.status in UNSIGNED and not missing(after):
        follows = (*follows, *_into_force(after, at, on))
    return decide((), step, *follows)


def _linked(step: Event, said: Said) -> Iterator[Event]:
    """The notice that is given because of this agreement, and hangs together with it from now on (OPCC 6.5)."""
    if said.notice and said.notice.notice:
        details: dict[str, JSON] = {"notice": said.notice.notice}
        yield replace(step, kind="notice.linked", details=details)


def _details(action: AgreementAction, said: Said) -> dict[str, JSON]:
    match action:
        case AgreementAction.DECIDE_NOTICE if said.notice:
            notice = said.notice
            return {"choice": notice.choice.value, "reason": notice.reason, "notice": notice.notice}
        case AgreementAction.COUNTERSIGN:
            return {"party": said.party, "name": said.name, "post": said.post}
        case AgreementAction.COMPLETE_REVIEW if said.review_on:
            return {"review_on": said.review_on.isoformat(), "reason": said.reason}
        case AgreementAction.SUCCEED:
            return {
                "party": said.party,
                "to": said.successor,
                "to_name": said.successor_name,
                "reason": said.reason,
            }
    return {"reason": said.reason} if said.reason else {}


def _into_force(agreement: Agreement, at: datetime, on: date) -> Iterator[Event]:
    latest = REVIEW_EVERY.after(on)
    review_on = min(agreement.review_on or latest, latest)

    def event(kind: str, **details: JSON) -> Event:
        return Event(kind=kind, about=agreement.reference, by="system", at=at, details=details)

    yield event("isa.activated", review_on=review_on.isoformat())
    if agreement.varies:
        yield event("isa.renewed", varies=agreement.varies)
    yield event("iar.linked", data_set=agreement.data_set)
    yield event("ropa.linked", data_set=agreement.data_set)


# --- objections -------------------------------------------------------------------------------------------------------
def _objections(
    agreement: Agreement, action: AgreementAction, by: Actor, on: date, said: Said
) -> Iterator[Refusal]:
    if agreement.status not in FROM[action]:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"The agreement is {agreement.status.value}.",
            remedy="Look at the agreement's page for what can be done now.",
        )
    if not by.about(agreement.data_set).roles & WHO[action]:
        posts = " or ".join(sorted(role.label for role in WHO[action]))
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason=f"This step belongs to the {posts}.{by.held_elsewhere(WHO[action], agreement.data_set)}",
            remedy=f"Ask the {posts}.",
        )
    if Role.OWNER in by.roles & WHO[action] and not by.has(Role.CHIEF_EXECUTIVE):
        yield from _not_the_owner(agreement, by, on)
    if special := _SPECIAL.get(action):
        yield from special(agreement, said, on)


def _not_the_owner(agreement: Agreement, by: Actor, on: date) -> Iterator[Refusal]:
    if agreement.data_set not in by.owns and by.delegation_for(agreement.data_set, on) is None:
        yield Refusal(
            rule=rulebook.OWNER_SIGNS,
            reason=f"You do not own the data set '{agreement.data_set}'.",
            remedy="Ask its owner to do it, or to delegate to you in writing.",
        )


def _not_reviewed(agreement: Agreement) -> Iterator[Refusal]:
    if not agreement.says_yes(agreement.review):
        yield Refusal(
            rule=rulebook.DPO_REVIEWS_AGREEMENT,
            reason="The Data Protection Officer has not reviewed this text, and reviews come before signatures.",
            remedy="Ask the Data Protection Officer to review it.",
        )


def _check(agreement: Agreement, said: Said, on: date) -> Iterator[Refusal]:
    # The check itself is what these ask for; everything else about the file has to be there.
    return (
        each
        for each in components_missing(agreement)
        if each.where != "partner_file" or not _has_file(agreement)
    )


def _has_file(agreement: Agreement) -> bool:
    return agreement.particulars.partner_file is not None


def _sign(agreement: Agreement, said: Said, on: date) -> Iterator[Refusal]:
    yield from _not_reviewed(agreement)
    yield from missing_from_text(agreement)
    yield from map(no_policy_document, said.uncovered)
    if agreement.notice is None:
        yield Refusal(
            rule=rulebook.NOTICE_DECIDED,
            reason="What people are told has not been decided.",
            remedy="Decide now: an additional notice, an update of the existing one, or that the current one suffices.",
        )


def _countersign(agreement: Agreement, said: Said, on: date) -> Iterator[Refusal]:
    yield from _not_reviewed(agreement)
    yield from missing_from_text(agreement)
    if said.party not in {each.reference for each in agreement.parties}:
        yield Refusal(
            rule=rulebook.OWNER_SIGNS,
            reason="Only a party to this agreement signs it, each for itself.",
            remedy="Send the link for signing to the party's own contact.",
        )


def _decide_notice(agreement: Agreement, said: Said, on: date) -> Iterator[Refusal]:
    if said.notice is None or not said.notice.reason.strip():
        yield Refusal(
            rule=rulebook.NOTICE_DECIDED,
            reason="The decision about the notice names no choice, or gives no reason.",
            remedy="Choose one of the three and say why.",
        )
    elif said.notice.choice is NoticeChoice.ADDITIONAL and not said.notice.notice:
        yield Refusal(
            rule=rulebook.NOTICE_DECIDED,
            reason="An additional notice is to be given, and which one is not said.",
            remedy="Name the notice from the register of notices.",
        )


def _complete_review(agreement: Agreement, said: Said, on: date) -> Iterator[Refusal]:
    if said.review_on is None or not on < said.review_on <= REVIEW_EVERY.after(on):
        yield Refusal(
            rule=rulebook.REVIEW_IN_TIME,
            reason="The next review has to be on a day to come, within a year.",
            remedy="Give such a day.",
        )


def _resume(agreement: Agreement, said: Said, on: date) -> Iterator[Refusal]:
    if agreement.review_state(on) == "overdue":
        yield Refusal(
            rule=rulebook.REVIEW_IN_TIME,
            reason="The review is overdue, and resuming would not change that.",
            remedy="Complete the review.",
        )
    if gone := [each.name for each in agreement.parties if each.reference not in agreement.countersignatures]:
        yield Refusal(
            rule=rulebook.OWNER_SIGNS,
            reason=f"Not signed for: {', '.join(gone)}.",
            remedy="Vary the agreement, so that every party signs.",
        )


def _succeed(agreement: Agreement, said: Said, on: date) -> Iterator[Refusal]:
    if said.party not in {each.reference for each in agreement.parties} or not said.successor:
        yield Refusal(
            rule=rulebook.OWNER_SIGNS,
            reason="Which party is followed by which is not said.",
            remedy="Name a party to the agreement, and the body that its duties went over to.",
        )


def _end(agreement: Agreement, said: Said, on: date) -> Iterator[Refusal]:
    if not said.reason.strip():
        yield Refusal(
            rule=rulebook.REASONS_GIVEN,
            reason="An agreement is ended with a reason.",
            remedy="Say why, and the parties are told.",
        )


def _close(agreement: Agreement, said: Said, on: date) -> Iterator[Refusal]:
    # What we received counts as much as what we sent: nobody chases us, so we say it ourselves.
    if agreement.particulars.direction is not Direction.OUT and not said.reason.strip():
        yield Refusal(
            rule=rulebook.CERTIFICATES_IN,
            reason="We received data under this agreement, and what became of them is not said.",
            remedy="Say that they were destroyed or returned: how, on which day and by whom.",
        )
    if said.owed:
        yield Refusal(
            rule=rulebook.CERTIFICATES_IN,
            reason=f"{said.owed} certificates of destruction are still out.",
            remedy="Wait for them, or chase them from the party's card.",
        )


_SPECIAL: Mapping[AgreementAction, Callable[[Agreement, Said, date], Iterator[Refusal]]] = {
    AgreementAction.CHECK: _check,
    AgreementAction.SIGN: _sign,
    AgreementAction.COUNTERSIGN: _countersign,
    AgreementAction.DECIDE_NOTICE: _decide_notice,
    AgreementAction.COMPLETE_REVIEW: _complete_review,
    AgreementAction.RESUME: _resume,
    AgreementAction.SUCCEED: _succeed,
    AgreementAction.END: _end,
    AgreementAction.CLOSE: _close,
}


def suspend_if_overdue(agreement: Agreement, *, at: datetime, on: date) -> Event | None:
    """The event of a suspension that the clock brings: an agreement in force whose review is too late."""
    if agreement.status is not AgreementStatus.ACTIVE or agreement.review_state(on) != "overdue":
        return None
    return Event(
        kind="isa.suspended",
        about=agreement.reference,
        by="system",
        at=at,
        details={"reason": "The review is overdue.", "codes": [rulebook.REVIEW_IN_TIME.code]},
    )
