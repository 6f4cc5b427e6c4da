"""Agreements on screen: the list, one agreement's page, and the steps of its life."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from sharewell.register import agreement as core
from sharewell.register.agreement import AgreementAction
from sharewell.register.completeness import components_missing, missing, no_policy_document
from sharewell.register.components import COMPONENTS
from sharewell.register.lifecycle import FROM, UNSIGNED, WHO, Said
from sharewell.register.particulars import OURSELVES, QUALITY, TASKS, Template
from sharewell.register.publication import WHO as PUBLISHERS
from sharewell.register.registers import REGISTERS
from sharewell.register.variation import differences
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock, ourselves
from sharewell_office.adapters.confirming import confirmed_for
from sharewell_office.design import paging
from sharewell_office.design.components import Task
from sharewell_office.ledger import store as ledger
from sharewell_office.people.access import staff_required
from sharewell_office.people.seeing import theirs
from sharewell_office.register import services, store
from sharewell_office.register.forms.draft import SECTIONS
from sharewell_office.register.forms.search import AgreementSearch
from sharewell_office.register.forms.steps import FORMS
from sharewell_office.register.services import templates
from sharewell_office.register.store import assessments as dpias
from sharewell_office.register.store.sought import by_day
from sharewell_office.register.views import searching

# How each step is called on its button.
STEP_TITLES = {
    AgreementAction.CHECK: "Record the component check",
    AgreementAction.REVIEW: "Record the DPO’s review",
    AgreementAction.DECIDE_NOTICE: "Decide what people are told",
    AgreementAction.SIGN: "Sign as owner of the data set",
    AgreementAction.SUSPEND: "Suspend",
    AgreementAction.RESUME: "Resume",
    AgreementAction.COMPLETE_REVIEW: "Complete the review",
    AgreementAction.SUCCEED: "A party was succeeded by another body",
    AgreementAction.END: "End the agreement",
    AgreementAction.CLOSE: "Close: every certificate is in",
}


@staff_required
@require_GET
def agreements(request: HttpRequest) -> HttpResponse:
    """The list: search, filters, one page at a time."""
    form = AgreementSearch(
        request.GET or None, assets=[(each.data_set, each.title) for each in store.assets()]
    )
    wanted: dict[str, Any] = dict(form.wanted())
    if when := wanted.pop("review", ""):
        wanted["review"] = by_day("review_on", when, clock.today())
    page: paging.Page[Any] = _found(request, wanted)
    actor = request.actor  # type: ignore[attr-defined]
    context = searching.context(request, searching.AGREEMENTS, form) | {
        "page": page,
        "rows": [getattr(each, "agreement", each) for each in page.rows],
        "may_import": actor.has(Role.REGISTER_KEEPER),
        "may_draft": bool(actor.roles & services.DRAFTERS),
    }
    return render(request, "register/agreements.html", context)


def _found(request: HttpRequest, wanted: dict[str, Any]) -> paging.Page[Any]:
    """A page of the register by reference, or of what was searched for, in the order of the index."""
    if words := wanted.pop("words", ""):
        page = _searched(request, store.found(words, **wanted))
        return page if page.rows else _searched(request, store.found(words, **wanted, begun=True))
    return paging.cut(theirs(request, store.matching(**wanted)), key="reference", query=request.GET.dict())


def _searched(request: HttpRequest, found: store.Found) -> paging.Page[Any]:
    rows = theirs(request, found.rows)
    # What was counted before it was narrowed is not the number of what is shown.
    count = found.count if rows is found.rows else None
    return paging.cut(rows, key="pk", query=request.GET.dict(), count=count)


@staff_required
@require_GET
def agreement(request: HttpRequest, reference: str) -> HttpResponse:
    """One agreement: what it says, what is missing, its fields, its editions and its whole story."""
    return _agreement_page(request, reference)


def _agreement_page(request: HttpRequest, reference: str, **extra: Any) -> HttpResponse:
    row = store.row(reference)
    if row is None:
        raise Http404
    found, today = store.to_core(row), clock.today()
    assessments = dpias.all_about(reference)
    authority = store.authority_of(found, today, assessments)
    drafted = found.status in UNSIGNED
    lacks = (*missing(found), *map(no_policy_document, services.uncovered(found))) if drafted else ()
    happened = ledger.entries(about=reference, limit=ledger.STORY_LIMIT)
    actor = request.actor  # type: ignore[attr-defined]
    drafts = not services.not_a_drafter(actor, found.data_set)
    may_draft = drafted and drafts
    context = {
        "row": row,
        "agreement": found,
        "missing": lacks,
        "tasks_left": _tasks(found, lacks, may_draft) if drafted else (),
        "yeses_left": [each for each in lacks if not _section_of(found, each)],
        "standing": authority.standing if authority and not drafted else (),
        "review_state": found.review_state(today),
        "in_force": row.starts and row.ends and row.starts <= today <= row.ends and row.status == "active",
        "steps": _steps(request, found),
        "may_draft": may_draft,
        "may_release": actor.has(Role.HANDLER),
        "may_publish": bool(actor.roles & PUBLISHERS),
        "may_vary": row.status in {"active", "suspended"} and drafts,
        "sections": [(name, section.title) for name, section in SECTIONS.items()],
        "bases": _bases(found),
        "tasks": [(label, found.particulars.tasks.get(task, "")) for task, label in TASKS.items()],
        "quality": [(label, found.particulars.quality.get(name, "")) for name, label in QUALITY.items()],
        "wording": _wording(found),
        "newer": len(templates.newer_words(found)) if may_draft else 0,
        "yeses": _yeses(found, {each.by: each.who for each in happened}),
        "digest": found.digest(),
        "assessment": assessments[-1] if assessments else None,
        "changes": _changes(found),
        "comments": store.comments(reference) if row.commented else (),
        "rests_on": _rests_on(row),
        "followed": ourselves.followed(found.signature.at.date())
        if row.succeeded and found.signature
        else (),
        "story": [each.told(naming_the_record=False) for each in happened],
    }
    status = 403 if extra.get("refusals") else 200
    return render(request, "register/agreement.html", context | extra, status=status)


# Where what is missing is written: the section of the draft that asks for it.
SECTION_OF = {
    "isa.data_items": "fields", "isa.parties": "parties", "arrangement": "parties", "isa.lawful": "lawful",
    "isa.power": "lawful", "isa.dpia": "checks", "assurance": "checks", "isa.flow": "basics", "isa.title": "basics",
    "isa.purpose": "basics", "isa.method": "basics", "isa.retention": "basics",
}  # fmt: skip
# What no section of the text can give: somebody's decision, review or signature.
YESES = frozenset({"isa.sign", "isa.transparency"})


def _tasks(found: core.Agreement, lacks: tuple[Refusal, ...], may_draft: bool) -> list[Task]:
    """The sections of the draft, and what each still lacks; in the partner's own text its file comes first."""
    by_section: dict[str, list[str]] = {}
    for each in lacks:
        if section := _section_of(found, each):
            by_section.setdefault(section, []).append(each.reason)
    pages = {
        name: (section.title, reverse("register:draft", args=[found.reference, name]))
        for name, section in SECTIONS.items()
    }
    if found.particulars.template is Template.PARTNER:
        partner = ("The partner’s own text", reverse("register:partner", args=[found.reference]))
        pages = {"partner": partner, **pages}
    return [
        _task(title, href if may_draft else "", by_section.get(name, []))
        for name, (title, href) in pages.items()
    ]


