"""What lies beside a request, for programs: orders, tables that hold nobody, hand-offs, countersignatures, screening.

Each asks what its page asks, and takes the same step. Whose post it is, and in which state, the core says.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from sharewell.decisions.request import Request
from sharewell.engine.unusable import FileUnusable
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.decisions import services as requests
from sharewell_office.decisions.annexes import forms, services
from sharewell_office.people import store as people
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.once import Done, done, once, taken
from sharewell_office.people.programs.problems import CannotBeRead, NotAsAsked

router = Router(tags=["decisions"])
Order, Countersigned, Revoked, Undertaken, Victim, Screened, Finished, Closed = (
    body_of(each)
    for each in (
        forms.VerifyOrder,
        forms.Countersign,
        forms.Revoke,
        forms.ApproveAnonymised,
        forms.Victims,
        forms.Screen,
        forms.Finish,
        forms.Close,
    )
)


class Tested(Schema):
    """What the gate said of a table: whether it passed, its SHA-256, its smallest count or class, what was found."""

    reference: str
    events: list[str]
    passed: bool
    sha256: str
    smallest_cell: int
    findings: list[dict[str, Any]]


# --- orders, and the duties of one person -----------------------------------------------------------------------------


@router.post("/requests/{reference}/order", response={201: Done})
@once
def verify_order(request: HttpRequest, reference: str, payload: Order) -> Any:
    """An order of a court, and how it was verified. What may leave is bound to the fields it orders."""
    form = filled(forms.VerifyOrder, payload, asked=_read(reference).fields)
    return _step(request, reference, services.verify_order, form)


@router.post("/requests/{reference}/countersignature", response={201: Done})
@once
def countersign(request: HttpRequest, reference: str, payload: Countersigned) -> Any:
    """The Chief Executive signs that one person may hold two duties in this case, and why."""
    return _step(request, reference, services.countersign, filled(forms.Countersign, payload))


@router.post("/requests/{reference}/revocation", response={201: Done})
@once
def revoke(request: HttpRequest, reference: str, payload: Revoked) -> Any:
    """Take an approval back before anything was delivered under it."""
    return _step(request, reference, services.revoke, filled(forms.Revoke, payload))


# --- tables that hold nobody ------------------------------------------------------------------------------------------


@router.post("/requests/{reference}/table", response={201: Tested})
@once
def keep_table(
    request: HttpRequest, reference: str, file: File[UploadedFile], count: Form[str], min_cell: Form[int]
) -> Any:
    """Test a table (CSV, multipart) that is said to hold nobody. The result is the answer to S3.5."""
    form = forms.TestTable({"count": count, "min_cell": min_cell}, {"file": file})
    return _table(services.keep_table, reference, form, request.actor)  # type: ignore[attr-defined]


@router.post("/requests/{reference}/records", response={201: Tested})
@once
def keep_records(
    request: HttpRequest,
    reference: str,
    file: File[UploadedFile],
    quasi_identifiers: Form[str],
    sensitive: Form[str],
    k: Form[int],
    l: Form[int],  # noqa: E741 - as the field calls it
    intruder: Form[str],
) -> Any:
    """Test records (CSV, multipart) that are said to name nobody; columns are named with commas between them."""
    said = {
        "quasi_identifiers": quasi_identifiers,
        "sensitive": sensitive,
        "k": k,
        "l": l,
        "intruder": intruder,
    }
    form = forms.TestRecords(said, {"file": file})
    return _table(services.keep_table, reference, form, request.actor)  # type: ignore[attr-defined]


@router.post("/requests/{reference}/anonymised", response={201: Tested})
@once
def offer_anonymised(
    request: HttpRequest,
    reference: str,
    file: File[UploadedFile],
    count: Form[str],
    min_cell: Form[int],
    differencing: Form[str],
    intruder: Form[str],
) -> Any:
    """Offer a table (CSV, multipart) instead of the records that were asked for."""
    said = {"count": count, "min_cell": min_cell, "differencing": differencing, "intruder": intruder}
    form = forms.OfferAnonymised(said, {"file": file})
    return _table(services.offer_anonymised, reference, form, request.actor)  # type: ignore[attr-defined]


@router.post("/requests/{reference}/anonymised/approval", response={201: Done})
@once
def approve_anonymised(request: HttpRequest, reference: str, payload: Undertaken) -> Any:
    """Let the table go, with the recipient's undertaking not to recognise anybody in it."""
    return _step(request, reference, services.approve_anonymised, filled(forms.ApproveAnonymised, payload))


# --- questions that follow from others --------------------------------------------------------------------------------


@router.post("/requests/{reference}/screening", response={201: Done})
@once
def screen(request: HttpRequest, reference: str, payload: Screened) -> Any:
    """The criteria that hold (`wp.1` …, or `none`): whether an impact assessment is needed (S6.1) follows from them."""
    law = requests.law_for(_read(reference), clock.today())
    triggers = filled(forms.Screen, payload, law=law).cleaned_data["triggers"]
    return _taken(lambda: services.screen(reference, triggers, by=request.actor))  # type: ignore[attr-defined]


@router.post("/requests/{reference}/victim", response={201: Done})
@once
def victims(request: HttpRequest, reference: str, payload: Victim) -> Any:
    """What a police request about a victim carries: the answer to S1.5 follows from it."""
    answer = filled(forms.Victims, payload).answer()
    return _taken(lambda: services.about_a_victim(reference, answer, by=request.actor))  # type: ignore[attr-defined]


# --- where it went ----------------------------------------------------------------------------------------------------


@router.post("/requests/{reference}/closing", response={201: Done})
@once
def close(request: HttpRequest, reference: str, payload: Closed) -> Any:
    """Close a case that the policy takes another way or out of its scope; `to` is who has it from now on."""
    form = filled(forms.Close, payload, staff=people.staff(), handed_on=True)
    return _step(request, reference, services.close, form)


@router.post("/requests/{reference}/hand-off", response={201: Done})
@once
def finish(request: HttpRequest, reference: str, payload: Finished) -> Any:
    """What became of a request where it went."""
    said = filled(forms.Finish, payload).cleaned_data
    return _taken(lambda: services.finish(reference, **said, by=request.actor))  # type: ignore[attr-defined]


# --- shared -----------------------------------------------------------------------------------------------------------


def _step(request: HttpRequest, reference: str, take: Callable[..., Outcome], form: Any) -> dict[str, Any]:
    return _taken(lambda: take(reference, **form.words(), by=request.actor))  # type: ignore[attr-defined]


def _taken(take: Callable[[], Outcome]) -> dict[str, Any]:
    return taken(take, unknown=requests.NoSuchRequest)


def _read(reference: str) -> Request:
    try:
        return requests.read(reference)
    except requests.NoSuchRequest:
        raise Http404 from None


def _table(take: Callable[..., services.Offered], reference: str, form: Any, by: Actor) -> dict[str, Any]:
    """What became of a table. Raises `NotAsAsked`, `CannotBeRead`, `Refused` and `Http404`."""
    if not form.is_valid():
        raise NotAsAsked(form.errors.as_data())
    try:
        offered = take(reference, **form.uploaded(), by=by)
    except FileUnusable as problem:
        raise CannotBeRead(str(problem), where="file") from None
    except requests.NoSuchRequest:
        raise Http404 from None
    return done(offered.outcome) | {
        "passed": offered.passed,
        "sha256": offered.tested.sha256,
        "smallest_cell": offered.tested.smallest,
        "findings": offered.tested.findings,
    }
