"""Emergencies on screen: one page while the telephone rings, and one on which everything else follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sharewell.decisions.emergency import lifecycle, steps
from sharewell.decisions.emergency.clocks import alarms, clocks
from sharewell.decisions.emergency.lifecycle import Action
from sharewell.decisions.emergency.record import SHORT_TERMS, Channel, Emergency, Status
from sharewell.decisions.reasons import Reason
from sharewell.policy import rulebook
from sharewell.policy.law.record import Law
from sharewell.policy.tables import Severity
from sharewell.vocabulary.outcome import Outcome, Rule
from sharewell_office.adapters.confirming import confirmed_for
from sharewell_office.decisions.answered import said_as
from sharewell_office.decisions.dpo import store as dpo
from sharewell_office.decisions.emergency import forms, services, store
from sharewell_office.decisions.law.services import in_force
from sharewell_office.decisions.services import now
from sharewell_office.design import paging
from sharewell_office.design.components import Row
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.people.access import staff_required
from sharewell_office.people.holidays.store import proclaimed
from sharewell_office.people.seeing import theirs
from sharewell_office.register import store as register

COLOURS = {
    Status.OPEN: "red",
    Status.RELEASED: "red",
    Status.RECORDED: "orange",
    Status.REGULARISED: "green",
    Status.STOOD_DOWN: "grey",
}


@staff_required
@require_GET
def emergencies(request: HttpRequest) -> HttpResponse:
    """Every emergency, newest first."""
    form = forms.EmergencySearch(request.GET or None, statuses=[(one.value, one.label) for one in Status])
    wanted = form.cleaned_data if form.is_valid() else {}
    page = paging.cut(theirs(request, store.matching(**wanted)), key="reference", query=request.GET.dict())
    colours = {status.value: colour for status, colour in COLOURS.items()}
    context = {"form": form, "page": page, "searching": any(wanted.values()), "colours": colours}
    return render(request, "decisions/emergency/list.html", context)


@staff_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The 60-second form. Whoever works here may open one, and nothing else is asked of them."""
    form = _tell_form(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _telling(request, form, status=400 if request.method == "POST" else 200)
    opened = services.open_one(**form.opening(), by=request.actor)  # type: ignore[attr-defined]
    reference = opened.events[0].about
    if "open" in request.POST:
        messages.success(request, f"{reference} is on record. Say what was told as soon as you have told it.")
        return redirect("decisions:emergency", reference)
    # Opened and told at one stroke: the number was made a moment ago, so nobody can have changed it since.
    return _told(request, reference, form, version=None)


@staff_required
@require_POST
def tell(request: HttpRequest, reference: str) -> HttpResponse:
    """What was told in an emergency that is on record."""
    emergency = _read(reference)
    form = _tell_form(request.POST)
    if not form.is_valid():
        return _telling(request, form, emergency=emergency, status=400)
    return _told(request, reference, form, version=form.cleaned_data["version"])


def _told(request: HttpRequest, reference: str, form: forms.Tell, *, version: int | None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    outcome = services.tell(reference, **form.telling(actor.person), version=version, by=actor)
    if not outcome.permitted:
        again = _tell_form({**request.POST.dict(), "told": request.POST.getlist("told"), "version": ""})
        again.is_valid()
        return _telling(request, again, emergency=_read(reference), refusals=outcome.refusals, status=403)
    messages.success(request, "What you told is on record. Complete the record within 24 hours.")
    return redirect("decisions:emergency", reference)


def _tell_form(data: Any = None, emergency: Emergency | None = None) -> forms.Tell:
    moment = now()
    known = (
        {name: getattr(emergency, name) for name in ("danger", "recipient_name", "data_set", "version")}
        if emergency
        else {}
    )
    return forms.Tell(data, initial=known, law=in_force(moment.date()), data_sets=_data_sets(), now=moment)


def _telling(
    request: HttpRequest,
    form: forms.Tell,
    *,
    emergency: Emergency | None = None,
    refusals: Any = (),
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "emergency": emergency, "refusals": refusals, "terms": SHORT_TERMS}
    return render(request, "decisions/emergency/tell.html", context, status=status)


def _data_sets() -> list[tuple[str, str]]:
    return [(asset.data_set, asset.title) for asset in register.assets()]


# --- afterwards -------------------------------------------------------------------------------------------------------


@staff_required
@require_GET
def emergency(request: HttpRequest, reference: str) -> HttpResponse:
    """One emergency: what to do next, until when, what was told, what is amiss."""
    return _page(request, _read(reference))


FORMS: dict[Action, type[Any]] = {
    Action.RECORD: forms.Complete,
    Action.ADVISE: forms.Advise,
    Action.REVIEW: forms.Judge,
    Action.STAND_DOWN: forms.StandDown,
    Action.SEND_TERMS: forms.SendTerms,
}
DO: dict[Action, Callable[..., Outcome]] = {
    Action.RECORD: services.complete,
    Action.ADVISE: services.advise,
    Action.REVIEW: services.review,
    Action.STAND_DOWN: services.stand_down,
    Action.SEND_TERMS: services.send_terms,
}
DONE = {
    Action.RECORD: "The record is complete. The owner of the data reviews it.",
    Action.ADVISE: "Your advice is recorded.",
    Action.REVIEW: "Your review is recorded.",
    Action.STAND_DOWN: "The emergency is stood down: nothing was told.",
    Action.SEND_TERMS: "It is on record that the written terms were sent.",
}


# Judging it afterwards binds the office. Telling and recording are asked nothing: whoever left the second factor on a
# desk in another building must still be able to say what was told (OPCC 7.2).
BINDING = frozenset({Action.ADVISE, Action.REVIEW, Action.SEND_TERMS})


@staff_required
@confirmed_for(BINDING)
@require_POST
def step(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Record, advise, review, stand down, or send the terms."""
    found = _read(reference)
    if action not in {one.value for one in FORMS}:
        raise Http404
    taken = Action(action)
    form = _form(taken, found, request.POST)
    if not form.is_valid():
        return _page(request, found, given={taken: form}, status=400)
    outcome = DO[taken](
        reference,
        **form.words(),
        version=form.cleaned_data["version"],
        by=request.actor,  # type: ignore[attr-defined]
    )
    if not outcome.permitted:
        return _page(request, _read(reference), given={taken: form}, refusals=outcome.refusals, status=403)
    messages.success(request, DONE[taken])
    return redirect("decisions:emergency", reference)


def _form(action: Action, found: Emergency, data: Any = None) -> Any:
    ids = f"id_{action.value}_%s"  # several forms stand on one page
    if action is Action.RECORD:
        law = services.law_for(found)
        return forms.Complete(data, auto_id=ids, emergency=found, law=law, data_sets=_data_sets())
    return FORMS[action](data, auto_id=ids, initial={"version": found.version})


def _page(
    request: HttpRequest,
    found: Emergency,
    *,
    given: dict[Action, Any] | None = None,
    refusals: Any = (),
    status: int = 200,
) -> HttpResponse:
    actor, moment, days_off = request.actor, now(), proclaimed()  # type: ignore[attr-defined]
    may = {action for action in Action if not lifecycle.refusals(found, action, by=actor, at=moment)}
    shown = {
        action.value: (given or {}).get(action) or _form(action, found) for action in may if action in FORMS
    }
    law = services.law_for(found)
    asked = dpo.about(found.reference)
    names = people.people_by_id(
        _people_of(found) | {who for one in asked for who in (one.asked_by, one.answered_by)}
    )
    context = {
        "emergency": found,
        "colour": COLOURS[found.status],
        "forms": shown,
        "tell_form": _tell_form(emergency=found) if Action.DISCLOSE in may else None,
        "terms": SHORT_TERMS,
        "due": clocks(found.disclosed, days_off) if found.disclosed else None,
        "alarms": alarms(found, moment, days_off),
        "findings": [_finding(code, law) for code in found.findings],
        "to_answer": _to_answer(found, moment, law) if found.recorded_at else [],
        "deferred": [law.stage[one] for one in steps.stages_deferred(found, moment, law) if one in law.stage],
        "rows": _rows(found, names, law),
        "questions_to_dpo": asked,
        "names": names,
        "refusals": refusals,
        "story": ledger.story(found.reference),
    }
    return render(request, "decisions/emergency/detail.html", context, status=status)


_RULES = {rule.code: rule for rule in vars(rulebook).values() if isinstance(rule, Rule)}


def _finding(code: str, law: Law) -> dict[str, str]:
    """A rule that was not kept, in words: what it is, and what puts it right."""
    if reason := law.reason.get(code):
        return {"code": code, "title": reason.title, "remedy": reason.remedy}
    rule = _RULES.get(code)
    return {"code": code, "title": rule.title if rule else code, "remedy": ""}


def _to_answer(found: Emergency, moment: datetime, law: Law) -> list[Reason]:
    """What the rules ask for afterwards, in writing, and nobody wrote yet."""
    judged = steps.assessment(found, moment, law)
    return [one for one in judged.reasons if one.severity is Severity.REQUIRE and one.stops]


def _people_of(found: Emergency) -> set[str]:
    told = {found.disclosure.by} if found.disclosure else set()
    reviewed = {found.review.by} if found.review else set()
    return {
        found.opened_by,
        found.recorded_by,
        *told,
        *reviewed,
        *found.owners,
        *(one.by for one in found.advice),
    }


CHANNEL = {
    Channel.PHONE: "By telephone",
    Channel.IN_PERSON: "In person",
    Channel.RADIO: "By radio",
    Channel.VIDEO: "By video",
}


def _rows(found: Emergency, names: dict[str, str], law: Law) -> list[Row]:
    """What is on record of it so far."""
    rows = [
        Row("In danger", found.danger or "Not said yet"),
        Row("Told to" if found.disclosure else "To be told", found.recipient_name or "Nobody yet"),
    ]
    if said := found.disclosure:
        rows += [
            Row("The person there", said.to_whom or "Not said"),
            Row("How we knew it was them", said.identity or "Not said"),
            Row("Told", ", ".join(said.told) or "Not said"),
            Row("How", CHANNEL.get(said.channel, said.channel)),  # type: ignore[call-overload]
            Row("The five lines", "Said aloud" if said.terms_said else "Not said aloud"),
            Row("Told by", names.get(said.by, said.by)),
        ]
    if found.recorded_at:
        rows += [
            Row("Why it could not wait", found.why_urgent),
            Row("Held back", ", ".join(found.withheld) or "Nothing"),
            *(
                Row(law.fact[name].ask, said_as(name, found.facts[name], law))
                for name in forms.RECORDED_FACTS
                if name in found.facts
            ),
        ]
    owners = ", ".join(names.get(one, one) for one in sorted(found.owners))
    return [*rows, Row("Owner of the data", owners or "Not known: say which of our data it is")]


def _read(reference: str) -> Emergency:
    try:
        return services.read(reference)
    except services.NoSuchEmergency:
        raise Http404 from None