def _section_of(found: core.Agreement, lack: Refusal) -> str:
    """The section that asks for what is missing; "" where it is somebody's yes that is missing."""
    if found.particulars.template is Template.PARTNER and lack in components_missing(found):
        return "partner"
    if lack.where in YESES:
        return ""
    kind = lack.where.partition(".")[0]
    return SECTION_OF.get(lack.where) or {"quality": "quality", "task": "tasks"}.get(kind, "wording")


MOST_TOLD = 3


def _task(title: str, href: str, reasons: list[str]) -> Task:
    if not reasons:
        return Task(title, href, "Complete")
    told = " ".join(reasons[:MOST_TOLD])
    more = len(reasons) - MOST_TOLD
    return Task(
        title,
        href,
        f"{len(reasons)} missing",
        "blue",
        f"{told} And {more} more." if more > 0 else told,
    )


def _rests_on(row: Any) -> list[dict[str, str]]:
    """The entries of other registers that name it, each with what it is."""
    named = [{**each, "one": REGISTERS[each["register"]].one} for each in row.named_in or ()]
    return sorted(named, key=lambda each: (each["register"], each["reference"]))


def _bases(found: core.Agreement) -> list[dict[str, Any]]:
    names = {each.reference: each.name for each in found.parties} | {OURSELVES: "We"}
    return [
        {
            "who": f"{names.get(each.party, each.party)}, {'sending' if each.sends else 'receiving'}",
            "basis": each.basis,
            "more": ". ".join(filter(None, (each.condition, each.power))),
        }
        for each in found.particulars.bases
    ]


