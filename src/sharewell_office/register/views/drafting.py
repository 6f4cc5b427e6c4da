"""Drafting on screen: a new agreement, its sections, and the next edition of one in force."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from sharewell.register.agreement import Agreement, AgreementStatus
from sharewell.register.standards import BY_NAME
from sharewell_office.adapters import clock
from sharewell_office.people.access import role_required
from sharewell_office.register import services, store
from sharewell_office.register.forms.draft import SECTIONS
from sharewell_office.register.forms.schedule import Fields
from sharewell_office.register.forms.search import NewAgreement
from sharewell_office.register.forms.section import Section

drafters_only = role_required(*sorted(services.DRAFTERS))


@drafters_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin an agreement: its title, and what the other party is to us."""
    form = NewAgreement(request.POST or None)
    if form.is_valid():
        draft = Agreement(
            reference="",
            title=form.cleaned_data["title"],
            status=AgreementStatus.DRAFT,
            particulars=form.particulars(),
        )
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
    form = SECTIONS[name](request.POST or None, request.FILES or None, agreement=store.to_core(row))
    if isinstance(form, Fields) and ("read" in request.POST or request.FILES):
        return _propose(request, reference, name, form)
    if isinstance(form, Fields) and "pick" in request.POST:
        return _pick(request, reference, name, form)
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
    if "more" in request.POST:
        return redirect(f"{reverse('register:draft', args=[reference, name])}#more")
    following = [*SECTIONS, ""][list(SECTIONS).index(name) + 1]
    if "next" in request.POST and following:
        return redirect("register:draft", reference, following)
    messages.success(request, "Saved.")
    return redirect("register:agreement", reference)


def _propose(request: HttpRequest, reference: str, name: str, form: Fields) -> HttpResponse:
    """Show the fields of a sample file below what was typed. Nothing is saved."""
    upload = request.FILES.get("sample")
    try:
        if upload is None:
            raise services.FileUnusable("Choose the sample file")
        sample = services.fields_of(upload, on=clock.today())  # type: ignore[arg-type]
    except services.FileUnusable as problem:
        form.add_error("sample", str(problem))
        return _section_page(request, reference, name, form, status=400)
    new = form.propose(sample.fields, sample.quasi_identifiers)
    return _section_page(request, reference, name, form, status=200, sample=sample, new=new)


def _pick(request: HttpRequest, reference: str, name: str, form: Fields) -> HttpResponse:
    """Put a field of an agreed standard below what was typed. Nothing is saved."""
    chosen = BY_NAME.get(request.POST.get("standard", ""))
    if chosen is None:
        form.add_error("standard", "Choose a field")
        return _section_page(request, reference, name, form, status=400)
    new = form.propose([chosen.scheduled()], [chosen.name] if chosen.quasi else [])
    return _section_page(request, reference, name, form, status=200, picked=chosen, new=new)


def _section_page(
    request: HttpRequest, reference: str, name: str, form: Section, *, status: int, **extra: object
) -> HttpResponse:
    row = store.row(reference)
    assert row is not None
    # Only who was told that somebody else saved may save over it: any other page stays with what it was read at.
    read_at = row.version if status == 409 else request.POST.get("version", row.version)
    context = {
        "form": form,
        "heading": SECTIONS[name].title,
        "row": row,
        "version": read_at,
        "name": name,
        "sections": [(each, section.title) for each, section in SECTIONS.items()],
    }
    return render(request, "register/section.html", context | extra, status=status)


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


@drafters_only
@require_POST
def new_wording(request: HttpRequest, reference: str) -> HttpResponse:
    """Take over the wording of the template's new version; the other way is to finish the draft as it was begun."""
    try:
        outcome = services.take_new_wording(reference, by=request.actor)  # type: ignore[attr-defined]
    except services.NoSuchAgreement:
        raise Http404 from None
    except store.SomebodyElseChangedIt:
        messages.warning(request, "Somebody else saved this draft meanwhile. Look again, then go on.")
        return redirect("register:agreement", reference)
    if outcome.permitted:
        messages.success(
            request, "The draft says what the template says now. What you worded yourselves stayed."
        )
    else:
        messages.warning(request, " ".join(each.reason for each in outcome.refusals))
    return redirect("register:agreement", reference)
