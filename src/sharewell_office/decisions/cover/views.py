"""Cover on screen: who is away, arranged and ended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.confirming import confirmed
from sharewell_office.decisions.cover import services
from sharewell_office.design.fields import DateField
from sharewell_office.people import store as people
from sharewell_office.people.access import role_required, staff_required


class Away(forms.Form):
    """Who is away, when, and who covers."""

    person = forms.ChoiceField(label="Who is away?")
    starts = DateField(label="First day away")
    ends = DateField(label="Last day away")
    cover = forms.ChoiceField(
        label="Who covers?",
        required=False,
        help_text="Another data owner, or for the DPO another DPO. Left empty, decisions fall to the Chief Executive "
        "from the next working day on.",
    )

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], staff: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people
        self.fields["cover"].choices = [("", "Nobody"), *staff]


@role_required(Role.OWNER, Role.CHIEF_EXECUTIVE, Role.DPO)
@confirmed
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Arrange one's own cover; the Chief Executive arranges anybody's."""
    actor, staff = request.actor, people.staff()  # type: ignore[attr-defined]
    mine = staff if actor.has(Role.CHIEF_EXECUTIVE) else [(actor.person, actor.name)]
    form = Away(request.POST or None, people=mine, staff=staff, initial={"starts": clock.today()})
    refusals: Any = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.arrange(**form.cleaned_data, by=actor)
        if outcome.permitted:
            messages.success(request, f"{outcome.events[0].about} is on record.")
            return redirect("decisions:delegations")
        refusals = outcome.refusals
    status = 403 if refusals else 400 if form.errors else 200
    context = {"form": form, "refusals": refusals}
    return render(request, "decisions/delegations/away.html", context, status=status)


@staff_required
@require_POST
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """Back early."""
    try:
        outcome = services.end(reference, by=request.actor)  # type: ignore[attr-defined]
    except services.NoSuchAbsence:
        raise Http404 from None
    if not outcome.permitted:
        return render(request, "403.html", {"refusals": outcome.refusals}, status=403)
    messages.success(request, f"{reference} is ended: they decide for themselves again.")
    return redirect("decisions:delegations")
