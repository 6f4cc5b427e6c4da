"""Drafting on screen: a new agreement, its sections, and the next edition of one in force."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sharewell.register.agreement import Agreement, AgreementStatus
from sharewell_office.people.access import role_required
from sharewell_office.register import services, store
from sharewell_office.register.forms.draft import SECTIONS, Section
from sharewell_office.register.forms.search import NewAgreement

drafters_only = role_required(*sorted(services.DRAFTERS))


@drafters_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin an agreement: its title, and what the other party is to us."""
    form = NewAgreement(request.POST or None)
    if form.is_valid():
        draft = Agreement(reference="", title=form.cleaned_data["title"], status=AgreementStatus.DRAFT)
        reference = services.start(draft, by=request.actor)  # type: ignore[attr-defined]
        return redirect("register:draft", reference, "parties")
    return render(request, "register/new.html", {"form": form}, status=400 if form.is_bound else 200)


@drafters_only
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """One section of a draft. Where two people change one draft, the second is told and keeps what they typed."""
    row = store.row(reference)
    if row is None or name not in SECTIONS:
        raise Http404
    form = SECTIONS[name](request.POST or None, agreement=store.to_core(row))
    if form.is_valid():
        return _save(request, reference, name, form)
    return _section_page(request, reference, name, form, status=400 if form.is_bound else 200)


def _save(request: HttpRequest, reference: str, name: str, form: Section) -> HttpResponse:
    read_at = int(request.POST.get("version") or 0)
    try:
        outcome = services.amend(
            reference,
            by=request.actor,  # type: ignore[attr-defined]
            read_at_version=read_at,
            changed=form.changed(),
        )
    except store.SomebodyElseChangedIt:
        form.add_error(
            None,
            "Somebody else saved this draft meanwhile. What you typed is below; compare it and save again.",
        )
        return _section_page(request, reference, name, form, status=409)
    if not outcome.permitted:
        return _section_page(request, reference, name, form, refusals=outcome.refusals, status=403)
    following = [*SECTIONS, ""][list(SECTIONS).index(name) + 1]
    if "next" in request.POST and following:
        return redirect("register:draft", reference, following)
    messages.success(request, "Saved.")
    return redirect("register:agreement", reference)


def _section_page(
    request: HttpRequest, reference: str, name: str, form: Section, *, status: int, refusals: object = ()
) -> HttpResponse:
    context = {
        "form": form,
        "row": store.row(reference),
        "name": name,
        "sections": [(each, section.title) for each, section in SECTIONS.items()],
        "refusals": refusals,
    }
    return render(request, "register/section.html", context, status=status)


@drafters_only
@require_POST
def vary(request: HttpRequest, reference: str) -> HttpResponse:
    """Draft the next edition of an agreement in force."""
    try:
        outcome = services.vary(reference, by=request.actor)  # type: ignore[attr-defined]
    except services.NoSuchAgreement:
        raise Http404 from None
    if not outcome.permitted:
        messages.warning(request, " ".join(each.reason for each in outcome.refusals))
        return redirect("register:agreement", reference)
    messages.success(
        request, "A new edition was drafted. The one in force stays in force until this one is signed."
    )
    return redirect("register:agreement", outcome.events[0].about)
