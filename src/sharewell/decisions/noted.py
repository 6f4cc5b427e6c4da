"""What goes on the record beside a step because somebody will look for it: a transfer, an exemption, a history shown.

An answer alone says that a page was filled in. An auditor asks who weighed the transfer, which exemption was relied on
and until when, and what was known of the recipient at that moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sharewell.decisions.request import Request
from sharewell.decisions.stepping import happened
from sharewell.policy.truth import Value
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.people import Actor


def noted_answers(before: Request, after: Request, *, stage: str, by: Actor, at: datetime) -> Iterator[Event]:
    """What the answers of one stage put on the record besides themselves."""
    noted: dict[str, JSON] | None = None
    match stage:
        case "S0" if after.answers.get("S0.1") == "no":
            yield happened("case.triaged", after, by, at, {"identifiable": "no"})
        case "S5":
            noted = _exemption(before.answers.get("S5.3"), after.answers.get("S5.3"))
            if noted:
                yield happened("exemption.recorded", after, by, at, noted)
        case "S8":
            noted = _history(after)
            if noted:
                yield happened("history.shown", after, by, at, noted)
        case "S9" if after.answers.get("S9.1") == "yes":
            yield happened(
                "transfer.assessed", after, by, at, {"mechanism": _text(after.answers.get("S9.2"))}
            )


def noted_advice(request: Request, *, by: Actor, at: datetime) -> Iterator[Event]:
    """Advice on a request that leaves the country is the consultation that 8.1 asks for."""
    if request.answers.get("S9.1") == "yes":
        yield happened("transfer.dpo_consulted", request, by, at, {})


def _exemption(before: Value | None, now: Value | None) -> dict[str, JSON]:
    if not isinstance(now, Mapping) or now == before or not str(now["prejudice"]).strip():
        return {}
    return {"exemption": str(now["exemption"]), "until": str(now["until"])}


def _history(request: Request) -> dict[str, JSON]:
    owed = request.answers.get("S8.4")
    duties: list[JSON] = [str(one) for one in owed] if isinstance(owed, tuple) else []
    incidents: list[JSON] = [one.reference for one in request.history]
    return {"incidents": incidents, "duties": duties} if incidents or duties else {}


def _text(value: Value | None) -> str:
    return value if isinstance(value, str) else ""
