"""What a partner's own people see: what was sent to them and what they must do about it, what they gave us and what we
did about that, and their contact and key.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from sharewell.aftercare.corrections import Change
from sharewell.register.terms import Terms
from sharewell_office.adapters import clock
from sharewell_office.aftercare import contacting
from sharewell_office.aftercare import store as aftercare
from sharewell_office.aftercare.corrections import services as correction_services
from sharewell_office.aftercare.corrections import store as corrections
from sharewell_office.aftercare.corrections.forms import TellUs
from sharewell_office.aftercare.corrections.views import acknowledge_page
from sharewell_office.aftercare.forms import Contacts
from sharewell_office.aftercare.incidents import services as incident_services
from sharewell_office.aftercare.incidents import store as incidents
from sharewell_office.aftercare.incidents.forms import Answer, Tell
from sharewell_office.aftercare.incidents.views import tell_page
from sharewell_office.aftercare.keys.views import key_page
from sharewell_office.aftercare.models import Copy
from sharewell_office.aftercare.retention import store as retention
from sharewell_office.aftercare.retention.views import certificate_page
from sharewell_office.people.access import recipient_required
from sharewell_office.register import store as register
from sharewell_office.release import store as releases


@recipient_required
@require_GET
def received(request: HttpRequest) -> HttpResponse:
    """Everything of this recipient's: parcels that wait, copies held, duties."""
    party, today = _party(request), clock.today()
    duties = [each for each in register.duties(party) if each.done_on is None]
    context = {
        "party": register.party(party),
        "waiting": aftercare.waiting_for(party)[:50],
        "copies": retention.of_party(party)[:200],
        "given": retention.given_by(party)[:200],
        "notices": corrections.waiting_for(party)[:100],
        "questions": incidents.waiting_for(party)[:100],
        "incidents": incidents.of_party(party)[:50],
        "overdue": [each for each in duties if each.overdue(today)],
        "today": today,
    }
    return render(request, "desk/received.html", context)


def _party(request: HttpRequest) -> str:
    return str(request.user.party_reference)  # type: ignore[union-attr]


def _theirs(request: HttpRequest, reference: str) -> Copy:
    """A copy of this recipient's, and nobody else's: of any other, its number says nothing."""
    row = retention.of_party(_party(request)).filter(reference=reference).first()
    if row is None:
        raise Http404
    return row


@recipient_required
@require_GET
def copy(request: HttpRequest, reference: str) -> HttpResponse:
    """One copy: under which terms, until when, and its certificate."""
    row = _theirs(request, reference)
    release = releases.row(reference)
    terms = Terms.parse(release.terms) if release else None
    context = {"row": row, "release": release, "terms": terms, "today": clock.today()}
    return render(request, "desk/received_copy.html", context)


@recipient_required
@require_http_methods(["GET", "POST"])
def certify(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the certificate of destruction."""
    row = _theirs(request, reference)
    return certificate_page(
        request, row, party=_party(request), back=redirect("desk:received-copy", reference)
    )


@recipient_required
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Read what changed in somebody's data, and say that it was carried out."""
    party = _party(request)
    row = corrections.waiting_for(party).filter(pk=pk).first()
    if row is None:
        raise Http404
    return acknowledge_page(request, row, party=party, back=redirect("desk:received"))


@recipient_required
@require_GET
def given(request: HttpRequest, reference: str) -> HttpResponse:
    """A copy of theirs that we hold: until when, what they told us of it, and what we did."""
    row = _given(request, reference)
    context = {"row": row, "told": corrections.told_by(row.party, reference)[:100], "today": clock.today()}
    return render(request, "desk/given.html", context)


@recipient_required
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def given_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Tell us of a change in data that they gave us."""
    row = _given(request, reference)
    form = TellUs(request.POST or None)
    context = {"row": row, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "desk/given_change.html", context, status=400 if request.method == "POST" else 200
        )
    made, outcome = correction_services.take_down(
        Change(form.cleaned_data["change"]), copy=reference, says=form.cleaned_data["says"],
        told_on=clock.today(), by=request.actor, party=row.party,  # type: ignore[attr-defined]
    )  # fmt: skip
    if made:
        messages.success(request, "We have it. You hear from us when it was carried out.")
        return redirect("desk:given", reference)
    return render(request, "desk/given_change.html", context | {"refusals": outcome.refusals}, status=403)


def _given(request: HttpRequest, reference: str) -> Copy:
    row = retention.given_by(_party(request)).filter(reference=reference).first()
    if row is None:
        raise Http404
    return row


@recipient_required
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """Report an incident: only with data that this recipient holds."""
    party = _party(request)
    releases = [
        (each.reference, f"{each.reference} {each.title}") for each in retention.of_party(party)[:200]
    ]
    form = Tell(request.POST or None, parties=[], releases=releases)
    return tell_page(request, form, party=party, back="desk:received")


@recipient_required
@require_http_methods(["GET", "POST"])
def key(request: HttpRequest) -> HttpResponse:
    """Their own key: until when it is good, a new one, or none because it was lost."""
    return key_page(request, _party(request), portal=True)


@recipient_required
@require_http_methods(["GET", "POST"])
def contacts(request: HttpRequest) -> HttpResponse:
    """The addresses that we write to: changed by those who read them."""
    party = register.party(_party(request))
    if party is None:
        raise Http404
    on_file = {"contact": party.contact, "dpo_contact": party.dpo_contact}
    form = Contacts(request.POST or None, initial=on_file)
    context = {"party": party, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "desk/contacts.html", context, status=400 if request.method == "POST" else 200)
    outcome = contacting.change(party.reference, **form.cleaned_data, by=request.actor)  # type: ignore[attr-defined]
    if outcome.permitted:
        messages.success(request, "Changed. We have written to the old addresses and the new ones.")
        return redirect("desk:received")
    return render(request, "desk/contacts.html", context | {"refusals": outcome.refusals}, status=403)


@recipient_required
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer what the office asked about an incident."""
    party = _party(request)
    row = incidents.waiting_for(party).filter(pk=pk).first()
    if row is None:
        raise Http404
    form = Answer(request.POST or None)
    context = {"row": row, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "desk/question.html", context, status=400 if request.method == "POST" else 200)
    by = request.actor  # type: ignore[attr-defined]
    outcome = incident_services.answer(pk, says=form.cleaned_data["says"], by=by, party=party)
    if outcome.permitted:
        return redirect("desk:received")
    return render(request, "desk/question.html", context | {"refusals": outcome.refusals}, status=403)
