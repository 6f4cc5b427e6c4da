"""The page on which the words about a record are put on hold, asked to be destroyed, and destroyed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sharewell.policy import rulebook
from sharewell.policy.erasure import WHO, Need
from sharewell.vocabulary.outcome import Refusal
from sharewell_office.adapters.confirming import confirmed
from sharewell_office.ledger import erasing, forms
from sharewell_office.ledger.views import for_staff

_STEPS = {
    "ask": (erasing.ask, "You asked for the words to be destroyed. Somebody else must do it."),
    "destroy": (erasing.destroy, "The words were destroyed. Every entry stands."),
}


@for_staff
@require_GET
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """What stands for and against destroying, and what you may do."""
    return _page(request, reference)


@for_staff
@confirmed
@require_POST
def step(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Ask, or destroy: the core says whether."""
    if action not in _STEPS:
        raise Http404
    take, done = _STEPS[action]
    outcome = take(reference, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    if outcome is None:
        raise Http404
    if not outcome.permitted:
        return _page(request, reference, refusals=outcome.refusals, status=409)
    messages.success(request, done)
    return redirect("ledger:erasure", reference)


@for_staff
@require_POST
def hold(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Put the words on hold, or say that a need is over. Whoever only looks on does neither."""
    if action not in {"open", "close"} or erasing.keeping(reference) is None:
        raise Http404
    if not request.actor.roles:  # type: ignore[attr-defined]
        return _page(request, reference, refusals=(_NO_POST,), status=403)
    form = forms.HoldFor(request.POST)
    if not form.is_valid():
        return _page(request, reference, form=form, status=400)
    given = {"need": Need(form.cleaned_data["need"]), "by": request.actor, "at": timezone.now()}  # type: ignore[attr-defined]
    (erasing.hold if action == "open" else erasing.release)(reference, **given)
    return redirect("ledger:erasure", reference)


_NO_POST = Refusal(
    rule=rulebook.NOT_YOUR_STEP,
    reason="You hold no post in this office.",
    remedy="Ask a colleague who knows of the need to put it on hold.",
)


def _page(
    request: HttpRequest,
    reference: str,
    *,
    form: forms.HoldFor | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    keeping = erasing.keeping(reference)
    if keeping is None:
        raise Http404
    context = {
        "keeping": keeping,
        "open_holds": [hold for hold in keeping.holds if hold.closed is None],
        "form": form or forms.HoldFor(),
        "refusals": refusals,
        "posts": sorted(role.label for role in WHO),
        "can": bool(request.actor.roles & WHO),  # type: ignore[attr-defined]
        "mine": keeping.asked_by == request.actor.person,  # type: ignore[attr-defined]
    }
    return render(request, "ledger/erasure.html", context, status=status)
