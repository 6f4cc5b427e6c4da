"""The steps about what lies beside a request: an order, an anonymised table, a countersignature.

And how an approval ends before anything was delivered under it: taken back by its decider, or lapsed by the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from sharewell.decisions.annexes import Anonymised, HandOff, Order, SmallOffice
from sharewell.decisions.diversions import ROUTES
from sharewell.decisions.lifecycle import TRANSITIONS, Action, Asking, contradicting
from sharewell.decisions.request import VALIDITY, Decision, Request, Status
from sharewell.decisions.stepping import (
    Step,
    details_of,
    happened,
    in_whose_place,
    in_words,
    taken,
    version_of,
)
from sharewell.policy import rulebook
from sharewell.policy.law.record import Law
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Actor, Role


def verify_order(request: Request, order: Order, *, by: Actor, at: datetime, law: Law) -> Step:
    """Put an order on file as verified with whoever made it. What may leave is then bound to its terms."""
    refusals = [
        *Asking(request, by, at, law).refusals(Action.VERIFY_ORDER),
        *in_words(order.verified_how, "how the order was verified"),
    ]
    if not order.fields:
        refusals += in_words("", "which fields the order asks for")
    verified = replace(order, verified_by=by.person, verified_at=at)
    details: dict[str, JSON] = {"made_by": order.made_by, "due": order.due.isoformat()}
    event = happened("order.verified", request, by, at, details)
    return taken(request, replace(request, order=verified), event, refusals)


def keep_table(
    request: Request, table: Anonymised, *, codes: Iterable[str] = (), by: Actor, at: datetime, law: Law
) -> Step:
    """Put a table on file that is said to hold nobody, with how it came through the disclosure test (S3.5).

    Its result is the answer. The table that lies with the request is the one tested last: where that failed, none
    passed. `codes` are what the gate found in it.
    """
    asking = Asking(request, by, at, law)
    came = "passed" if table.passed else "failed"
    answered = {**request.answers, "S3.5": "pass" if table.passed else "fail"}
    drafted = request.drafted_by | {by.person, table.prepared_by}
    after = replace(request, anonymised=table, answers=answered, drafted_by=drafted)
    details: dict[str, JSON] = {
        "sha256": table.sha256,
        "smallest_cell": table.smallest_cell,
        "codes": [*codes],
    }
    event = happened(f"disclosure_control.{came}", request, by, at, details)
    refusals = [*asking.refusals(Action.ANSWER), *_nobody_claimed(request), *contradicting(after, law)]
    return taken(request, after, event, refusals)


def _nobody_claimed(request: Request) -> Iterator[Refusal]:
    if request.answers.get("S0.1") != "no":
        yield Refusal(
            rule=rulebook.SHOWN_BY_THE_FILE,
            reason="It is not said that nobody is identifiable in what would leave.",
            remedy="If so, answer S0.1 with no; if a table would do instead of records, offer it (S3.2).",
        )


def offer_anonymised(request: Request, table: Anonymised, *, by: Actor, at: datetime, law: Law) -> Step:
    """Offer a table without personal data instead. Whoever prepared it has drafted, and does not decide."""
    refusals = [*Asking(request, by, at, law).refusals(Action.OFFER_ANONYMISED)]
    if not table.passed:
        refusals.append(_not_passed())
    refusals += in_words(table.differencing, "how other tables were looked at beside it")
    refusals += in_words(table.intruder, "what somebody who wanted to recognise a person could do")
    after = replace(
        request,
        anonymised=table,
        status=Status.SUBMITTED,
        drafted_by=request.drafted_by | {by.person, table.prepared_by},
    )
    details: dict[str, JSON] = {"sha256": table.sha256, "smallest_cell": table.smallest_cell}
    passed = happened("disclosure_control.passed", request, by, at, details)
    diverted = happened("case.diverted", request, by, at, {"codes": ["DIV_ANONYMISE"], **version_of(law)})
    return taken(request, after, diverted, refusals, passed)


def _not_passed() -> Refusal:
    return Refusal(
        rule=rulebook.ANONYMISED_INSTEAD,
        reason="The table failed the disclosure test: somebody could be recognised in it.",
        remedy="Suppress or band what is small, and test it again.",
    )


def approve_anonymised(
    request: Request, *, undertaking: str, reasons: str, by: Actor, at: datetime, law: Law
) -> Step:
    """Let the anonymised table go, with the recipient's undertaking not to recognise anybody in it."""
    refusals = [
        *Asking(request, by, at, law).refusals(Action.APPROVE_ANONYMISED),
        *in_words(reasons, "the reasons"),
        *in_words(undertaking, "the undertaking not to recognise anybody"),
    ]
    decision = Decision(
        outcome=Action.APPROVE_ANONYMISED.value,
        by=by.person,
        at=at,
        reasons=reasons.strip(),
        conditions=undertaking.strip(),
        **in_whose_place(request, by, at),
        valid_until=at.date() + VALIDITY,
        policy_version=law.version,
        policy_digest=law.digest,
    )
    after = replace(request, decision=decision, status=Status.APPROVED)
    details = {**details_of(request, decision), "anonymised": True}
    return taken(request, after, happened("decision.approved", request, by, at, details), refusals)


