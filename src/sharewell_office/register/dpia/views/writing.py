"""Writing an assessment: one page for each part of the template, each risk and each measure; saved as you go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from sharewell.register.dpia.record import Dpia, Measure, Risk
from sharewell.vocabulary.outcome import Outcome
from sharewell_office.people.access import staff_required
from sharewell_office.register.dpia import forms, pages, services
from sharewell_office.register.dpia.views.shared import asked_and_answered, form_page, law, read


@staff_required
@asked_and_answered
def part(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """One part of the template, in words; saved as you go."""
    found = read(reference)
    asked = next((one for one in law().dpia if one.id == part), None)
    if asked is None:
        raise Http404
    initial = {"version": found.version, "words": found.answers.get(part, "")}
    form = forms.Answer(request.POST or None, part=asked, initial=initial)
    refusals: Any = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.answer(
            reference,
            part=part,
            words=form.cleaned_data["words"],
            version=form.cleaned_data["version"],
            by=request.actor,  # type: ignore[attr-defined]
        )
        if outcome.permitted:
            return _onward(request, reference, part)
        refusals = outcome.refusals
    return form_page(request, found, form, title=asked.title, refusals=refusals, later=True)


def _onward(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """On to the next part that nobody has answered, or back to the whole."""
    following = pages.next_part(read(reference), law(), part)
    if "later" in request.POST or following is None:
        messages.success(request, "Saved.")
        return redirect("register:dpia", reference)
    return redirect("register:dpia-part", reference, following.id)


@staff_required
@asked_and_answered
def risk(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One risk: a new one (0), or one that is there."""
    found = read(reference)
    there = _one(found.risks, number)
    form = forms.RiskRow(request.POST or None, initial={"version": found.version, **_shown(there)})
    return _row_page(
        request,
        found,
        form,
        title=f"Risk {number}" if number else "A new risk",
        put=lambda version, by: services.put_risk(reference, form.risk(number), version=version, by=by),
        drop=lambda version, by: services.drop_risk(reference, number, version=version, by=by),
        there=there,
    )


@staff_required
@asked_and_answered
def measure(request: HttpRequest, reference: str, risk: int, number: int) -> HttpResponse:
    """One measure against a risk: a new one (0), or one that is there."""
    found = read(reference)
    against = _one(found.risks, risk)
    there = _one(against.measures, number) if against else None
    if against is None:
        raise Http404
    form = forms.MeasureRow(request.POST or None, initial={"version": found.version, **_shown(there)})
    return _row_page(
        request,
        found,
        form,
        title=f"Measure {number}" if number else f"A measure against risk {risk}",
        says=against.source,
        put=lambda version, by: services.put_measure(
            reference, risk, form.measure(number), version=version, by=by
        ),
        drop=lambda version, by: services.drop_measure(reference, number, version=version, by=by),
        there=there,
    )


def _one(listed: Any, number: int) -> Any:
    """The row of that number; `None` for 0, which is a new one. Raises `Http404` where there is none."""
    if number == 0:
        return None
    there = next((one for one in listed if one.number == number), None)
    if there is None:
        raise Http404
    return there


def _shown(there: Risk | Measure | None) -> dict[str, Any]:
    if there is None:
        return {}
    return {name: getattr(there, name) for name in type(there).__dataclass_fields__}


def _row_page(
    request: HttpRequest,
    found: Dpia,
    form: Any,
    *,
    put: Callable[..., Outcome],
    drop: Callable[..., Outcome],
    there: Any,
    **shown: Any,
) -> HttpResponse:
    actor, refusals = request.actor, ()  # type: ignore[attr-defined]
    dropping = there is not None and "drop" in request.POST
    if request.method == "POST" and (dropping or form.is_valid()):
        version = _version(request)
        outcome = (drop if dropping else put)(version, actor)
        if outcome.permitted:
            messages.success(request, "Taken off." if dropping else "Saved.")
            return redirect("register:dpia", found.reference)
        refusals = outcome.refusals
    return form_page(request, found, form, refusals=refusals, drops=there is not None, **shown)


def _version(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() else None
