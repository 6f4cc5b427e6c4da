"""What the pages of a request show: tasks, rows, tags. Everything in it comes from the core's answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from sharewell.decisions.asking import facts_to_ask
from sharewell.decisions.assessment import Result
from sharewell.decisions.reasons import Reason
from sharewell.decisions.request import Request, Status
from sharewell.policy.law.record import Law
from sharewell.policy.tables import ReasonCode
from sharewell.vocabulary.outcome import Refusal, Rule
from sharewell_office.decisions.services import Judged
from sharewell_office.decisions.topics import TOPICS, slug_of
from sharewell_office.design.components import Row, Task

COLOURS = {
    Status.DRAFT: "grey",
    Status.SUBMITTED: "blue",
    Status.APPROVED: "green",
    Status.DELIVERED: "green",
    Status.REFUSED: "red",
    Status.DIVERTED: "purple",
    Status.OUT_OF_SCOPE: "purple",
    Status.WITHDRAWN: "grey",
    Status.EXPIRED: "grey",
    Status.REVOKED: "red",
}
RESULTS = {
    Result.PASS: ("Satisfied", ""),
    Result.PASS_WITH_CONDITIONS: ("Satisfied, with conditions", "yellow"),
    Result.NOT_APPLICABLE: ("Not applicable", ""),
    Result.REFUSE: ("Refused", "red"),
    Result.DIVERT: ("Goes another way", "purple"),
    Result.OUT_OF_SCOPE: ("Out of scope", "purple"),
    Result.DEFERRED: ("Afterwards", "orange"),
    Result.NOT_REACHED: ("Not reached", "grey"),
}
ANSWERED_ON_SCREEN = tuple(f"S{number}" for number in range(11))


def tasks(judged: Judged) -> list[Task]:
    """Stages S0 to S10 as a task list, and the DPO's advice as its last line."""
    reference = judged.request.reference
    asking = {_stage_of(name, judged.law) for name in _open(judged)}
    listed = [
        Task(
            title=f"{stage} {judged.law.stage[stage].title}",
            href=where(judged, stage),
            status=words,
            colour=colour,
            hint=done_when(judged.law.stage[stage].waits_for),
        )
        for stage in ANSWERED_ON_SCREEN
        for words, colour in [status_of(judged, stage, still_asks=stage in asking)]
    ]
    words, colour = status_of(judged, "S11")
    advice = reverse("decisions:advice", args=[reference])
    title = f"S11 {judged.law.stage['S11'].title}"
    return [*listed, Task(title, advice, words, colour, done_when(judged.law.stage["S11"].waits_for))]


def done_when(waits_for: str) -> str:
    """ "Identity is proven." as what it takes: "Done when identity is proven." An abbreviation keeps its capitals."""
    first = waits_for if waits_for[:2].isupper() else waits_for[:1].lower() + waits_for[1:]
    return f"Done when {first}"


@dataclass(frozen=True, slots=True)
class Next:
    """The step that comes next in drafting: what its button says, and where it leads."""

    text: str
    href: str


def next_step(judged: Judged) -> Next:
    """The first stage that still waits for something; once none does, the answers are checked."""
    reference, waiting = judged.request.reference, panel(judged)
    stages = {one.stage for one in waiting.waiting} | {one.reason.stage for one in waiting.blockers}
    for stage in ANSWERED_ON_SCREEN:
        if stage in stages:
            return Next(f"Go on with {stage} {judged.law.stage[stage].title}", where(judged, stage))
    return Next("Check your answers", reverse("decisions:check", args=[reference]))


def status_of(judged: Judged, stage: str, *, still_asks: bool = False) -> tuple[str, str]:
    """`still_asks`: another stage waits for an answer that is given on this one's page."""
    result = judged.assessment.of_stage(stage).result
    if result is not Result.BLOCK and not (still_asks and result is Result.PASS):
        return RESULTS[result]
    if any(reason.stage == stage for reason in _told(judged)):
        return "Blocked", "red"
    begun = any(name.startswith(f"{stage}.") for name in judged.request.answers)
    # No-break spaces: a tag of two words stays on one line beside a long title.
    return ("In\u00a0progress", "blue") if begun else ("Not\u00a0started", "grey")


@dataclass(frozen=True, slots=True)
class Blocker:
    """One line of the panel "What still blocks this", and the page where it is put right."""

    reason: Reason
    href: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many questions a stage still has open, and where they are asked."""

    stage: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands in the way and is more than an unanswered question; and the questions, stage by stage."""

    blockers: list[Blocker]
    waiting: list[Waiting]

    @property
    def clear(self) -> bool:
        return not self.blockers and not self.waiting


def panel(judged: Judged, *, only: str = "") -> Panel:
    """What still blocks this request, or one stage of it."""
    told = [one for one in _told(judged) if only in ("", one.stage)]
    counts = Counter(_stage_of(name, judged.law) for name in _open(judged))
    return Panel(
        blockers=[Blocker(one, _where_mended(judged, one)) for one in told],
        waiting=[
            Waiting(stage, counts[stage], where(judged, stage))
            for stage in judged.law.judged
            if counts[stage] and only in ("", stage)
        ],
    )


