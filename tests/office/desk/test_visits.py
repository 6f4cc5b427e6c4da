"""An auditor from outside sees what they were let in for, until their last day, and every look is on the record."""

from __future__ import annotations

from datetime import date

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from sharewell.ledger.verdict import verify
from sharewell.policy.showing import Scope
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.ledger import store as ledger
from sharewell_office.ledger.keys import signing_key
from sharewell_office.people import services, store

pytestmark = pytest.mark.django_db
SEEN, UNSEEN = "ISA-2026-0001", "ISA-2026-0002"


@pytest.fixture
def auditor(signed_in):
    """Somebody who was invited to see one agreement until 31 March, and came."""
    invited = services.invite(
        email="vera@audit.example.org",
        name="Vera Quist",
        roles=frozenset({Role.AUDITOR}),
        party="",
        last_day=date(2026, 3, 31),
        visits=Scope(references=(SEEN,)),
        by=store.actor_by_id("d1", clock.today()),
        at=clock.now(),
    )
    user = services.accept(invited.token, password="three unrelated words", at=clock.now())
    TOTP.activate(user, generate_totp_secret())
    return signed_in(user.username)


def test_they_see_the_records_of_their_scope_and_its_papers(auditor):
    listed = auditor.get("/visit/").content.decode()
    page = auditor.get(f"/visit/{SEEN}/").content.decode()
    paper = auditor.get(f"/visit/{SEEN}/documents/{SEEN}-agreement.pdf")

    assert SEEN in listed
    assert UNSEEN not in listed
    assert "The agreement came into force" in page
    assert paper.content.startswith(b"%PDF")


def test_of_anything_else_not_even_the_number_is_told(auditor):
    there, nowhere = auditor.get(f"/visit/{UNSEEN}/"), auditor.get("/visit/ISA-1999-0001/")

    assert there.status_code == nowhere.status_code == 404
    assert auditor.get(f"/visit/{UNSEEN}/documents/{UNSEEN}-agreement.pdf").status_code == 404
    assert auditor.get(f"/visit/{SEEN}/documents/{UNSEEN}-agreement.pdf").status_code == 404


def test_every_look_is_on_the_record_by_whom(auditor):
    auditor.get(f"/visit/{SEEN}/")

    looked = ledger.entries(about=SEEN, limit=1)[0]
    assert looked.sentence == "An auditor from outside looked at it"
    assert looked.who == "Vera Quist"


def test_they_take_their_scope_away_as_a_pack_and_nothing_else(auditor):
    pack = auditor.post("/visit/pack/")

    assert verify(pack.getvalue(), key=signing_key().verifier()).anchored
    assert UNSEEN.encode() not in pack.getvalue()
    assert auditor.post("/show/", {"reference": UNSEEN}).status_code == 403


def test_after_the_last_day_the_door_is_shut(auditor, at):
    with at("2026-03-31T23:59"):
        assert auditor.get("/visit/").status_code == 200
    with at("2026-04-01T00:01"):
        assert auditor.get("/visit/").status_code == 302


def test_nobody_else_has_that_page(signed_in):
    for username in ("d1", "a1", "r1"):
        assert signed_in(username).get("/visit/").status_code == 403


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"last_day": None}, "Somebody from outside needs a last day."),
        ({"roles": frozenset({Role.AUDITOR, Role.DPO})}, "Only an auditor is let in to see certain records"),
        ({"visits": Scope()}, "Only an auditor is let in to see certain records"),
    ],
)
def test_who_is_let_in_to_look_gets_no_more_than_that(changed, says):
    asked = {
        "email": "vera@audit.example.org", "name": "Vera Quist", "roles": frozenset({Role.AUDITOR}), "party": "",
        "last_day": date(2026, 3, 31), "visits": Scope(references=(SEEN,)),
    }  # fmt: skip

    made = services.invite(**asked | changed, by=store.actor_by_id("d1", clock.today()), at=clock.now())

    assert says in " ".join(each.reason for each in made.refusals)


def test_they_arrive_at_what_they_were_let_in_for(auditor):
    assert auditor.get("/").url == "/visit/"
