"""What somebody tries who has a cookie, a link or a number of guesses that are not theirs."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from builders.signed_in import signed_in_now
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.people import services, store
from sharewell_office.people.models import ApiKey, Delegation, User

pytestmark = pytest.mark.django_db


def test_a_cookie_that_was_kept_from_before_the_sign_out_opens_nothing(signed_in):
    browser, other_tab = signed_in("h1"), Client()
    other_tab.cookies["sessionid"] = browser.cookies["sessionid"].value
    assert other_tab.get("/requests/").status_code == 200

    browser.post("/account/sign-out/")

    assert other_tab.get("/requests/").status_code == 302
    assert other_tab.get("/api/v1/requests").status_code == 401


def test_a_session_that_somebody_chose_is_not_signed_in_by_another(client, person, sign_in):
    """The key of the session from before the sign-in is worth nothing after it."""
    attacker = Client()
    attacker.get("/account/sign-in/")
    session = attacker.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    attacker.cookies["sessionid"] = planted

    sign_in(client, person("h1"))

    assert client.get("/requests/").status_code == 200
    assert attacker.get("/requests/").status_code == 302


@pytest.mark.parametrize(
    "where",
    ["https://evil.example", "//evil.example", "/\\evil.example", "https:evil.example", "javascript:x()"],
)
@pytest.mark.parametrize(
    "way", ["/account/confirm/?next={}", "/account/sign-in/?next={}", "/account/sign-out/?next={}"]
)
def test_no_way_leads_out_of_the_office(person, sign_in, way, where, client):
    sign_in(client, person("h1"))

    answer = client.post(way.format(where), {"password": person("h1")["password"], "next": where})

    assert "evil.example" not in answer.get("Location", "")
    assert not answer.get("Location", "").startswith("javascript")


def test_guessing_at_the_password_before_a_step_comes_to_an_end(person, client):
    client = signed_in_now(User.objects.get(username="h1"), minutes_ago=60)

    guessed = [client.post("/account/confirm/", {"password": f"guess {n}"}).status_code for n in range(12)]
    right = client.post("/account/confirm/", {"password": person("h1")["password"]})

    assert 429 in guessed or right.status_code != 302


@pytest.mark.parametrize("guess", ["00000{}", "0000000{}"], ids=["codes", "recovery codes"])
def test_guessing_locks_the_account_from_whatever_address(person, guess):
    hana, answers = person("h1"), []
    for n in range(7):
        browser = Client(REMOTE_ADDR=f"10.0.0.{n}")
        browser.post("/account/sign-in/", {"login": hana["email"], "password": hana["password"]})
        answers.append(browser.post("/account/code/", {"code": guess.format(n)}).content.decode())

    assert "Too many" in answers[-1]


def test_one_address_that_guesses_at_many_is_stopped(person):
    browser = Client(raise_request_exception=False)
    told = {
        browser.post(
            "/account/sign-in/", {"login": f"nobody{n}@example.org", "password": "x" * 12}
        ).status_code
        for n in range(130)
    }

    assert 429 in told


def test_who_has_left_acts_by_no_key_and_no_session_and_lends_nothing(signed_in):
    session = signed_in("o2")
    user = User.objects.get(username="o2")
    key = {"Authorization": f"Bearer {make_key(user)}"}
    assert Client().get("/api/v1/me", headers=key).status_code == 200
    Delegation.objects.update(starts=clock.today())
    assert store.actor_by_id("o1", clock.today()).delegations

    services.leave("o2", by=store.actor_by_id("d1", clock.today()), at=clock.now())

    assert session.get("/requests/").status_code == 302
    assert Client().get("/api/v1/me", headers=key).status_code == 401
    assert store.actor_by_id("o1", clock.today()).delegations == ()


def test_a_key_is_made_only_by_who_just_proved_who_they_are():
    tired, awake = (signed_in_now(User.objects.get(username="h1"), minutes_ago=m) for m in (16, 14))
    said = {"name": "import", "may_write": "on", "for_days": "30"}

    asked = tired.post("/account/api-keys/", said)

    assert "/account/confirm/" in asked["Location"]
    assert not ApiKey.objects.exists()
    assert "/account/confirm/" not in awake.post("/account/api-keys/", said).get("Location", "")


def test_the_name_of_a_host_that_is_not_ours_is_in_no_link(signed_in):
    browser = signed_in("d1")

    answer = browser.post(
        "/people/invite/",
        {"name": "N", "email": "n@example.org", "roles": [Role.HANDLER.value]},
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )

    assert answer.status_code == 400


def test_what_a_proxy_might_say_counts_for_nothing_unless_it_is_trusted(person):
    """Else whoever guesses comes from another address each time."""
    cache.clear()
    hana = person("h1")
    for n in range(6):
        Client(headers={"X-Forwarded-For": f"192.0.2.{n}"}).post(
            "/account/sign-in/", {"login": hana["email"], "password": "wrong wrong wrong"}
        )

    right = Client(headers={"X-Forwarded-For": "192.0.2.99"}).post(
        "/account/sign-in/", {"login": hana["email"], "password": hana["password"]}
    )

    assert "Too many" in right.content.decode()


def make_key(user: User) -> str:
    from sharewell_office.people.programs.services import make_key

    return make_key(user, name="x", may_write=True, ends_on=clock.today())
