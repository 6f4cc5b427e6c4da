"""What ends, ends to the minute, for everything by which somebody comes in; and an invitation is good once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from builders.signed_in import signed_in_now
from sharewell.policy.showing import Scope
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.decisions.delegations import services as delegations
from sharewell_office.ledger import store as ledger
from sharewell_office.people import services, store
from sharewell_office.people.models import User
from sharewell_office.people.programs.services import make_key

pytestmark = pytest.mark.django_db
SEEN = "ISA-2026-0001"
# Summer time began on the 29th: the last day is over in London while it is 11 at night in UTC.
LAST_DAY = date(2026, 3, 31)
LAST_MINUTE = datetime(2026, 3, 31, 22, 59, tzinfo=UTC)
OVER = datetime(2026, 3, 31, 23, 0, tzinfo=UTC)


def invited(**changed: object) -> services.Invitation:
    said = {
        "email": "vera@audit.example.org", "name": "Vera Quist", "roles": frozenset({Role.AUDITOR}), "party": "",
        "last_day": LAST_DAY, "visits": Scope(references=(SEEN,)), "by": store.actor_by_id("d1", clock.today()),
        "at": clock.now(),
    }  # fmt: skip
    return services.invite(**(said | changed))


@pytest.fixture
def visitor() -> User:
    """An auditor from outside, let in until the last day of March."""
    user = services.accept(invited().token, password="three unrelated words", at=clock.now())
    TOTP.activate(user, generate_totp_secret())
    return user


WAYS = ["/visit/", f"/visit/{SEEN}/", f"/visit/{SEEN}/documents/{SEEN}-agreement.pdf"]


@pytest.mark.parametrize("way", WAYS)
def test_an_auditor_looks_until_the_last_minute_in_london_and_not_a_minute_longer(visitor, way):
    with clock.set_to(LAST_MINUTE):
        assert signed_in_now(visitor).get(way).status_code == 200

    with clock.set_to(OVER):
        answer = signed_in_now(visitor).get(way)

    assert answer["Location"] == "/account/inactive/"


def test_no_pack_is_made_for_them_either(visitor):
    before = ledger.size()

    with clock.set_to(OVER):
        answer = signed_in_now(visitor).post("/visit/pack/")

    assert (answer.status_code, ledger.size()) == (302, before)


def test_a_clock_that_jumps_back_opens_no_session_that_was_shut(visitor):
    browser = signed_in_now(visitor)
    with clock.set_to(OVER):
        browser.get("/visit/")

    with clock.set_to(LAST_MINUTE):
        answer = browser.get("/visit/")

    assert answer["Location"].startswith("/account/sign-in/")


def test_with_the_last_day_ends_the_key_of_a_program_whatever_day_the_key_was_made_for():
    hana = User.objects.get(username="h1")
    key = {"Authorization": f"Bearer {make_key(hana, name='x', may_write=True, ends_on=date(2027, 1, 1))}"}
    User.objects.filter(pk=hana.pk).update(last_day=LAST_DAY)

    answers = []
    for moment in (LAST_MINUTE, OVER):
        with clock.set_to(moment):
            answers.append(Client().get("/api/v1/me", headers=key).status_code)

    assert answers == [200, 401]


def test_a_key_ends_with_its_own_day_and_a_clock_that_jumps_back_gives_it_no_more_posts():
    hana = User.objects.get(username="h1")
    key = {"Authorization": f"Bearer {make_key(hana, name='x', may_write=True, ends_on=LAST_DAY)}"}

    answers = []
    for moment in (LAST_MINUTE, OVER):
        with clock.set_to(moment):
            answers.append(Client().get("/api/v1/me", headers=key).status_code)
    services.leave("h1", by=store.actor_by_id("d1", clock.today()), at=clock.now())

    assert answers == [200, 401]
    assert Client().get("/api/v1/me", headers=key).status_code == 401


def test_two_who_follow_one_invitation_at_once_come_to_one_account(monkeypatch):
    """Both read it open; then both come in."""
    token = invited().token
    stale, before = store.invitation(services.hash_of(token), clock.now()), ledger.size()
    monkeypatch.setattr(store, "invitation", lambda *_: stale)

    first, second = (
        services.accept(token, password=word * 3, at=clock.now()) for word in ("willow", "hazel-")
    )

    assert (first.username, second) == (stale.username, None)
    assert first.check_password("willowwillowwillow")
    assert User.objects.filter(username=stale.username).count() == 1
    assert ledger.size() == before + 1


@pytest.mark.parametrize("later", [timedelta(days=7), timedelta(days=7, seconds=1), timedelta(days=800)])
def test_an_invitation_is_over_after_seven_days_to_the_second(later):
    made = invited(last_day=date(2029, 1, 1))

    assert services.accept(made.token, password="willowwillowwillow", at=clock.now() + later) is None


def test_one_second_before_it_is_still_good():
    made = invited(last_day=date(2029, 1, 1))

    at = clock.now() + timedelta(days=7, seconds=-1)

    assert services.accept(made.token, password="willowwillowwillow", at=at) is not None


# --- nobody hands on what was lent to them -------------------------------------------------------------------------
def lend(owner: str, to: str, data_set: str, *, by: str):
    day = clock.today()
    return delegations.delegate(
        owner=owner, to=to, data_sets=frozenset({data_set}), special_category=True, starts=day,
        ends=day + timedelta(days=9), by=store.actor_by_id(by, day),
    )  # fmt: skip


@pytest.mark.parametrize(("owner", "by"), [("o2", "o2"), ("o1", "o2"), ("o2", "c1")])
def test_whoever_decides_for_an_owner_lends_that_to_nobody_in_whoevers_name(owner, by):
    lent = lend("o1", "o2", "complaints", by="o1")
    assert lent.permitted, lent.refusals
    assert [each.data_sets for each in store.actor_by_id("o2", clock.today()).delegations] == [{"complaints"}]

    chained = lend(owner, "d1", "complaints", by=by)

    assert not chained.permitted
    assert store.actor_by_id("d1", clock.today()).delegations == ()


def test_what_was_lent_ends_with_the_hour_in_which_its_giver_leaves():
    lend("o1", "o2", "complaints", by="o1")

    services.leave("o1", by=store.actor_by_id("d1", clock.today()), at=clock.now())

    assert store.actor_by_id("o2", clock.today()).delegations == ()
