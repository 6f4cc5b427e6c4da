"""The steps after writing: advice, its answer, the regulator, the signature, the review; one page for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from sharewell.register.dpia import steps
from sharewell.register.dpia.lifecycle import Action
from sharewell_office.adapters.confirming import confirmed_for
from sharewell_office.people.access import staff_required
from sharewell_office.register.dpia import forms, services
from sharewell_office.register.dpia.views.shared import asked_and_answered, form_page, read


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
@asked_and_answered
def step(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Advise, answer the advice, consult, sign, review, give up: one page for each."""
    found, page = read(reference), PAGES.get(_action(action))
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
    return form_page(request, found, form, title=page.title, says=page.says, refusals=refusals)


def _action(word: str) -> Action | None:
    return Action(word) if word in set(Action) else None
