"""A recipient's key on screen: the office's page, and what the recipient's portal shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sharewell.aftercare import keys as core
from sharewell.register.party import KeyKind
from sharewell.vocabulary.outcome import Outcome
from sharewell_office.adapters import clock
from sharewell_office.aftercare.keys import forms, services, store
from sharewell_office.aftercare.models import GivenKey
from sharewell_office.ledger import store as ledger
from sharewell_office.people.access import staff_required
from sharewell_office.register import store as register

DONE = {
    "give": "The key is taken down. It is used when it has been verified.",
    "verify": "Verified. Parcels are sealed to this key from now on.",
    "decline": "The key was thrown away.",
    "give-up": "The key is off the card. Nothing is sealed to it any more.",
}


@staff_required
@require_http_methods(["GET", "POST"])
def key(request: HttpRequest, reference: str) -> HttpResponse:
    """A party's key: on the card, waiting to be verified, and what can be done about it."""
    return key_page(request, reference, portal=False)


def key_page(request: HttpRequest, party: str, *, portal: bool) -> HttpResponse:
    """The page of a key; the portal shows a recipient their own, without the steps that are the office's."""
    if register.party(party) is None:
        raise Http404
    step = request.POST.get("step", "give") if request.method == "POST" else ""
    if step not in ("", *_steps(portal)):
        raise Http404
    wanted = {"give": forms.Give, "verify": forms.Verify}.get(step)
    form = wanted(request.POST) if wanted else None
    if not step or (form is not None and not form.is_valid()):
        return _page(request, party, portal, step=step, form=form, status=400 if step else 200)
    try:
        outcome = _take(step, party, form.cleaned_data if form else {}, request)
    except (services.NoSuchParty, store.SomebodyElseChangedIt):
        messages.warning(request, "Somebody else dealt with this key a moment ago.")
        return redirect(request.path)
    if not outcome.permitted:
        return _page(request, party, portal, step=step, form=form, refusals=outcome.refusals, status=403)
    messages.success(request, DONE[step])
    return redirect(request.path)


def _steps(portal: bool) -> tuple[str, ...]:
    return ("give", "give-up") if portal else tuple(DONE)


def _take(step: str, party: str, said: dict[str, Any], request: HttpRequest) -> Outcome:
    by = request.actor  # type: ignore[attr-defined]
    kind = _kind(request)
    steps: dict[str, Callable[[], Outcome]] = {
        "give": lambda: services.give(party, said["key"], by=by),
        "verify": lambda: services.verify(party, kind, **said, by=by),
        "decline": lambda: services.decline(party, kind, by=by),
        "give-up": lambda: services.give_up(party, kind, why=request.POST.get("why", "")[:300], by=by),
    }
    return steps[step]()


def _kind(request: HttpRequest) -> KeyKind:
    """Which of the two keys a step is about."""
    said = request.POST.get("kind", KeyKind.AGE.value)
    if said not in set(KeyKind):
        raise Http404
    return KeyKind(said)


def _page(
    request: HttpRequest, reference: str, portal: bool, *, step: str, form: Any, status: int, **extra: Any
) -> HttpResponse:
    party = register.party(reference)
    actor = request.actor  # type: ignore[attr-defined]
    assert party is not None
    context = {
        "party": party,
        "keys": [(kind, party.key(kind)) for kind in KeyKind if party.key(kind).text],
        "waiting": [(row, _verify_form(form, step, row, request)) for row in store.waiting(reference)],
        "portal": portal,
        "today": clock.today(),
        "give_form": form if step == "give" else forms.Give(),
        "wrong": form,
        "may_verify": bool(actor.roles & core.MAY_VERIFY) and not portal,
        "story": [] if portal else ledger.story(reference),
    }
    return render(request, "aftercare/key.html", context | extra, status=status)


def _verify_form(form: Any, step: str, row: GivenKey, request: HttpRequest) -> forms.Verify:
    """What was typed stays beside the key it was typed for."""
    return (
        form
        if step == "verify" and request.POST.get("kind") == row.kind
        else forms.Verify(auto_id=f"id_{row.kind}_%s")
    )
