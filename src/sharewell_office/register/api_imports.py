"""Taking over files for programs: bring one, say which column is which, take it over, undo it; row by row what came."""

from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Field, File, Form, Router, Schema
from ninja.files import UploadedFile

from sharewell.policy import rulebook
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.people.programs.lists import Links, listed
from sharewell_office.people.programs.once import Done, once
from sharewell_office.people.programs.problems import CannotBeRead, Refused
from sharewell_office.register import imports, models, services
from sharewell_office.register.forms.taking_over import WhichColumn
from sharewell_office.register.models.imports import ImportState
from sharewell_office.register.store import imports as store

router = Router(tags=["imports"])
KEEPERS = frozenset({Role.REGISTER_KEEPER, Role.DPO})


class ImportOut(Schema):
    reference: str
    kind: str
    state: str
    total: int
    done: int


class Imports(Schema):
    items: list[ImportOut]
    links: Links


class ImportWhole(ImportOut):
    """One file. `headings` are its own; `mapping` says which of our columns each was taken for; `stays` is why it was
    not undone, or what of it stays.
    """

    headings: list[str]
    mapping: dict[str, str]
    left_out: list[str]
    counts: dict[str, int]
    stays: list[str]


class RowOut(Schema):
    row: int
    result: str
    reference: str
    mended: list[dict[str, Any]]
    refusals: list[dict[str, Any]]


class Rows(Schema):
    items: list[RowOut]
    links: Links


class Columns(Schema):
    """Which of our columns each heading is: {heading: column}; "" leaves a heading out."""

    mapping: Annotated[dict[str, Annotated[str, Field(max_length=100)]], Field(max_length=500)]


class ImportStep(Schema):
    step: Literal["take", "undo", "go-on"]


@router.get("/imports", response=Imports)
def every(request: HttpRequest, before: str = "", after: str = "") -> Any:
    """Every file that was brought, newest first."""
    _keeper(request)
    return listed(request, store.imports(), _brief)


@router.get("/imports/{reference}", response=ImportWhole)
def one(request: HttpRequest, reference: str) -> Any:
    """One file: how far it is, what came of it, what stays."""
    _keeper(request)
    found = _found(reference)
    return _brief(found) | {
        "headings": found.headings,
        "mapping": found.mapping,
        "left_out": found.left_out,
        "counts": found.counts,
        "stays": [each["reason"] for each in found.refusals],
    }


@router.get("/imports/{reference}/rows", response=Rows)
def rows(request: HttpRequest, reference: str, result: str = "", before: str = "", after: str = "") -> Any:
    """What came, or would come, of each row, the last row first; `result`: created, updated, unchanged or refused."""
    _keeper(request)
    wanted = store.rows(_found(reference), result if result in services.RESULTS else "")
    return listed(request, wanted, _row, key="row")


@router.post("/imports", response={201: Done})
@once
def bring(request: HttpRequest, file: File[UploadedFile], kind: Form[str]) -> Any:
    """Bring a file (multipart): every row is tried, and nothing is taken over yet."""
    by = _keeper(request)
    if kind not in services.KINDS:
        raise CannotBeRead(f"There is no such kind: one of {', '.join(services.KINDS)}.", where="kind")
    try:
        return _done(services.bring_upload(file, kind=kind, by=by))
    except services.FileUnusable as problem:
        raise CannotBeRead(str(problem), where="file") from None


@router.post("/imports/{reference}/columns", response={201: Done})
@once
def columns(request: HttpRequest, reference: str, payload: Columns) -> Any:
    """Say which column is which, once and for every later file with these headings; the rows are tried again."""
    by, found = _keeper(request), _found(reference)
    if found.state not in {ImportState.ASKING, ImportState.TRIED} or not imports.has(found.sha256):
        raise Refused([_not_now(found)])
    if set(payload.mapping) - set(found.headings):
        raise CannotBeRead("The file has no such heading.", where="mapping")
    said = {f"column_{n}": payload.mapping.get(heading, "") for n, heading in enumerate(found.headings)}
    form = WhichColumn(said, kind=found.kind, headings=found.headings, mapping=found.mapping)
    if not form.is_valid():
        wrong = [problem for problems in form.errors.values() for problem in problems]
        raise CannotBeRead(" ".join(wrong), where="mapping")
    return _done(services.name_columns(found, form.mapping(), by=by))


@router.post("/imports/{reference}/steps", response={201: Done})
@once
def step(request: HttpRequest, reference: str, payload: ImportStep) -> Any:
    """Take over what was tried, undo what was taken over, or go on with what was stopped half-way."""
    by, found = _keeper(request), _found(reference)
    if payload.step not in _OPEN.get(found.state, ()) or not (
        payload.step != "take" or imports.has(found.sha256)
    ):
        raise Refused([_not_now(found)])
    match payload.step:
        case "take":
            found = services.take(found, by=by)
        case "undo":
            found = services.undo(found, by=by)
        case "go-on":
            found = services.go_on(found)
    if payload.step == "undo" and found.state == ImportState.TAKEN:
        raise Refused([_as_refusal(each) for each in found.refusals])
    return _done(found)


_OPEN: dict[str, tuple[str, ...]] = {
    ImportState.TRIED: ("take",),
    ImportState.TAKEN: ("undo",),
    ImportState.TRYING: ("go-on",),
    ImportState.TAKING: ("go-on",),
    ImportState.UNDOING: ("go-on",),
}


def _keeper(request: HttpRequest) -> Actor:
    by: Actor = request.actor  # type: ignore[attr-defined]
    if not by.roles & KEEPERS:
        posts = " or ".join(sorted(role.label for role in KEEPERS))
        raise Refused(
            [
                Refusal(
                    rule=rulebook.NOT_YOUR_STEP,
                    reason=f"Taking over files belongs to the {posts}.",
                    remedy=f"Ask the {posts}.",
                )
            ]
        )
    return by


def _found(reference: str) -> models.Import:
    found = store.one(reference)
    if found is None:
        raise Http404
    return found


def _not_now(found: models.Import) -> Refusal:
    return Refusal(
        rule=rulebook.NOT_IN_THIS_STATE,
        reason=f"{found.reference} is {found.state}, or its file is not here any more.",
        remedy="Look at it again; where the file is gone, bring it again.",
    )


def _as_refusal(told: dict[str, Any]) -> Refusal:
    return Refusal(rule=rulebook.DECIDED_MEANWHILE, reason=told["reason"], remedy=told["remedy"])


def _done(found: models.Import) -> dict[str, Any]:
    return {"reference": found.reference, "events": [f"import.{found.state}"]}


def _brief(found: models.Import) -> dict[str, Any]:
    return {
        "reference": found.reference,
        "kind": found.kind,
        "state": found.state,
        "total": found.to_do,
        "done": found.done,
    }


def _row(row: models.ImportRow) -> dict[str, Any]:
    return {
        "row": row.row,
        "result": row.result,
        "reference": row.reference,
        "mended": row.mended,
        "refusals": row.refusals,
    }
