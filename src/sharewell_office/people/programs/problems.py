"""Every "no" of the API is an RFC 9457 problem whose `refusals` say code, reason, remedy and citation.

raise Refused(outcome.refusals)      a rule said no: 403, or 409 where somebody else was first
raise changed_meanwhile("this …")    somebody else was first, and we met it only in writing: 409
raise Http404                        there is no such thing
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as FieldError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from sharewell.policy import rulebook
from sharewell.vocabulary.outcome import Outcome, Refusal

CITATION = "Interface /api/v1, RFC 9457"


class RefusalOut(Schema):
    code: str
    reason: str
    remedy: str
    citation: str
    where: str = ""


class Problem(Schema):
    """RFC 9457 problem details."""

    type: str = "about:blank"
    title: str
    status: int
    refusals: list[RefusalOut]


class Refused(Exception):
    """The answer is no, for all of these reasons."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(", ".join(each.rule.code for each in refusals))
        self.refusals = refusals

    @property
    def status(self) -> int:
        late = any(each.rule == rulebook.DECIDED_MEANWHILE for each in self.refusals)
        return HTTPStatus.CONFLICT if late else HTTPStatus.FORBIDDEN


class CannotBeRead(Exception):
    """What was sent is not what it says it is: 422, and nothing happened."""

    def __init__(self, reason: str, *, where: str) -> None:
        super().__init__(where)
        self.told = one("API_INPUT", reason, "Mend it and send it again.", where)


class NotAsAsked(Exception):
    """What was sent is not what the form asks for: 422, with every field that is wrong. `errors` are the form's."""

    def __init__(self, errors: Mapping[str, Sequence[FieldError]]) -> None:
        super().__init__(", ".join(errors))
        self.told = [_wrong(name, each) for name, several in errors.items() for each in several]


def changed_meanwhile(what: str) -> Refused:
    """Somebody else was first. `what` as in a sentence: "this release"."""
    return Refused(
        [
            Refusal(
                rule=rulebook.DECIDED_MEANWHILE,
                reason=f"Somebody else changed {what} a moment ago.",
                remedy="Read it again, then decide.",
            )
        ]
    )


def permitted(outcome: Outcome) -> Outcome:
    """The outcome, if it is a yes. Raises `Refused`."""
    if not outcome.permitted:
        raise Refused(outcome.refusals)
    return outcome


def _wrong(name: str, error: FieldError) -> dict[str, str]:
    # A message with parameters may repeat what was sent, which may be personal data.
    expected = (
        str(error.message) if not error.params else _EXPECTED_OF_FORMS.get(error.code or "", _UNEXPECTED)
    )
    where = "" if name == NON_FIELD_ERRORS else name
    return one("API_INPUT", f"{where}: {expected}" if where else expected, _READ_THE_DESCRIPTION, where)


def described(status: int, refusals: Iterable[dict[str, str]]) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "refusals": list(refusals),
    }


def one(code: str, reason: str, remedy: str, where: str = "") -> dict[str, str]:
    """A refusal of the interface itself, not of a rule."""
    return {"code": code, "reason": reason, "remedy": remedy, "citation": CITATION, "where": where}


def answer(status: int, refusals: Iterable[dict[str, str]]) -> JsonResponse:
    return JsonResponse(described(status, refusals), status=status, content_type="application/problem+json")


# --- what the framework says no to ------------------------------------------------------------------------------------

_OURS = {
    400: ("API_INPUT", "The request could not be read.", "Send what /api/v1/openapi.json describes."),
    401: ("API_NOT_SIGNED_IN", "Nobody is signed in, or the API key is not valid any more.",
          "Send `Authorization: Bearer` with a live key; keys are made on the page /account/api-keys/."),
    403: ("API_FORBIDDEN", "This is not yours to do, or the session has not proved lately who it is.",
          "Use an API key that may write, or confirm who you are at /account/confirm/ and send X-CSRFToken."),
    404: ("API_NO_SUCH_THING", "There is nothing at this address, or nothing that you may see.",
          "Look the address up in /api/v1/openapi.json."),
    405: ("API_METHOD", "This address does not take that method.", "Look at /api/v1/openapi.json for those it takes."),
    413: ("API_INPUT", "The request is too large.", "Send a file by /api/v1/releases."),
    500: ("API_FAULT", "Something broke on our side. Nothing was changed.", "Try again; then tell the office."),
}  # fmt: skip


def usual(status: int) -> JsonResponse:
    """What we say to a failure that nobody described."""
    code, reason, remedy = _OURS.get(status) or _OURS[500 if status >= 500 else 400]
    return answer(status, [one(code, reason, remedy)])


def install(api: NinjaAPI) -> None:
    """Have `api` answer all that goes wrong by a problem."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(CannotBeRead, lambda _request, no: answer(422, [no.told]))
    api.add_exception_handler(NotAsAsked, lambda _request, no: answer(422, no.told))
    api.add_exception_handler(ValidationError, _not_valid)
    api.add_exception_handler(AuthenticationError, lambda _request, _why: usual(401))
    api.add_exception_handler(Http404, lambda _request, _why: usual(404))
    # A form where JSON is expected: it was read as a form to look for the anti-forgery token.
    api.add_exception_handler(RawPostDataException, lambda _request, _why: usual(400))
    api.add_exception_handler(HttpError, lambda _request, why: usual(why.status_code))


def _refused(_request: HttpRequest, no: Any) -> HttpResponse:
    return answer(no.status, [each.as_dict() for each in no.refusals])


def _not_valid(_request: HttpRequest, invalid: Any) -> HttpResponse:
    # What was sent is not repeated: it may be personal data.
    return answer(422, [_about(error) for error in invalid.errors])


def _about(error: dict[str, Any]) -> dict[str, str]:
    where = ".".join(str(part) for part in error["loc"] if part not in ("body", "payload"))
    return one(
        "API_INPUT", f"{where}: {_EXPECTED.get(error['type'], _UNEXPECTED)}", _READ_THE_DESCRIPTION, where
    )


_UNEXPECTED = "This is not what is expected here."
_READ_THE_DESCRIPTION = "Send what /api/v1/openapi.json describes for this field."
_EXPECTED_OF_FORMS = {
    "invalid_choice": "This is not one of the values allowed.",
    "max_length": "This is too long.",
}
_EXPECTED = {
    "missing": "This is missing.",
    "extra_forbidden": "There is no such field.",
    "literal_error": "This is not one of the values allowed.",
    "enum": "This is not one of the values allowed.",
    "string_type": "This must be text.",
    "date_from_datetime_parsing": "This must be a date, as 2026-04-01.",
    "date_parsing": "This must be a date, as 2026-04-01.",
    "int_parsing": "This must be a whole number.",
    "string_too_short": "This must not be empty.",
    "string_too_long": "This is too long.",
    "json_invalid": "The body is not JSON.",
}


class ProblemsMiddleware:
    """Turns what Django itself says no to, below /api/, into a problem."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        if not request.path_info.startswith("/api/") or response.status_code < 400:
            return response
        if response.headers.get("Content-Type") == "application/problem+json":
            return response
        told = usual(response.status_code)
        for name in ("Allow", "Retry-After"):
            if name in response.headers:
                told[name] = response[name]
        return told
