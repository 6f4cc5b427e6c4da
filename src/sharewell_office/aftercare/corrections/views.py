"""Corrections on screen: who holds somebody, what they were told, and whether they did it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from sharewell.aftercare.corrections import MAY_LOOK_UP, MAY_NOTIFY, Change
from sharewell_office.adapters import clock
from sharewell_office.aftercare.corrections import forms, services, store
from sharewell_office.aftercare.models import Notice
from sharewell_office.aftercare.retention import store as copies
from sharewell_office.design import paging
from sharewell_office.people.access import role_required, staff_required
from sharewell_office.people.seeing import theirs, viewer


@staff_required
@require_GET
def corrections(request: HttpRequest) -> HttpResponse:
    """Every correction and what came of its notices, newest first. Whom it is about is not here."""
    page = paging.cut(theirs(request, store.rows()), key="reference", query=request.GET.dict())
    may = bool(request.actor.roles & MAY_NOTIFY)  # type: ignore[attr-defined]
    return render(
        request, "aftercare/corrections.html", {"page": page, "today": clock.today(), "may_notify": may}
    )


@role_required(*sorted(MAY_NOTIFY))
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@never_cache
def notify(request: HttpRequest) -> HttpResponse:
    """Tell everybody who holds a person's data what changed."""
    form = forms.Notify(request.POST or None)
    refusals: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        reference, outcome = services.notify(
            Change(form.cleaned_data["change"]), form.identifiers, says=form.cleaned_data["says"],
            by=request.actor,  # type: ignore[attr-defined]
        )  # fmt: skip
        if reference:
            return redirect("aftercare:corrections")
        refusals = outcome.refusals
    status = 403 if refusals else 400 if request.method == "POST" else 200
    return render(request, "aftercare/notify.html", {"form": form, "refusals": refusals}, status=status)


@role_required(*sorted(MAY_LOOK_UP))
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@never_cache
def who_holds(request: HttpRequest) -> HttpResponse:
    """Who holds this person's data? Asked by POST, so that nobody's name is in an address or a log."""
    form = forms.WhoHolds(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "aftercare/who_holds.html", context, status=400 if request.method == "POST" else 200
        )
    because = form.cleaned_data["because"]
    found = services.who_holds(form.identifiers, because=because, by=request.actor)  # type: ignore[attr-defined]
    # The form comes back empty: what was typed stands on no page.
    context = {
        "form": forms.WhoHolds(),
        "found": found,
        "refusals": found.refusals,
        "asked": not found.refusals,
    }
    return render(request, "aftercare/who_holds.html", context, status=403 if found.refusals else 200)


@role_required(*sorted(MAY_NOTIFY))
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def take_down(request: HttpRequest, reference: str) -> HttpResponse:
    """Take down a change that whoever gave us this copy told us of."""
    row = copies.row(reference)
    if row is None or not row.inbound:
        raise Http404
    form = forms.TakeDown(request.POST or None)
    context: dict[str, Any] = {"row": row, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "aftercare/take_down.html", context, status=400 if request.method == "POST" else 200
        )
    said = form.cleaned_data
    made, outcome = services.take_down(
        Change(said["change"]), copy=reference, says=said["says"], told_on=said["told_on"],
        by=request.actor,  # type: ignore[attr-defined]
    )  # fmt: skip
    if made:
        return redirect("aftercare:corrections")
    return render(request, "aftercare/take_down.html", context | {"refusals": outcome.refusals}, status=403)


@staff_required
@require_http_methods(["GET", "POST"])
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an acknowledgement that came another way than through the portal."""
    row = store.notice(pk, viewer(request))
    if row is None:
        raise Http404
    return acknowledge_page(request, row, party="", back=redirect("aftercare:corrections"))


def acknowledge_page(request: HttpRequest, row: Notice, *, party: str, back: HttpResponse) -> HttpResponse:
    """The form of an acknowledgement and what comes of it: the office and the recipient's portal share it."""
    form = forms.Acknowledge(request.POST or None)
    # Only who must carry it out, and who wrote it, read what it says.
    actor = request.actor  # type: ignore[attr-defined]
    context: dict[str, Any] = {"row": row, "form": form, "portal": bool(party), "says": row.correction.says}
    if not party and not actor.roles & MAY_NOTIFY:
        context["says"] = ""
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "aftercare/acknowledge.html", context, status=400 if request.method == "POST" else 200
        )
    outcome = services.acknowledge(row.pk, **form.cleaned_data, by=actor, party=party)
    if outcome.permitted:
        return back
    return render(request, "aftercare/acknowledge.html", context | {"refusals": outcome.refusals}, status=403)
