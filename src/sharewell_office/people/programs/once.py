"""A write sent twice with the same `Idempotency-Key` happens once, and is answered the same both times.

    @router.post(...)
    @once
    def open_request(request, payload: RequestIn): ...

As in draft-ietf-httpapi-idempotency-key-header: the same key with another body is 422; while the first is under
way, 409. An answer is kept for a day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import salted_hmac
from ninja import Schema, Status

from sharewell.vocabulary.outcome import Outcome
from sharewell_office.adapters import clock
from sharewell_office.people.models import KeptAnswer
from sharewell_office.people.programs import problems, store
from sharewell_office.people.programs.problems import Refused, changed_meanwhile, permitted

KEPT_FOR = timedelta(days=1)
LONGEST_KEY = 255


class Done(Schema):
    """What a write answers: what it was about, and the kinds of what happened, as the record has them."""

    reference: str
    events: list[str]


def done(outcome: Outcome, reference: str = "") -> dict[str, Any]:
    """The answer to a write, about `reference` or what its first event is about. Raises `Refused` if it was refused."""
    events = permitted(outcome).events
    return {"reference": reference or events[0].about, "events": [event.kind for event in events]}


def taken(
    take: Callable[[], Outcome],
    reference: str = "",
    *,
    unknown: type[Exception],
    late: type[Exception] | tuple[()] = (),
    what: str = "this",
) -> dict[str, Any]:
    """The answer to a step in something that is there already. Raises `Refused`, or `Http404` where it is `unknown`;
    where somebody else was first (`late`), it says so of `what` ("this release").
    """
    try:
        return done(take(), reference)
    except unknown:
        raise Http404 from None
    except late:
        raise changed_meanwhile(what) from None


def once(write: Callable[..., dict[str, Any]]) -> Callable[..., Any]:
    """`write` answers a dict (201) or raises `Refused`; any other exception leaves no trace of the key."""

    @wraps(write)
    def kept(request: HttpRequest, *args: Any, **given: Any) -> Any:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return write(request, *args, **given)
        if len(key) > LONGEST_KEY:
            return problems.answer(422, [_too_long()])
        fingerprint = _fingerprint(request)
        row, ours = store.claim(request.actor.person, key, fingerprint, clock.now())  # type: ignore[attr-defined]
        if not ours:
            return _again(row, fingerprint)
        return _first(row, lambda: write(request, *args, **given))

    return kept


def _first(row: KeptAnswer, write: Callable[[], dict[str, Any]]) -> Any:
    try:
        answered = write()
    except Refused as no:
        store.keep(row, no.status, problems.described(no.status, [each.as_dict() for each in no.refusals]))
        raise
    except BaseException:
        store.let_go(row)
        raise
    store.keep(row, 201, answered)
    return Status(201, answered)


def _again(row: KeptAnswer, fingerprint: str) -> HttpResponse:
    if row.fingerprint != fingerprint:
        return problems.answer(422, [_another()])
    if row.status is None:
        return problems.answer(409, [_under_way()])
    kind = "application/json" if row.status < 400 else "application/problem+json"
    return JsonResponse(row.body, status=row.status, content_type=kind)


def _fingerprint(request: HttpRequest) -> str:
    """A keyed digest of what was asked. Bodies hold identifiers of people, and a plain digest of one can be guessed."""
    seen = salted_hmac(__name__, f"{request.method} {request.get_full_path()}\n", algorithm="sha256")
    if request.FILES or request.POST:  # the stream of an upload was read already
        for name, values in sorted(request.POST.lists()):
            seen.update(f"{name}={values}\n".encode())
        for name, file in sorted(request.FILES.items()):
            seen.update(f"{name}\n".encode())
            for chunk in file.chunks():
                seen.update(chunk)
            file.seek(0)
    else:
        seen.update(request.body)
    return seen.hexdigest()


def forget_answers(at: Any) -> str:
    """The job that destroys answers a day old."""
    return f"{store.forget(at - KEPT_FOR)} kept answers destroyed"


def _too_long() -> dict[str, str]:
    return problems.one(
        "API_IDEMPOTENCY", f"An Idempotency-Key has at most {LONGEST_KEY} letters.", "Send a UUID."
    )


def _another() -> dict[str, str]:
    return problems.one(
        "API_IDEMPOTENCY",
        "This Idempotency-Key was used with another request.",
        "Use a new key for each write, and the same one only to repeat it.",
    )


def _under_way() -> dict[str, str]:
    return problems.one(
        "API_IDEMPOTENCY",
        "The first request with this Idempotency-Key has not ended, or broke off.",
        "Wait a moment and send it again; if this goes on, look at the record before you use a new key.",
    )
