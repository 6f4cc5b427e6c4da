"""A recipient's own people change its contacts; whoever was on file before hears of it too."""

from __future__ import annotations

import pytest

from sharewell_office.ledger.models import Message
from sharewell_office.register import demo
from sharewell_office.register import store as register

pytestmark = pytest.mark.django_db

NEW = {"contact": "records@council.example.org", "dpo_contact": ""}


def test_the_card_has_the_new_address_and_the_old_one_is_told(signed_in):
    old = register.party(demo.COUNCIL).contact

    answer = signed_in("r1").post("/received/contacts/", NEW)

    told = set(Message.objects.filter(template="contacts-changed").values_list("to", flat=True))
    assert answer.status_code == 302
    assert register.party(demo.COUNCIL).contact == NEW["contact"]
    assert {old, NEW["contact"], "k1"} <= told


@pytest.mark.parametrize(("said", "status"), [({"contact": ""}, 400), ({"contact": "nobody"}, 400)])
def test_without_an_address_nothing_is_changed(signed_in, said, status):
    before = register.party(demo.COUNCIL)

    assert signed_in("r1").post("/received/contacts/", NEW | said).status_code == status
    assert register.party(demo.COUNCIL) == before


def test_the_offices_own_people_have_the_card_for_that(signed_in):
    assert signed_in("h1").get("/received/contacts/").status_code == 403
