"""The pages of a stage: one thing to a page, saved as you go, with what still blocks it beside.

A stage is walked through topic by topic, or answered on one long page by whoever prefers that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sharewell.decisions.lifecycle import Action
from sharewell_office.adapters import clock
from sharewell_office.decisions import forms, pages, reading, services
from sharewell_office.decisions.receiving import known_by_office
from sharewell_office.decisions.services import Judged
from sharewell_office.decisions.stages.form import StageForm, facts_of, questions_of
from sharewell_office.decisions.topics import TOPICS, Topic, slug_of, topics_of
from sharewell_office.people.access import staff_required
from sharewell_office.register import store as register
from sharewell_office.register.store import assessments as dpias

FIELDS = ("S3", "fields")  # the list of fields is a question of its own kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a stage: its form, its list of fields if it has one, and the topics that this stage asks about.

    Without a `topic` it is the whole stage.
    """

    judged: Judged
    stage: str
    topic: str
    form: StageForm
    rows: Any
    topics: list[Topic]

    @property
    def title(self) -> str:
        whole = self.judged.law.stage[self.stage].title
        return next((one.title for one in self.topics if one.slug == self.topic), whole)

    @property
    def number(self) -> int:
        """Which page of the stage it is, from 1; 0 for the whole stage, or where nothing is asked."""
        return next((number for number, one in enumerate(self.topics, 1) if one.slug == self.topic), 0)

    def shows(self, *topics: str) -> bool:
        return self.topic in ("", *topics)

    def valid(self) -> bool:
        return self.form.is_valid() and (self.rows is None or self.rows.is_valid())

    def given(self) -> dict[str, Any]:
        """What was answered, in the words of the core. Only after `valid`."""
        return {
            "stage": self.stage,
            "answers": self.form.answers(),
            "facts": self.form.facts(),
            "fields": self.rows.proposed() if self.rows is not None else None,
            "retention": self.form.retention(),
        }


def _page(judged: Judged, stage: str, topic: str, data: Any = None) -> Page:
    law, case = judged.law, judged.request
    assessed = stage == "S6" and bool(dpias.covering(case.reference))
    questions = [
        one for one in questions_of(stage, case, law) if not (assessed and one.id in ("S6.2", "S6.3"))
    ]
    facts = facts_of(stage, case, law, on=clock.today(), by_office=known_by_office(assessed=assessed))
    names = [*(one.id for one in questions), *(one.name for one in facts)]
    topics = topics_of(stage, [*names, "S3.4"] if stage == "S3" else names)
    if topic and topic not in {one.slug for one in TOPICS.get(stage, ())}:
        raise Http404

    def here(name: str) -> bool:
        return topic in ("", slug_of(stage, name))

    return Page(
        judged=judged,
        stage=stage,
        topic=topic,
        form=StageForm(
            data,
            questions=[one for one in questions if here(one.id)],
            facts=[one for one in facts if here(one.name)],
            request=case,
            law=law,
        ),
        rows=forms.field_rows(case, data) if stage == FIELDS[0] and topic in ("", FIELDS[1]) else None,
        topics=topics,
    )


