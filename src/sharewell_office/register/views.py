"""The register on screen: agreements, organisations, and taking over a register from a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sharewell.register.agreement import FROM, WHO, AgreementAction
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.design import paging
from sharewell_office.ledger import store as ledger
from sharewell_office.people.access import role_required, staff_required
from sharewell_office.register import forms, imports, services, store

# How each step is called on its button.
STEP_TITLES = {
    AgreementAction.REVIEW: "Record the DPO’s review",
    AgreementAction.SIGN: "Sign as owner of the data set",
    AgreementAction.COUNTERSIGN: "Sign for the recipient",
    AgreementAction.SUSPEND: "Suspend",
    AgreementAction.RESUME: "Resume",
    AgreementAction.END: "End the agreement",
}


@staff_required
@require_GET
def agreements(request: HttpRequest) -> HttpResponse:
    """The list: search, filters, one page at a time."""
    form = forms.AgreementSearch(
        request.GET or None, assets=[(each.data_set, each.title) for each in store.assets()]
    )
    wanted = form.cleaned_data if form.is_valid() else {}
    page = paging.cut(store.matching(**wanted), key="reference", query=request.GET.dict())
    context = {
        "form": form,
        "page": page,
        "searching": any(wanted.values()),
        "may_import": _may_import(request),
    }
    return render(request, "register/agreements.html", context)


@staff_required
@require_GET
def agreement(request: HttpRequest, reference: str) -> HttpResponse:
    """One agreement: summary, what is missing, field schedule, timeline."""
    return _agreement_page(request, reference)


def _agreement_page(request: HttpRequest, reference: str, **extra: Any) -> HttpResponse:
    row = store.row(reference)
    if row is None:
        raise Http404
    found = store.to_core(row)
    authority = store.core.authority(found, on=clock.today())
    context = {
        "row": row,
        "agreement": found,
        "missing": found.missing() if found.status.value in {"draft", "recorded"} else (),
        "standing": authority.standing if authority else (),
        "in_force": row.starts
        and row.ends
        and row.starts <= clock.today() <= row.ends
        and row.status == "active",
        "steps": _steps(request, found),
        "story": ledger.story(reference),
    }
    status = 403 if extra.get("refusals") else 200
    return render(request, "register/agreement.html", context | extra, status=status)


def _steps(request: HttpRequest, found: Any) -> list[dict[str, str]]:
    """The steps this person's posts can take from here; whether each is permitted the core says when it is tried."""
    return [
        {"action": action.value, "title": STEP_TITLES[action]}
        for action in AgreementAction
        if found.status in FROM[action] and request.actor.roles & WHO[action]  # type: ignore[attr-defined]
    ]


@staff_required
@require_POST
def step(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Take a step in an agreement's life."""
    try:
        wanted = AgreementAction(action)
        outcome = services.take_step(reference, action=wanted, by=request.actor)  # type: ignore[attr-defined]
    except (ValueError, services.NoSuchAgreement):
        raise Http404 from None
    except store.SomebodyElseChangedIt:
        messages.warning(
            request, "Somebody else changed this agreement a moment ago. Look at it again, then decide."
        )
        return redirect("register:agreement", reference)
    if not outcome.permitted:
        return _agreement_page(request, reference, refusals=outcome.refusals)
    messages.success(request, f"On the record: {STEP_TITLES[wanted].lower()}.")
    return redirect("register:agreement", reference)


@staff_required
@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    return render(request, "register/organisations.html", {"parties": store.parties()})


@staff_required
@require_GET
def organisation(request: HttpRequest, reference: str) -> HttpResponse:
    """A party's card: who it is, what assures us of it, what it owes us, what went wrong."""
    party = store.party(reference)
    if party is None:
        raise Http404
    duties, today = store.duties(reference), clock.today()
    context = {
        "party": party,
        "registered": party.registered(today),
        "incidents": store.incidents(reference),
        "duties": duties,
        "overdue": [each for each in duties if each.overdue(today)],
        "agreements": store.rows().filter(recipient__reference=reference)[:100],
    }
    return render(request, "register/organisation.html", context)


def _may_import(request: HttpRequest) -> bool:
    return request.actor.has(Role.REGISTER_KEEPER)  # type: ignore[attr-defined]


@role_required(Role.REGISTER_KEEPER)
@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Choose a file; see what would come of every row before anything is written."""
    form = forms.RegisterFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        digest = imports.keep(form.cleaned_data["file"])
        try:
            return _import_page(request, form.cleaned_data["kind"], digest, dry_run=True)
        except services.FileUnusable as problem:
            imports.forget(digest)
            form.add_error("file", str(problem))
    return render(request, "register/import.html", {"form": form}, status=400 if form.errors else 200)


@role_required(Role.REGISTER_KEEPER)
@require_POST
def import_confirm(request: HttpRequest, kind: str, digest: str) -> HttpResponse:
    """Write what the dry run showed."""
    if kind not in services.KINDS:
        raise Http404
    if not imports.has(digest):
        messages.warning(request, "That file is not here any more. Choose it again.")
        return redirect("register:import")
    page = _import_page(request, kind, digest, dry_run=False)
    imports.forget(digest)
    return page


SHOWN_ROWS = 200


def _import_page(request: HttpRequest, kind: str, digest: str, *, dry_run: bool) -> HttpResponse:
    path, name = imports.kept(digest)
    report = services.import_file(path, kind=kind, name=name, by=request.actor, dry_run=dry_run)  # type: ignore[attr-defined]
    # Refused first: they are what somebody has to do something about.
    rows = sorted(report.rows, key=lambda row: (row.result != "refused", not row.mended, row.row))
    context = {
        "report": report,
        "digest": digest,
        "rows": rows[:SHOWN_ROWS],
        "not_shown": max(len(rows) - SHOWN_ROWS, 0),
    }
    return render(request, "register/import_report.html", context)
