"""The registers on screen: one list, one card, one form and one step page for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_http_methods

from sharewell.register.registers import REGISTERS, contracts, notices, templates
from sharewell.register.registers.assets import ASSETS
from sharewell.register.registers.clauses import CLAUSES
from sharewell.register.registers.entry import (
    Ask,
    Entry,
    EntryAction,
    EntryStatus,
    Question,
    Register,
    lacking,
)
from sharewell.register.registers.keeping import not_a_decider, not_a_keeper, steps
from sharewell.register.registers.organisations import ORGANISATIONS
from sharewell.register.schedule import Schedule, ScheduledField
from sharewell.register.text import kind_in_words, looks_like
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.design import paging
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.people.access import staff_required
from sharewell_office.people.seeing import theirs
from sharewell_office.register.forms.entry import EntryForm, EntryStepForm
from sharewell_office.register.forms.search import EntrySearch
from sharewell_office.register.services import notices as notice_services
from sharewell_office.register.services import registers as services
from sharewell_office.register.services import templates as template_services
from sharewell_office.register.store import notices as published
from sharewell_office.register.store import registers as store
from sharewell_office.register.store import sought
from sharewell_office.register.store.agreements import SomebodyElseChangedIt
from sharewell_office.register.views import searching


@staff_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every register: how many entries, how many of them overdue for review."""
    counts = store.counts(clock.today())
    shown = [each for each in REGISTERS.values() if each.name not in templates.BY_NAME]
    listed = [(each, *counts.get(each.name, (0, 0))) for each in shown]
    return render(request, "register/registers/index.html", {"registers": listed})


@staff_required
@require_GET
def entries(request: HttpRequest, name: str) -> HttpResponse:
    """One register: its entries, a page at a time."""
    register = _register(name)
    if register is ORGANISATIONS:  # they have a card of their own: what they owe us, and what went wrong
        return redirect("register:organisations")
    form = EntrySearch(request.GET or None, owners=_owners() if register is ASSETS else None)
    key = "reference" if register.prefix else "data_set"
    rows = sought.entries(name, on=clock.today(), **form.wanted())
    page: paging.Page[Any] = paging.cut(theirs(request, rows), key=key, query=request.GET.dict())
    found = [store.to_core(row) for row in page.rows]
    context = searching.context(request, name, form) | {
        "register": register,
        "page": page,
        "columns": [register.question(each).label for each in register.listed],
        "rows": _listed(register, found),
        "may_keep": _may_keep(request, register),
    }
    return render(request, "register/registers/list.html", context)


def _owners() -> list[tuple[str, str]]:
    """Whoever owns an asset, by name."""
    ids = sought.owners()
    names = people.people_by_id(ids)
    return sorted(((id, names.get(id, id)) for id in ids), key=lambda each: each[1])


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as the list shows it."""

    entry: Entry
    cells: list[tuple[str, str]]
    late: bool


def _listed(register: Register, found: list[Entry]) -> list[Line]:
    shown, today = _Shown.of(found), clock.today()
    questions = [register.question(each) for each in register.listed]
    return [
        Line(each, [(one.label, shown.answer(one, each)) for one in questions], each.late(today))
        for each in found
    ]


@staff_required
@require_GET
def entry(request: HttpRequest, name: str, reference: str) -> HttpResponse:
    """One entry: what it says, what it lacks, what rests on it, what happened to it."""
    if name == ORGANISATIONS.name:
        return redirect("register:organisation", reference)
    return _card(request, _register(name), reference)


def _card(request: HttpRequest, register: Register, reference: str, **extra: Any) -> HttpResponse:
    found = store.entry(register.name, reference)
    if found is None:
        raise Http404
    may_keep = _may_keep(request, register)
    shown = _Shown.of([found])
    missing = lacking(register, found) if found.status is EntryStatus.DRAFT else ()
    context = {
        "register": register,
        "entry": found,
        "parts": _parts(register, found, shown),
        "lacking": missing,
        "late": found.late(clock.today()),
        "may_keep": may_keep and found.status is not EntryStatus.RETIRED,
        # A step that is sure to be refused is not offered: what it needs stands above.
        "steps": [
            (each.value, _called(register, each))
            for each in steps(register, found)
            if not missing and not tuple(not_a_decider(register, found, request.actor))  # type: ignore[attr-defined]
        ],
        "story": ledger.story(reference),
        "resting": store.resting(found.agreements),
        **_of_notices(register, found),
        **_of_templates(register, found),
        **_of_contracts(register, found, request.actor),  # type: ignore[attr-defined]
    }
    return render(
        request, "register/registers/card.html", context | extra, status=403 if extra.get("refusals") else 200
    )


def _of_notices(register: Register, found: Entry) -> dict[str, Any]:
    if register not in (notices.NOTICES, notices.SPECIFIC):
        return {}
    main = register is notices.NOTICES
    return {
        "editions": published.editions(found.reference),
        "not_named": notice_services.not_named(found.reference) if main else (),
        "is_notice": True,
    }


def _of_contracts(register: Register, found: Entry, by: Actor) -> dict[str, Any]:
    if register is not contracts.CONTRACTS:
        return {}
    lets_leave = by.has(Role.HANDLER) and contracts.lets_leave(found, on=clock.today())
    return {"checklist": contracts.checklist(found), "lets_leave": lets_leave}


def _of_templates(register: Register, found: Entry) -> dict[str, Any]:
    if register.name not in templates.BY_NAME:
        return {}
    return {"measured": templates.measured(found), "digest": templates.digest_of(found)}


def _called(register: Register, action: EntryAction) -> str:
    names = {
        EntryAction.BRING_INTO_FORCE: register.into_force,
        EntryAction.REVIEW: "Record a review",
        EntryAction.RETIRE: "Retire",
    }
    return names[action]


def _parts(register: Register, found: Entry, shown: _Shown) -> list[tuple[str, list[tuple[Question, str]]]]:
    """The answers under their headings. What is not answered is left out, unless it is needed."""
    parts: list[tuple[str, list[tuple[Question, str]]]] = [("", [])]
    clauses = {each.id for each in CLAUSES}  # told as a checklist of their own
    for each in register.questions:
        if each.id.removesuffix(".where") in clauses:
            continue
        if each.group and each.group != parts[-1][0]:
            parts.append((each.group, []))
        said = shown.answer(each, found)
        if said or each.needed:
            parts[-1][1].append((each, said))
    return [part for part in parts if part[1]]


@dataclass(frozen=True, slots=True)
class _Shown:
    """Answers in words: a choice by its label, a reference or a person's id by the name behind it."""

    names: dict[str, str]

    @classmethod
    def of(cls, found: list[Entry]) -> _Shown:
        owners = people.people_by_id(each.said("owner") for each in found)
        return cls({**store.names_of(found), **owners})

    def answer(self, question: Question, entry: Entry) -> str:
        said = entry.said(question.id)
        match question.ask:
            case Ask.CHOICE:
                return dict(question.choices).get(said, said)
            case Ask.DAY:
                return date_format(date.fromisoformat(said), "j F Y") if said else ""
            case Ask.PARTY | Ask.NOTICE | Ask.OWNER:
                return self.names.get(said, said)
            case Ask.FIELDS:
                return "\n".join(map(_column, Schedule.from_lines(said).fields))
        return said


