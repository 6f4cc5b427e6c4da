"""Assessments on screen: the whole as a task list, one page for each part, risk and measure, and the steps after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sharewell.policy.law import law_on
from sharewell.policy.law.record import Law
from sharewell.register.dpia import steps
from sharewell.register.dpia.paper import paper as printed
from sharewell.register.dpia.record import Dpia, Measure, Risk, Status, holds_back
from sharewell.register.dpia.steps import Action
from sharewell.vocabulary.outcome import Outcome
from sharewell_office.adapters import clock
from sharewell_office.adapters.confirming import confirmed_for
from sharewell_office.design.files import on_paper
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.people.access import staff_required
from sharewell_office.register import store as register
from sharewell_office.register.dpia import forms, pages, services
from sharewell_office.register.store import assessments as store

form_page = require_http_methods(["GET", "POST"])


# --- beginning one, and the whole of it -------------------------------------------------------------------------------


@staff_required
@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Begin an assessment of a data set's use, or (`about`) of an agreement."""
    if "about" in request.POST:
        return _begin_about(request, request.POST["about"])
    data_sets = list(_data_sets().items())
    form = forms.Begin(request.POST or None, data_sets=data_sets)
    refusals: Any = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.start(**form.cleaned_data, by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            return redirect("register:dpia", outcome.events[0].about)
        refusals = outcome.refusals
    status = 403 if refusals else 400 if form.errors else 200
    return render(request, "register/dpia/new.html", {"form": form, "refusals": refusals}, status=status)


def _begin_about(request: HttpRequest, about: str) -> HttpResponse:
    agreement = register.agreement(about)
    if agreement is None:
        raise Http404
    outcome = services.start(
        title=agreement.title,
        data_set=agreement.data_set,
        about=about,
        by=request.actor,  # type: ignore[attr-defined]
    )
    if outcome.permitted:
        return redirect("register:dpia", outcome.events[0].about)
    return render(request, "403.html", {"refusals": outcome.refusals}, status=403)


@staff_required
@require_GET
def dpia(request: HttpRequest, reference: str) -> HttpResponse:
    """The assessment: its parts, its risks and measures, what still blocks it, and what this person can do."""
    if row := store.recorded(reference):
        return render(request, "register/dpia/recorded.html", {"row": row, "summary": pages.recorded(row)})
    return _page(request, _read(reference))


def _page(request: HttpRequest, found: Dpia, **extra: Any) -> HttpResponse:
    law, names = _law(), people.people_by_id(pages.people_of(found))
    may = _may(request, found)
    context = {
        "dpia": found,
        "colour": pages.COLOURS[found.status],
        "may": may,
        "steps": pages.step_tasks(found, law),
        "risks": pages.risk_rows(found, law),
        "measures": pages.measure_rows(found, names),
        "matrix": pages.matrix(found, law),
        "likelihoods": pages.likelihoods(law),
        "confirm": any(cell.verify for cell in law.risk_matrix),
        "residual_colour": pages.LEVELS[found.residual],
        "unfinished": steps.unfinished(found, law),
        "holds": holds_back(found, clock.today()) if found.status is Status.SIGNED else (),
        "summary": pages.summary(found, names, _data_sets()),
        "answered_by": names.get(found.advice.answered_by, "") if found.advice else "",
        "buttons": [(action.value, page.title) for action, page in PAGES.items() if may.get(action.value)],
        "story": ledger.story(found.reference),
        **extra,
    }
    status = 403 if extra.get("refusals") else 200
    return render(request, "register/dpia/detail.html", context, status=status)


def _may(request: HttpRequest, found: Dpia) -> dict[str, bool]:
    options = services.options(found, by=request.actor)  # type: ignore[attr-defined]
    answered = found.advice is not None and found.advice.accepted is not None
    may = {action.value: not refusals for action, refusals in options.items()}
    # Advice is given and answered once; to change it, what it was about is changed first.
    may["answer_advice"] = may["answer_advice"] and not answered
    may["advise"] = may["advise"] and found.status is Status.DRAFT
    return may


# --- writing it -------------------------------------------------------------------------------------------------------


@staff_required
@form_page
def part(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """One part of the template, in words; saved as you go."""
    found, law = _read(reference), _law()
    asked = next((one for one in law.dpia if one.id == part), None)
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
    return _form_page(request, found, form, title=asked.title, refusals=refusals, later=True)


def _onward(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """On to the next part that nobody has answered, or back to the whole."""
    following = pages.next_part(_read(reference), _law(), part)
    if "later" in request.POST or following is None:
        messages.success(request, "Saved.")
        return redirect("register:dpia", reference)
    return redirect("register:dpia-part", reference, following.id)


@staff_required
@form_page
def risk(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One risk: a new one (0), or one that is there."""
    found = _read(reference)
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
@form_page
def measure(request: HttpRequest, reference: str, risk: int, number: int) -> HttpResponse:
    """One measure against a risk: a new one (0), or one that is there."""
    found = _read(reference)
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
    return _form_page(request, found, form, refusals=refusals, drops=there is not None, **shown)


def _version(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() else None


# --- the steps after it -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page of one step: its title, what it explains, what it asks, what takes it, and what is said afterwards."""

    title: str
    says: str
    done: str
    form: type[Any]
    take: Callable[..., steps.Step]


PAGES: Mapping[Action, Page] = {
    Action.ADVISE: Page(
        title="Give your advice",
        says="On the whole of it, as it stands. Whatever is changed afterwards is advised on again.",
        done="Your advice is recorded.",
        form=forms.Advise,
        take=steps.advise,
    ),
    Action.ANSWER_ADVICE: Page(
        title="Answer the DPO’s advice",
        says="You are accountable, so you may overrule it; the reasons are kept with it.",
        done="Your answer to the advice is recorded.",
        form=forms.AnswerAdvice,
        take=steps.answer_advice,
    ),
    Action.CONSULT: Page(
        title="Record that the regulator is consulted",
        says="A high risk is left. The regulator has eight weeks, and may take six more (UK GDPR Article 36).",
        done="It is on record that the regulator was consulted. Nothing begins until it has answered.",
        form=forms.Nothing,
        take=steps.consult,
    ),
    Action.ANSWERED: Page(
        title="Record the regulator’s answer",
        says="Where it may not begin, the risk comes down by further measures, or nothing is shared.",
        done="The regulator’s answer is recorded.",
        form=forms.Answered,
        take=steps.regulator_answered,
    ),
    Action.SIGN: Page(
        title="Sign the assessment",
        says="You approve the measures and accept what is left of the risks. Nothing leaves until each is done.",
        done="The assessment is signed. What it covers waits only for its measures.",
        form=forms.Sign,
        take=steps.sign,
    ),
    Action.COVER: Page(
        title="Say what else it covers",
        says="Only a sharing of the same kind, for which the same risks and measures hold.",
        done="The assessment covers it as well.",
        form=forms.Cover,
        take=steps.cover,
    ),
    Action.REOPEN: Page(
        title="Review it",
        says="The risk changed, or its review is due. Nothing leaves until it is advised on and signed again.",
        done="The assessment is open again.",
        form=forms.Why,
        take=steps.reopen,
    ),
    Action.GIVE_UP: Page(
        title="Give the assessment up",
        says="It stays on the register, and holds nothing back any more.",
        done="The assessment is given up.",
        form=forms.Why,
        take=steps.give_up,
    ),
}


@staff_required
@confirmed_for({Action.SIGN})
@form_page
def step(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Advise, answer the advice, consult, sign, review, give up: one page for each."""
    found, page = _read(reference), PAGES.get(_action(action))
    if page is None:
        raise Http404
    form = page.form(request.POST or None, initial={"version": found.version})
    refusals: Any = services.options(found, by=request.actor)[Action(action)]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        outcome = services.take_step(
            reference,
            page.take,
            version=form.cleaned_data["version"],
            by=request.actor,  # type: ignore[attr-defined]
            **form.said(),
        )
        if outcome.permitted:
            messages.success(request, page.done)
            return redirect("register:dpia", reference)
        refusals = outcome.refusals
    return _form_page(request, found, form, title=page.title, says=page.says, refusals=refusals)


def _action(word: str) -> Action | None:
    return Action(word) if word in set(Action) else None


@staff_required
@require_POST
def measure_done(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Say that a measure is in place."""
    found = _read(reference)
    outcome = services.take_step(reference, steps.measure_done, number=number, by=request.actor)  # type: ignore[attr-defined]
    if not outcome.permitted:
        return _page(request, found, refusals=outcome.refusals)
    messages.success(request, f"Measure {number} is in place.")
    return redirect("register:dpia", reference)


@staff_required
@require_GET
def file(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    """The assessment on paper."""
    found = _read(reference)
    names = people.people_by_id(pages.people_of(found))
    return on_paper(
        lambda: printed(found, law=_law(), names=names, on=clock.today()), name=found.reference, form=form
    )


# --- shared -----------------------------------------------------------------------------------------------------------


def _read(reference: str) -> Dpia:
    try:
        return services.read(reference)
    except services.NoSuchAssessment:
        raise Http404 from None


def _law() -> Law:
    return law_on(clock.today())


def _data_sets() -> dict[str, str]:
    return {asset.data_set: asset.title for asset in register.assets()}


def _form_page(request: HttpRequest, found: Dpia, form: Any, *, refusals: Any, **shown: Any) -> HttpResponse:
    status = 403 if refusals else 400 if request.method == "POST" else 200
    context = {"dpia": found, "form": form, "refusals": refusals, **shown}
    return render(request, "register/dpia/page.html", context, status=status)
