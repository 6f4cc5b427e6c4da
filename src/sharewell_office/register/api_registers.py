"""The registers beside the agreements for programs: the same entries, answers and steps as on screen."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from sharewell.policy import rulebook
from sharewell.register.registers import REGISTERS
from sharewell.register.registers.entry import Entry, EntryAction, lacking
from sharewell.vocabulary.outcome import Refusal
from sharewell_office.people.programs.lists import Links, listed, there
from sharewell_office.people.programs.once import Done, done, once
from sharewell_office.people.programs.problems import Refused, changed_meanwhile
from sharewell_office.register.services import processing
from sharewell_office.register.services import registers as services
from sharewell_office.register.store import registers as store
from sharewell_office.register.store.agreements import SomebodyElseChangedIt

router = Router(tags=["registers"])


class QuestionOut(Schema):
    id: str
    label: str
    ask: str
    needed: bool
    choices: list[str]


class RegisterOut(Schema):
    name: str
    title: str
    questions: list[QuestionOut]


class RegisterEntryOut(Schema):
    reference: str
    title: str
    status: str
    review_on: date | None


class EntryWhole(RegisterEntryOut):
    answers: dict[str, str]
    agreements: list[str]
    lacking: list[str]
    version: int


class Entries(Schema):
    items: list[RegisterEntryOut]
    links: Links


class EntryIn(Schema):
    """An entry's answers by question. `reference` only where the register has names of its own (assets)."""

    title: str
    answers: dict[str, str] = {}
    review_on: date | None = None
    agreements: list[str] = []
    reference: str = ""


class EntryChange(EntryIn):
    """The whole entry as it shall read; `version` is the one that was read."""

    version: int


class EntryStep(Schema):
    action: EntryAction
    reason: str = ""
    review_on: date | None = None


class ActivityOut(Schema):
    reference: str
    title: str
    told: dict[str, str]
    missing: list[str]


@router.get("/registers", response=list[RegisterOut])
def registers(request: HttpRequest) -> Any:
    """Every register and what it asks."""
    return [
        {
            "name": each.name,
            "title": each.title,
            "questions": [
                {
                    "id": one.id,
                    "label": one.label,
                    "ask": one.ask.value,
                    "needed": one.needed,
                    "choices": [value for value, _ in one.choices],
                }
                for one in each.questions
            ],
        }
        for each in REGISTERS.values()
    ]


@router.get("/registers/{name}", response=Entries)
def entries(request: HttpRequest, name: str, words: str = "", before: str = "", after: str = "") -> Any:
    """One register, newest reference first. `words` searches title and reference."""
    key = "reference" if _register(name).prefix else "data_set"
    return listed(request, store.rows(name, words), lambda row: _brief(store.to_core(row)), key=key)


@router.get("/registers/{name}/{reference}", response=EntryWhole)
def entry(request: HttpRequest, name: str, reference: str) -> Any:
    """One entry, and what keeps it from being in force."""
    register = _register(name)
    row = there(store.row(name, reference))
    found = store.to_core(row, linked=True)
    return _brief(found) | {
        "answers": dict(found.answers),
        "agreements": list(found.agreements),
        "lacking": [each.reason for each in lacking(register, found)],
        "version": row.version,
    }


@router.post("/registers/{name}", response={201: Done})
@once
def add(request: HttpRequest, name: str, payload: EntryIn) -> Any:
    """Put an entry on a register."""
    _register(name)
    return _done(lambda: services.add(_entry(name, payload.reference, payload), by=request.actor))  # type: ignore[attr-defined]


@router.post("/registers/{name}/{reference}", response={201: Done})
@once
def amend(request: HttpRequest, name: str, reference: str, payload: EntryChange) -> Any:
    """Write an entry as it shall read from now on."""
    there = store.entry(_register(name).name, reference)
    if there is None:
        raise Http404
    changed = _entry(name, reference, payload, status=there.status)
    return _done(lambda: services.amend(changed, by=request.actor, read_at_version=payload.version))  # type: ignore[attr-defined]


@router.post("/registers/{name}/{reference}/steps", response={201: Done})
@once
def take_step(request: HttpRequest, name: str, reference: str, payload: EntryStep) -> Any:
    """Bring an entry into force, review it, retire it."""
    if store.entry(_register(name).name, reference) is None:
        raise Http404
    return _done(lambda: services.take_step(name, reference, by=request.actor, **payload.dict()))  # type: ignore[attr-defined]


@router.get("/processing", response=list[ActivityOut])
def record_of_processing(request: HttpRequest) -> Any:
    """The controller's record of processing activities (UK GDPR Article 30(1))."""
    return [
        {
            "reference": each.reference,
            "title": each.title,
            "told": dict(each.told),
            "missing": [field.id for field in each.missing()],
        }
        for each in processing.activities()
    ]


def _register(name: str) -> Any:
    try:
        return services.register_of(name)
    except services.NoSuchEntry:
        raise Http404 from None


def _entry(name: str, reference: str, payload: EntryIn, **more: Any) -> Entry:
    unknown = store.unknown_agreements(payload.agreements)
    if unknown or not payload.title.strip():
        raise Refused([_unusable(unknown)])
    return Entry(
        register=name,
        reference=reference,
        title=payload.title.strip()[:200],
        answers={key: value for key, value in payload.answers.items() if value.strip()},
        review_on=payload.review_on,
        agreements=tuple(payload.agreements),
        **more,
    )


def _unusable(unknown: list[str]) -> Refusal:
    return Refusal(
        rule=rulebook.ENTRY_WHOLE,
        reason="An agreement is named that is not on the register." if unknown else "The title is empty.",
        remedy="Name agreements by their references." if unknown else "Give a title.",
        where="agreements" if unknown else "title",
    )


def _done(do: Any) -> dict[str, Any]:
    try:
        return done(do())
    except SomebodyElseChangedIt:
        raise changed_meanwhile("this entry") from None


def _brief(found: Entry) -> dict[str, Any]:
    return {
        "reference": found.reference,
        "title": found.title,
        "status": found.status.value,
        "review_on": found.review_on,
    }