@staff_required
@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, reference: str, stage: str, topic: str = "") -> HttpResponse:
    """One page of a stage, or all of it; saved as far as it is answered."""
    page = _page(reading.judged(request, reference), stage, topic, request.POST or None)
    refusals: Any = ()
    if request.method == "POST" and page.valid():
        version = page.form.cleaned_data["version"]
        outcome = services.answer(reference, **page.given(), version=version, by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            return _onward(request, page)
        refusals = outcome.refusals
    wrong = request.method == "POST" and not page.valid()
    return render(
        request,
        "decisions/stage.html",
        _shown(page) | {"refusals": refusals},
        status=403 if refusals else 400 if wrong else 200,
    )


def _shown(page: Page) -> dict[str, Any]:
    judged, stage = page.judged, page.judged.law.stage[page.stage]
    request = judged.request
    return {
        "page": page,
        "judged": judged,
        "stage": stage,
        "done_when": pages.done_when(stage.waits_for),
        "form": page.form,
        "rows": page.rows,
        "panel": pages.panel(judged, only=page.stage),
        "may_answer": judged.may(Action.ANSWER),
        "why_not": judged.options[Action.ANSWER].refusals,
        "agreements": _agreements(judged) if page.stage == "S0" and page.shows("route") else [],
        "to_test": page.stage == "S3" and request.answers.get("S0.1") == "no",
        "victims": page.stage == "S1"
        and page.shows("what")
        and request.facts.get("recipient.is_competent_authority") is True,
        "card": reading.card(judged) if page.stage == "S8" and page.shows("history") else None,
        "assessment": _assessment(judged) if page.stage == "S6" else None,
    }


def _assessment(judged: Judged) -> dict[str, Any]:
    """The impact assessment of this request, or those of its data set that might cover it too."""
    found = dpias.covering(judged.request.reference)
    return {"covers": found, "others": [] if found else dpias.of_data_set(judged.request.data_set)}


def _agreements(judged: Judged) -> list[Any]:
    """Agreements in force with this recipient about this data: question S0.3 answers itself."""
    return [
        one
        for one in register.active_on(clock.today())
        if one.recipient == judged.request.recipient and one.data_set == judged.request.data_set
    ]


# --- where saving leads ---------------------------------------------------------------------------


def _onward(request: HttpRequest, page: Page) -> HttpResponse:
    """On to the next page; but back to this one where the answers led to more questions on it, or to a block."""
    reference, stage = page.judged.request.reference, page.stage
    if "later" in request.POST:
        return redirect("decisions:detail", reference)
    judged = reading.judged(request, reference)
    after = _page(judged, stage, page.topic)
    if "more" in request.POST or _asks_more(page, after) or _blocks_now(page, judged):
        messages.success(request, "Saved. What this stage still waits for is listed beside the questions.")
        return _to(reference, stage, page.topic)
    if page.topic and (following := after.topics[after.number :]):
        return _to(reference, stage, following[0].slug)
    return _after_the_stage(request, judged, stage)


def _asks_more(before: Page, after: Page) -> bool:
    return not set(after.form.fields) <= set(before.form.fields)


def _blocks_now(page: Page, judged: Judged) -> bool:
    """Whether something blocks this stage that did not before, and is more than a question still open."""
    known = {one.reason.code for one in pages.panel(page.judged, only=page.stage).blockers}
    return any(one.reason.code not in known for one in pages.panel(judged, only=page.stage).blockers)


def _after_the_stage(request: HttpRequest, judged: Judged, stage: str) -> HttpResponse:
    reference = judged.request.reference
    clear = pages.panel(judged, only=stage).clear
    messages.success(
        request, f"Saved. Stage {stage} {'is satisfied' if clear else 'still waits for something'}."
    )
    following = pages.ANSWERED_ON_SCREEN[pages.ANSWERED_ON_SCREEN.index(stage) + 1 :]
    if not following:
        return redirect("decisions:check", reference)
    return redirect(pages.where(judged, following[0]))


def _to(reference: str, stage: str, topic: str) -> HttpResponse:
    if not topic:
        return redirect("decisions:stage", reference, stage)
    return redirect("decisions:topic", reference, stage, topic)


# --- what would block it, before anything is saved --------------------------------------------------


@staff_required
@require_POST
def preview(request: HttpRequest, reference: str, stage: str, topic: str = "") -> HttpResponse:
    """The panel "What still blocks this" as if the answers on the page were saved: the page asks after each change."""
    page = _page(reading.judged(request, reference), stage, topic, request.POST)
    if not page.valid():
        return HttpResponse(status=204)
    would_be = services.as_if_answered(page.judged, **page.given(), by=request.actor)  # type: ignore[attr-defined]
    return render(request, "decisions/_blockers.html", {"panel": pages.panel(would_be, only=stage)})
