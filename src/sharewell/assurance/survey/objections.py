"""Why a step on a return is refused: each yields what stands in the way, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sharewell.assurance.survey.record import Return, gaps_in
from sharewell.assurance.survey.roster import KEEPERS
from sharewell.policy import rulebook
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Actor


def is_open(was: Return) -> Iterator[Refusal]:
    if not was.standing.open:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"The return of {was.team.name} is closed: {was.standing.label.lower()}.",
            remedy="If something is missing in it, tell the register keeper.",
        )


def answers(was: Return, by: Actor) -> Iterator[Refusal]:
    if by.person not in was.answerers:
        yield Refusal(
            rule=rulebook.TEAM_ANSWERS,
            reason=f"{was.team.name} is answered for by its respondent, its deputy, or whom they delegate to.",
            remedy="Ask one of them, or have them delegate it to you.",
        )


def answers_or_keeps(was: Return, by: Actor) -> Iterator[Refusal]:
    if not by.roles & KEEPERS and by.person not in was.line:
        yield from answers(was, by)


def stands_above(was: Return, by: Actor) -> Iterator[Refusal]:
    if by.person not in was.line and not by.roles & KEEPERS:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="More time is given by whoever stands above the team, or by the register keeper.",
            remedy="Ask your manager.",
        )


def keeps(by: Actor) -> Iterator[Refusal]:
    if not by.roles & KEEPERS:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Who is asked is kept by the register keeper or the Data Protection Officer.",
            remedy="Ask one of them.",
        )


def confirmed_by_hand(confirmed: bool) -> Iterator[Refusal]:
    if not confirmed:
        yield Refusal(
            rule=rulebook.RETURN_SIGNED,
            reason="Nobody has signed it.",
            remedy="Read the sentence, and say that it is true: a return counts once it is signed.",
            where="confirmed",
        )


def whole(was: Return, *, nil: bool) -> Iterator[Refusal]:
    if nil and was.flows:
        yield _not_whole("A nil return says that nothing is shared, and something is written down.", "flows")
    if not nil and not was.flows:
        # Nothing written and nothing signed as nil is silence with a signature under it.
        yield Refusal(
            rule=rulebook.RETURN_SIGNED,
            reason="Nothing is written down.",
            remedy="Write down what is shared, or sign a nil return.",
            where="flows",
        )
    for number, flow in enumerate(was.flows, start=1):
        if gaps_in(flow):
            yield _not_whole(f"Flow {number} is not finished.", f"flow {number}")


def _not_whole(reason: str, where: str) -> Refusal:
    return Refusal(
        rule=rulebook.RETURN_WHOLE,
        reason=reason,
        remedy="Answer what is left, or take the flow out.",
        where=where,
    )


def somebody(to: str, here: frozenset[str]) -> Iterator[Refusal]:
    if to not in here:
        yield Refusal(
            rule=rulebook.ROSTER_WHOLE,
            reason="Nobody of that name works here now.",
            remedy="Write the e-mail address of somebody who can sign in here.",
            where="to",
        )


def says_why(why: str) -> Iterator[Refusal]:
    if not why.strip():
        yield Refusal(
            rule=rulebook.REASONS_GIVEN,
            reason="No reason was given.",
            remedy="Say why in a sentence: it is on the record.",
            where="why",
        )


def later(was: Return, to: date, last: date) -> Iterator[Refusal]:
    if not was.due < to <= last:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason="More time means a later day, and not one without end.",
            remedy=f"Choose a day after {was.due:%-d %B %Y}, and up to {last:%-d %B %Y}.",
            where="to",
        )


def takes_over(was: Return, into: str, open_teams: frozenset[str]) -> Iterator[Refusal]:
    if into == was.team.name or into not in open_teams:
        yield Refusal(
            rule=rulebook.RETURN_SIGNED,
            reason="That team cannot answer for this one: it has signed already, or is not asked.",
            remedy="Choose a team that has not signed yet, or let this team answer for itself.",
            where="into",
        )
