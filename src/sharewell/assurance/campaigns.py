"""A guidance campaign: one bite a working day from a start date, read, with one question, and skipped freely.

    PLANNED --approve (communications)--> APPROVED --(each working day)--> one more bite is out

Nobody is ranked, counted in streaks or named to others; whoever skips has answered too (WMFS 3.1).
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, datetime

from sharewell.policy import rulebook
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role
from sharewell.vocabulary.working_days import is_working_day, working_days_after

MOST_WORDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Bite:
    """One short piece: what is to be known, and one question about it. The first of the choices is the right one."""

    title: str
    text: str
    question: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """`planned_by` and `approver` (who speaks for communications) are people's ids; `days_off` were proclaimed."""

    reference: str
    title: str
    starts_on: date
    planned_by: str
    approver: str
    bites: tuple[Bite, ...] = ()
    approved_on: date | None = None
    days_off: frozenset[date] = frozenset()

    def day_of(self, number: int) -> date:
        """The day on which the `number`th bite (from 1) goes out."""
        return working_days_after(self.starts_on, number - 1, self.days_off)


def plan(campaign: Campaign, *, communications: Set[str], by: Actor, at: datetime) -> Outcome:
    """Plan a campaign: when it starts, and which of those who hold the post of communications approves it."""
    refusals = []
    if not campaign.title.strip():
        refusals.append(_plan("The campaign has no title.", "Say what it is about.", "title"))
    if not is_working_day(campaign.starts_on, campaign.days_off) or campaign.starts_on < at.date():
        refusals.append(
            _plan("It starts on a day that is past or not worked.", "Choose a working day.", "starts_on")
        )
    if campaign.approver in by.accounts or campaign.approver not in communications:
        refusals.append(
            _approval(
                "It is approved by somebody in communications, and not by who planned it.",
                "Name a colleague who holds that post.",
            )
        )
    details: dict[str, JSON] = {"title": campaign.title, "starts_on": campaign.starts_on.isoformat()}
    return decide(refusals, _event("campaign.planned", campaign, by, at, **details))


def add(campaign: Campaign, bite: Bite, *, by: Actor, at: datetime) -> Outcome:
    """Add a bite at the end, until the campaign is approved."""
    refusals = [*_planning(campaign, by), *_bite_size(bite)]
    return decide(refusals, _event("campaign.item_added", campaign, by, at, title=bite.title))


def approve(campaign: Campaign, *, by: Actor, at: datetime) -> Outcome:
    """Approve it for communications: from then on nothing of it changes, and it goes out by itself."""
    refusals = []
    if by.person != campaign.approver or not by.has(Role.COMMUNICATIONS):
        refusals.append(
            _approval("It is not for you to approve.", "The colleague named for communications does.")
        )
    if campaign.approved_on:
        refusals.append(_approval("It is approved already.", "Nothing needs to be done."))
    if not campaign.bites:
        refusals.append(_plan("There is nothing in it.", "Add a piece first.", "bites"))
    if campaign.starts_on < at.date():
        refusals.append(_plan("Its first day has gone by.", "Plan it anew from a day to come.", "starts_on"))
    return decide(refusals, _event("campaign.approved", campaign, by, at, items=len(campaign.bites)))


def due(campaign: Campaign, *, out: int, on: date) -> int | None:
    """The number of the bite to send that day, where `out` went out already; never two in one day, none on days off."""
    number = out + 1
    if (
        campaign.approved_on is None
        or number > len(campaign.bites)
        or not is_working_day(on, campaign.days_off)
    ):
        return None
    return number if campaign.day_of(number) <= on else None


def _planning(campaign: Campaign, by: Actor) -> Iterator[Refusal]:
    if campaign.approved_on is not None:
        yield _approval("It is approved, and nothing of it changes any more.", "Plan another campaign.")
    if by.person != campaign.planned_by:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Somebody else planned this campaign.",
            remedy="Ask them, or plan one of your own.",
        )


def _bite_size(bite: Bite) -> Iterator[Refusal]:
    if len(bite.text.split()) > MOST_WORDS:
        yield _plan(f"It has more than {MOST_WORDS} words.", "Say less, or make two pieces of it.", "text")
    if not bite.title.strip() or not bite.text.strip() or not bite.question.strip():
        yield _plan("A title, a text or the question is missing.", "A piece has all three.", "text")
    if len(set(bite.choices)) < 2:
        yield _plan(
            "The question has no choice to make.", "Give two answers or more, the right one first.", "choices"
        )


def _plan(reason: str, remedy: str, where: str) -> Refusal:
    return Refusal(rule=rulebook.CAMPAIGN_PLANNED, reason=reason, remedy=remedy, where=where)


def _approval(reason: str, remedy: str) -> Refusal:
    return Refusal(rule=rulebook.CAMPAIGN_APPROVED, reason=reason, remedy=remedy)


def _event(kind: str, campaign: Campaign, by: Actor, at: datetime, **details: JSON) -> Event:
    return Event(kind=kind, about=campaign.reference, by=by.person, at=at, details=details)


# --- reach ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far it came among some people: who read every bite that is out, or some; `skipped` counts bites."""

    team: str
    people: int
    read: int
    begun: int
    skipped: int

    @property
    def not_started(self) -> int:
        return self.people - self.read - self.begun


def reach(team: str, answered: list[tuple[int, int]], *, out: int) -> Reach:
    """The reach in a team, from what each of its people did: (bites read, bites skipped)."""
    read = sum(each_read == out and out > 0 for each_read, _ in answered)
    begun = sum(each_read + skipped > 0 and each_read < out for each_read, skipped in answered)
    return Reach(
        team=team,
        people=len(answered),
        read=read,
        begun=begun,
        skipped=sum(skipped for _, skipped in answered),
    )
