"""Pages that gather rooms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from sharewell.decisions.lifecycle import WHO, Action
from sharewell.policy.law import law_on
from sharewell.policy.seeing import of as seeing_of
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.seeing import hidden
from sharewell_office.aftercare import store as aftercare
from sharewell_office.assurance.actions import store as actions
from sharewell_office.assurance.adherence import store as adherence
from sharewell_office.assurance.campaigns import store as campaigns
from sharewell_office.assurance.governance import store as governance
from sharewell_office.assurance.policies import store as policies
from sharewell_office.assurance.sampling import store as samples
from sharewell_office.assurance.survey import store as surveys
from sharewell_office.decisions import waiting_store as decisions
from sharewell_office.decisions.dpo import store as dpo
from sharewell_office.decisions.emergency import store as emergency
from sharewell_office.desk.addresses import page_of
from sharewell_office.ledger import outbox
from sharewell_office.ledger import store as ledger
from sharewell_office.people.access import staff_required
from sharewell_office.register import store as register
from sharewell_office.register.store import assessments as dpias
from sharewell_office.register.store import keeping, seeing
from sharewell_office.release import store as release


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """The first page: of our own people their work, of everybody else what they came for."""
    user = request.user
    if user.is_authenticated and not user.is_staff:
        return redirect("desk:visit" if user.visit else "desk:received")
    return home(request)


@staff_required
def home(request: HttpRequest) -> HttpResponse:
    """Your work: what waits for you, soonest first, and what happened last."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    items = [
        *decisions.open_work(actor, today),
        *dpo.open_work(actor),
        *keeping.open_work(actor, today),
        *emergency.open_work(actor, clock.now()),
        *release.open_work(actor, today),
        *aftercare.open_work(actor, today),
        *register.open_work(actor, today),
        *seeing.open_work(actor, today),
        *dpias.open_work(actor, law_on(today)),
        *actions.open_work(actor, today),
        *policies.open_work(actor),
        *governance.open_work(actor, today),
        *campaigns.open_work(actor),
        *surveys.open_work(actor),
        *samples.open_work(actor),
        *adherence.open_work(actor, today),
    ]
    looking = seeing_of(actor)
    kept = hidden([each.reference for each in items], looking)
    items = [each for each in items if each.reference not in kept]
    items.sort(key=lambda item: (item.due is None, item.due, item.reference))
    look = ledger.last_look()
    context = {
        "items": items,
        "today": today,
        "record_changed": bool(look and look.problems),
        "may_start": bool(actor.roles & WHO[Action.ANSWER]),
        "may_release": actor.has(Role.HANDLER),
        "unread": outbox.unread(actor.person),
        "recent": [each.told()._replace(href=page_of(each.about)) for each in ledger.recent(8, looking)],
    }
    return render(request, "desk/home.html", context)