def _wording(found: core.Agreement) -> list[tuple[str, str]]:
    """What the text says in words, component by component."""
    words = found.particulars.words
    return [(each.label, words[each.id]) for each in COMPONENTS if words.get(each.id)]


def _yeses(found: core.Agreement, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Who has said yes, and whether it was to the text as it stands; `names` by the id of whoever did something."""
    said = [("Data Protection Officer’s review", found.review), ("Owner of the data set", found.signature)]
    said += [(each.name, found.countersignatures.get(each.reference)) for each in found.parties]
    return [
        {
            "who": who,
            "yes": yes,
            "name": yes and (yes.name or names.get(yes.by, "")),
            "counts": found.says_yes(yes),
        }
        for who, yes in said
    ]


def _changes(found: core.Agreement) -> tuple[Any, ...]:
    before = store.agreement(found.varies) if found.varies else None
    return differences(before, found) if before else ()


def _steps(request: HttpRequest, found: core.Agreement) -> list[dict[str, Any]]:
    """The steps this person's posts can take from here; whether each is permitted the core says when it is tried."""
    roles = request.actor.roles  # type: ignore[attr-defined]
    return [
        {"action": action.value, "title": title, "asks": action in FORMS}
        for action, title in STEP_TITLES.items()
        if found.status in FROM[action] and roles & WHO[action] and _makes_sense(action, found)
    ]


def _makes_sense(action: AgreementAction, found: core.Agreement) -> bool:
    if action is AgreementAction.CHECK:
        return found.particulars.partner_file is not None
    return True


@staff_required
@confirmed_for({AgreementAction.REVIEW, AgreementAction.SIGN, AgreementAction.COUNTERSIGN})
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Take a step in an agreement's life; where it needs words, ask for them first."""
    try:
        wanted = AgreementAction(action)
        title = STEP_TITLES[wanted]
    except (ValueError, KeyError):
        raise Http404 from None
    row = store.row(reference)
    if row is None:
        raise Http404
    said = Said()
    if make := FORMS.get(wanted):
        form = make(request.POST or None, agreement=store.to_core(row))
        if not form.is_valid():
            context = {"form": form, "row": row, "title": title}
            return render(request, "register/step.html", context, status=400 if form.is_bound else 200)
        said = form.said()
    elif request.method == "GET":
        return redirect("register:agreement", reference)
    return _taken(request, reference, wanted, said)


def _taken(request: HttpRequest, reference: str, action: AgreementAction, said: Said) -> HttpResponse:
    try:
        outcome = services.take_step(reference, action=action, by=request.actor, said=said)  # type: ignore[attr-defined]
    except store.SomebodyElseChangedIt:
        messages.warning(
            request, "Somebody else changed this agreement a moment ago. Look at it again, then decide."
        )
        return redirect("register:agreement", reference)
    if not outcome.permitted:
        return _agreement_page(request, reference, refusals=outcome.refusals)
    messages.success(request, f"On the record: {STEP_TITLES[action].lower()}.")
    return redirect("register:agreement", reference)
