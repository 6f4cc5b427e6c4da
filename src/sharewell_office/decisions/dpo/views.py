"""Ask the DPO, from any page; what was asked and answered; and the DPO's list."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from sharewell.decisions.dpo_questions import DpoQuestion
from sharewell.vocabulary.people import Role
from sharewell_office.decisions.dpo import forms, services, store
from sharewell_office.design import paging
from sharewell_office.people import store as people
from sharewell_office.people.access import staff_required
from sharewell_office.people.seeing import theirs

form_page = require_http_methods(["GET", "POST"])
REFERENCE = re.compile(r"\b[A-Z]{2,4}-\d{4}-\d{4,}\b")


@staff_required
@form_page
def ask(request: HttpRequest) -> HttpResponse:
    """The question, and which case it is about where the page it was asked from shows one."""
    page = request.GET.get("page", "")[:200]
    shown = REFERENCE.search(request.GET.get("about", page))
    form = forms.Ask(request.POST or None, initial={"page": page, "about": shown.group() if shown else ""})
    refusals: Any = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.ask(**form.cleaned_data, by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, "Your question is with the Data Protection Officer.")
            return redirect("decisions:dpo_question", outcome.events[0].details["reference"])
        refusals = outcome.refusals
    context = {
        "form": form,
        "refusals": refusals,
        "officers": people.with_role(Role.DPO),
        "back": page if url_has_allowed_host_and_scheme(page, allowed_hosts=None) else "",
    }
    return render(request, "decisions/dpo/ask.html", context, status=_status(request, form, refusals))


@staff_required
@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    """Your questions; for the DPO, everyone's."""
    form = forms.QuestionSearch(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = store.matching(**wanted)
    page = paging.cut(theirs(request, found), key="reference", query=request.GET.dict())
    context = {
        "form": form,
        "page": page,
        "searching": any(wanted.values()),
        "is_dpo": request.actor.has(Role.DPO),  # type: ignore[attr-defined]
        "names": people.people_by_id(row.asked_by for row in page.rows),
    }
    return render(request, "decisions/dpo/questions.html", context)


@staff_required
@form_page
def question(request: HttpRequest, reference: str) -> HttpResponse:
    """One question with its answer; for the DPO a form to give it."""
    asked = _visible(request, reference)
    is_dpo = request.actor.has(Role.DPO)  # type: ignore[attr-defined]
    form = forms.GiveAnswer(request.POST or None)
    refusals: Any = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.answer(reference, text=form.cleaned_data["text"], by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, "Your answer is recorded.")
            return redirect("decisions:dpo_question", reference)
        refusals, asked = outcome.refusals, _visible(request, reference)
    context = {
        "asked": asked,
        "form": form if is_dpo and not asked.answered else None,
        "refusals": refusals,
        "is_dpo": is_dpo,
        "about_url": _page_of(asked.about),
        "names": people.people_by_id({asked.asked_by, asked.answered_by}),
    }
    return render(request, "decisions/dpo/question.html", context, status=_status(request, form, refusals))


def _visible(request: HttpRequest, reference: str) -> DpoQuestion:
    """The question, for its asker, the DPO, and for every reader of the case it is about."""
    row = store.seen_by(request.actor).filter(reference=reference).first()  # type: ignore[attr-defined]
    if row is None:
        raise Http404
    return store.to_core(row)


def _page_of(about: str) -> str:
    """The case's own page for a request; for anything else what is on the record about it."""
    if about.startswith("DSR-"):
        return reverse("decisions:detail", args=[about])
    return reverse("ledger:record") + "?" + urlencode({"about": about})


def _status(request: HttpRequest, form: Any, refusals: Any) -> int:
    if refusals:
        return 403
    return 400 if request.method == "POST" and not form.is_valid() else 200