def _column(field: ScheduledField) -> str:
    """A column of a file in words: "email: text; in every row (personal data: email)"."""
    personal = f" (personal data: {kind_in_words(field.personal)})" if field.personal else ""
    return f"{field.name}: {looks_like(field)}{personal}"


@staff_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, name: str, reference: str = "") -> HttpResponse:
    """A new entry, or another wording of one. Of two who change it, the second is told and keeps what they typed."""
    register = _register(name)
    if refusals := tuple(not_a_keeper(register, request.actor)):  # type: ignore[attr-defined]
        return render(request, "403.html", {"refusals": refusals}, status=403)
    row = store.row(name, reference) if reference else None
    if reference and row is None:
        raise Http404
    before = store.to_core(row, linked=True) if row else _blank(register)
    form = EntryForm(request.POST or None, register=register, entry=before)
    context = {"register": register, "form": form, "entry": before, "version": row.version if row else 0}
    if not form.is_valid():
        return _form_page(request, context, 400 if form.is_bound else 200)
    read_at = int(request.POST.get("version") or 0)
    try:
        outcome = _written(request, form, read_at)
    except SomebodyElseChangedIt:
        form.add_error(
            None, "Somebody else saved this meanwhile. What you typed is below; compare it and save again."
        )
        return _form_page(request, context, 409)
    if not outcome.permitted:
        return _form_page(request, context | {"refusals": outcome.refusals}, 403)
    messages.success(request, "Saved.")
    return redirect("register:entry", name, outcome.events[0].about)


def _blank(register: Register) -> Entry:
    """A new entry: empty, or for a template worded as the version in use."""
    if form := templates.BY_NAME.get(register.name):
        used = template_services.in_use(form)
        return Entry(register=register.name, reference="", title=form.title, answers=templates.words_of(used))
    return Entry(register=register.name, reference="", title="")


def _written(request: HttpRequest, form: EntryForm, read_at: int) -> Outcome:
    actor = request.actor  # type: ignore[attr-defined]
    if form.entry.reference:
        return services.amend(form.answered(), by=actor, read_at_version=read_at)
    return services.add(form.answered(), by=actor)


def _form_page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, "register/registers/edit.html", context, status=status)


@staff_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, name: str, reference: str, action: str) -> HttpResponse:
    """Bring an entry into force, review it, retire it."""
    register = _register(name)
    if action not in set(EntryAction) or not store.taken(name, reference):
        raise Http404
    wanted = EntryAction(action)
    form = EntryStepForm(request.POST or None, action=wanted)
    if not form.is_valid():
        found = store.entry(name, reference)
        context = {"register": register, "entry": found, "title": _called(register, wanted), "form": form}
        status = 400 if form.is_bound else 200
        return render(request, "register/registers/step.html", context, status=status)
    try:
        outcome = services.take_step(name, reference, action=wanted, by=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
    except SomebodyElseChangedIt:
        messages.warning(request, "Somebody else changed this a moment ago. Look at it again, then decide.")
        return redirect("register:entry", name, reference)
    if not outcome.permitted:
        return _card(request, register, reference, refusals=outcome.refusals)
    messages.success(request, f"On the record: {_called(register, wanted).lower()}.")
    return redirect("register:entry", name, reference)


def _register(name: str) -> Register:
    try:
        return services.register_of(name)
    except services.NoSuchEntry:
        raise Http404 from None


def _may_keep(request: HttpRequest, register: Register) -> bool:
    return bool(request.actor.roles & register.keepers)  # type: ignore[attr-defined]