def countersign(request: Request, *, reason: str, by: Actor, at: datetime, law: Law) -> Step:
    """The Chief Executive signs that one person may hold two duties in this case, and why (small offices)."""
    refusals = [
        *Asking(request, by, at, law).refusals(Action.COUNTERSIGN),
        *in_words(reason, "why there is nobody else"),
    ]
    signed = SmallOffice(reason=reason.strip(), countersigned_by=by.person, at=at)
    event = happened("exception.countersigned", request, by, at, {"reason": signed.reason})
    return taken(request, replace(request, small_office=signed), event, refusals)


def finish_hand_off(request: Request, *, how: str, by: Actor, at: datetime) -> Step:
    """Say what became of a request where it went: answered, refused there, or a contract or an agreement made of it.

    Whoever it was handed to says so, by name or by post; the Chief Executive may say it for them.
    """
    handed = request.hand_off
    refusals = [*theirs_to_finish(handed, by), *in_words(how, "what became of it")]
    done = handed and replace(handed, done_by=by.person, done_at=at, done_how=how.strip())
    late = bool(handed and handed.due and at.date() > handed.due)
    event = happened("hand_off.done", request, by, at, {"how": how.strip(), "late": late})
    return taken(request, replace(request, hand_off=done), event, refusals)


def theirs_to_finish(handed: HandOff | None, by: Actor) -> Iterator[Refusal]:
    """Every reason why this person does not say what became of a hand-off."""
    if handed is None or not handed.open:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason="Nothing is handed on here, or it is done already.",
            remedy="Look at the request's page: it says who has it.",
        )
    elif handed.to not in {*by.accounts, *by.roles} and not by.has(Role.CHIEF_EXECUTIVE):
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="It was handed to somebody else.",
            remedy="Leave it to whoever has it; the request's page names them.",
        )


def keep_to_the_calendar(request: Request, *, proclaimed: frozenset[date], at: datetime) -> Step:
    """Move the day of a hand-off whose law counts working days: one of them was proclaimed a day off, or taken back.

    The clock does this, and nobody else; refused where the day stands.
    """
    handed = request.hand_off
    counted = handed and handed.open and ROUTES[handed.code].working_days
    due = ROUTES[handed.code].due(request.received.date(), proclaimed) if handed and counted else None
    refusals = []
    if handed is None or due is None or due == handed.due:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_IN_THIS_STATE,
                reason=f"No working day was added to or taken from what {request.reference} was handed on for.",
                remedy="Leave its day as it is.",
            )
        )
    moved = handed and replace(handed, due=due)
    was = handed.due if handed else None
    details: dict[str, JSON] = {"from": _said(was), "to": _said(due)}
    event = Event(kind="hand_off.due_moved", about=request.reference, by="system", at=at, details=details)
    return taken(request, replace(request, hand_off=moved), event, refusals)


def _said(day: date | None) -> str:
    return day.isoformat() if day else ""


def revoke(request: Request, *, reasons: str, by: Actor, at: datetime, law: Law) -> Step:
    """Take an approval back before anything was delivered under it."""
    refusals = [*Asking(request, by, at, law).refusals(Action.REVOKE), *in_words(reasons, "the reasons")]
    event = happened("decision.revoked", request, by, at, {"reasons": reasons.strip()})
    return taken(request, replace(request, status=Status.REVOKED), event, refusals)


def expire(request: Request, *, at: datetime) -> Step:
    """Let an approval lapse whose last day is over. The clock does this, and nobody else."""
    refusals = []
    until = request.decision.valid_until if request.decision else None
    if (request.status, Action.EXPIRE) not in TRANSITIONS or until is None or at.date() <= until:
        refusals.append(
            Refusal(
                rule=rulebook.STILL_VALID,
                reason=f"{request.reference} has no approval whose last day is over.",
                remedy="Wait until the day after its last.",
            )
        )
    event = Event(
        kind="decision.expired",
        about=request.reference,
        by="system",
        at=at,
        details={"valid_until": until.isoformat() if until else None},
    )
    return taken(request, replace(request, status=Status.EXPIRED), event, refusals)
