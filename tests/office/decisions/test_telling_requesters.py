"""The requester is told the outcome, and gets the receipt that they were."""

from __future__ import annotations

import pytest

from sharewell_office.adapters import clock
from sharewell_office.decisions import services, store
from sharewell_office.ledger import outbox
from sharewell_office.people import store as people
from sharewell_office.register import store as register

pytestmark = pytest.mark.django_db


def a_decided_request():
    known = [services.read(row.reference) for row in store.rows()]
    return next(request for request in known if request.decision and register.party(request.recipient))


@pytest.mark.parametrize(("contact", "letters"), [("info@council.northshire.example", 1), ("a post box", 0)])
def test_the_contact_of_who_asked_is_written_to_where_there_is_an_address(contact, letters):
    from sharewell_office.register.models import Party

    request = a_decided_request()
    Party.objects.filter(reference=request.recipient).update(contact=contact)
    before = outbox.log().count()

    outcome = services.notified(request.reference, by=people.actor_by_id("h1", clock.today()))

    assert outcome.permitted
    assert [row.template for row in outbox.log()[: outbox.log().count() - before]] == [
        "decision-told"
    ] * letters
