"""Training on screen: who is current, the courses, and the page where a completion is written down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sharewell.policy.training import KEEPERS
from sharewell.vocabulary.when import Period
from sharewell_office.adapters import clock
from sharewell_office.design import paging
from sharewell_office.ledger import store as ledger
from sharewell_office.people.access import staff_required
from sharewell_office.people.seeing import theirs
from sharewell_office.people.training import forms, services, store


@staff_required
@require_http_methods(["GET", "POST"])
def training(request: HttpRequest) -> HttpResponse:
    """Courses, and until when each of us is trained; for who keeps the list a form for a new course."""
    form = forms.NewCourse(request.POST or None)
    refusals: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        outcome = services.open_course(
            title=given["title"],
            valid_for=Period(months=given["months"]),
            needed_from=given["needed_from"],
            by=request.actor,  # type: ignore[attr-defined]
        )
        if outcome.permitted:
            messages.success(request, "The course is on the list.")
            return redirect("training-course", outcome.events[0].about)
        refusals = outcome.refusals
    today, keeper = clock.today(), bool(request.actor.roles & KEEPERS)  # type: ignore[attr-defined]
    shown = store.staff() if keeper else store.staff().filter(pk=request.user.pk)
    page = paging.cut(theirs(request, shown), key="username", query=request.GET.dict())
    rows = [(user, user.trained_until is not None and user.trained_until >= today) for user in page.rows]
    context = {
        "courses": store.courses(), "page": page, "rows": rows, "form": form, "refusals": refusals,
        "may_keep": keeper, **store.counted(today),
    }  # fmt: skip
    return _answer(request, "people/training/training.html", context)


@staff_required
@require_http_methods(["GET", "POST"])
def course(request: HttpRequest, reference: str) -> HttpResponse:
    """One course: how many completed it, who did not yet, and for who keeps the list a form to write it down."""
    row = store.course(reference)
    if row is None:
        raise Http404
    form = forms.Completed(request.POST or None, initial={"on": clock.today()})
    refusals: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        outcome = services.complete(
            reference, who=given["people"], on=given["on"], evidence=given["evidence"], by=request.actor  # type: ignore[attr-defined]
        )  # fmt: skip
        if outcome.permitted:
            messages.success(request, f"Written down for {len(given['people'])}.")
            return redirect("training-course", reference)
        refusals = outcome.refusals
    missing = store.not_completed(row)
    staff, without = store.counted(clock.today())["staff"], missing.count()
    keeper = bool(request.actor.roles & KEEPERS)  # type: ignore[attr-defined]
    context = {
        "course": row, "valid_for": Period.parse(row.valid_for), "staff": staff, "done": staff - without,
        "share": round(100 * (staff - without) / staff) if staff else None,
        "missing": list(missing[:200]) if keeper else [], "without": without,
        "form": form, "refusals": refusals, "may_keep": keeper, "story": ledger.story(reference),
    }  # fmt: skip
    return _answer(request, "people/training/course.html", context)


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    status = 403 if context["refusals"] else 400 if context["form"].errors else 200
    return render(request, template, context, status=status)