def _told(judged: Judged) -> list[Reason]:
    """The reasons a person can act on. A requirement whose question is still open is told by that question."""
    open_questions = {one.about for one in judged.assessment.reasons if one.code == "Q_OPEN"}
    answered_by = {row.code: set(row.answered_by) for row in judged.law.rows if row.answered_by}
    return [
        one
        for one in judged.assessment.blocking
        if one.stage != "S12"
        and one.code != "Q_OPEN"
        and not answered_by.get(one.code, set()) & open_questions
    ]


def _open(judged: Judged) -> set[str]:
    """The questions and facts that would be asked now; more may follow from their answers."""
    questions = {one.about for one in judged.assessment.reasons if one.about in judged.law.question}
    return questions | set(facts_to_ask(judged.request.case(judged.law), law=judged.law, on=judged.on))


def _stage_of(name: str, law: Law) -> str:
    return law.question[name].stage if name in law.question else law.fact[name].stage


def where(judged: Judged, stage: str) -> str:
    """The page of a stage that comes next: the first that still waits for an answer, or the first there is."""
    waiting = {slug_of(stage, name) for name in _open(judged) if _stage_of(name, judged.law) == stage}
    slugs = [topic.slug for topic in TOPICS.get(stage, ())]
    return page_of(judged, stage, next((slug for slug in slugs if slug in waiting), ""))


def _where_mended(judged: Judged, reason: Reason) -> str:
    """The page on which what a reason names can be put right: where its rule's first question or fact is asked."""
    rows = (row for row in judged.law.rows if row.code == reason.code and row.stage == reason.stage)
    names = (name for row in rows for name in (reason.about, *row.when) if name)
    asked = {**judged.law.question, **judged.law.fact}
    name = next((name for name in names if name in asked and _stage_of(name, judged.law) == reason.stage), "")
    return page_of(judged, reason.stage, slug_of(reason.stage, name) if name else "")


def page_of(judged: Judged, stage: str, slug: str) -> str:
    reference = judged.request.reference
    if stage == "S11":
        return reverse("decisions:advice", args=[reference])
    if slug:
        return reverse("decisions:topic", args=[reference, stage, slug])
    return reverse("decisions:stage", args=[reference, stage])


def gathered(refusals: Iterable[Refusal], law: Law) -> list[Refusal]:
    """The refusals as a page tells them: open questions are counted stage by stage, everything else is said in full."""
    refusals = list(refusals)
    counts = Counter(
        _stage_of(one.where, law) for one in refusals if one.rule.code == "Q_OPEN" and _asked(one, law)
    )
    stages = [
        Refusal(
            rule=Rule(code="Q_OPEN", title=law.reason["Q_OPEN"].title, citation=law.stage[stage].citation),
            reason=f"{stage} {law.stage[stage].title} still waits for answers.",
            remedy="Answer its questions. What nobody answered is never taken as a yes.",
            where=stage,
        )
        for stage in law.stage
        if counts[stage]
    ]
    return [one for one in refusals if one.rule.code != "Q_OPEN" or not _asked(one, law)] + stages


def _asked(refusal: Refusal, law: Law) -> bool:
    return refusal.where in law.question or refusal.where in law.fact


def because_outside(judged: Judged) -> list[ReasonCode]:
    """Why the policy does not apply, as it was settled."""
    settled = judged.request.determination
    return [judged.law.reason[code] for code in settled.codes] if settled else []


def flags(judged: Judged) -> list[Reason]:
    """What holds nothing back and whoever decides should still read."""
    return [one for one in judged.assessment.reasons if not one.stops]


def summary(request: Request, data_sets: Mapping[str, str], names: Mapping[str, str]) -> list[Row]:
    """Who asked for what."""
    return [
        Row("Recipient", request.recipient_name),
        Row("Asked by", request.asked_by or "Not recorded"),
        Row("Asked for", request.asked),
        Row("Purpose", request.facts.get("purpose.text", "Not recorded")),
        Row("Data set", data_sets.get(request.data_set, request.data_set)),
        Row("Brought in by", names.get(request.requested_by, request.requested_by)),
        Row(
            "Drafted by", ", ".join(names.get(one, one) for one in sorted(request.drafted_by)) or "Nobody yet"
        ),
        Row(
            "Data owner",
            ", ".join(names.get(one, one) for one in sorted(request.owners)) or "Nobody: see the register",
        ),
    ]


def people_of(request: Request) -> set[str]:
    """The ids of everyone a page about the request names."""
    decided = {one.by for one in (request.decision, request.determination) if one}
    handed = {request.hand_off.to} if request.hand_off else set()
    return {
        request.requested_by,
        *request.drafted_by,
        *request.owners,
        *decided,
        *handed,
        *(one.by for one in request.advice),
    }
