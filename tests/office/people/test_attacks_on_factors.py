"""What somebody tries at another's passkeys, codes, sessions and address; or at their own, from an unlocked desk."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.test import Client

from builders.signed_in import signed_in_now
from sharewell_office.ledger import store as ledger
from sharewell_office.ledger.models import Message
from sharewell_office.people.models import User

pytestmark = pytest.mark.django_db
OWN = "/account/second-factor/"


def a_passkey(username: str, name: str = "Work laptop") -> Authenticator:
    said = {"name": name, "credential": {"clientExtensionResults": {}}}
    owner = User.objects.get(username=username)
    return Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data=said)


def names() -> set[str]:
    return {each.wrap().name for each in Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN)}


@pytest.fixture
def unlocked(db) -> Client:
    """Hana's browser, at a desk that she left a quarter of an hour ago."""
    return signed_in_now(User.objects.get(username="h1"), minutes_ago=16)


@pytest.fixture
def hana(person, signed_in) -> Client:
    """Hana's browser, in which she has just given her password once more."""
    browser = signed_in("h1")
    browser.post("/account/confirm/", {"password": person("h1")["password"]})
    return browser


STEPS = [("{}/", {"name": "Mine now"}), ("{}/remove/", {})]


@pytest.mark.parametrize(("address", "said"), STEPS, ids=["rename", "remove"])
def test_the_passkey_of_somebody_else_is_not_there(hana, address, said):
    key = a_passkey("d1")
    address = f"{OWN}passkeys/{address.format(key.pk)}"

    answers = [ask(address, said).status_code for ask in (hana.get, hana.post)]

    assert answers == [404, 404]
    assert names() == {"Work laptop"}


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES])
@pytest.mark.parametrize(("address", "said"), STEPS, ids=["rename", "remove"])
def test_what_is_no_passkey_is_not_there_as_one(hana, address, said, kind):
    RecoveryCodes.activate(User.objects.get(username="h1"))
    own = Authenticator.objects.get(user__username="h1", type=kind)

    answer = hana.post(f"{OWN}passkeys/{address.format(own.pk)}", said)

    assert answer.status_code == 404
    assert Authenticator.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize(("address", "said"), STEPS, ids=["rename", "remove"])
def test_at_an_unlocked_desk_a_passkey_stays_as_it_is(unlocked, address, said):
    key = a_passkey("h1")

    answer = unlocked.post(f"{OWN}passkeys/{address.format(key.pk)}", said)

    assert answer["Location"].startswith("/account/confirm/")
    assert names() == {"Work laptop"}


@pytest.mark.parametrize(("address", "said"), STEPS, ids=["rename", "remove"])
def test_another_site_cannot_have_it_done(hana, address, said):
    address = f"{OWN}passkeys/{address.format(a_passkey('h1').pk)}"
    elsewhere = Client(enforce_csrf_checks=True)
    elsewhere.cookies = hana.cookies

    assert elsewhere.post(address, said).status_code == 403
    assert elsewhere.get(address).status_code == 200
    assert names() == {"Work laptop"}


def test_its_owner_renames_it_and_removes_it_and_is_told_of_that(hana):
    key = a_passkey("h1")

    assert hana.post(f"{OWN}passkeys/{key.pk}/", {"name": "Old laptop"}).status_code == 302
    assert names() == {"Old laptop"}
    assert hana.post(f"{OWN}passkeys/{key.pk}/remove/").status_code == 302

    assert names() == set()
    (entry,) = ledger.entries(about="h1")
    assert entry.sentence == "What they sign in with was changed: a passkey was removed"
    assert Message.objects.get(template="proof-changed").to == "h1"


def test_whoever_removes_the_last_of_what_they_prove_themselves_with_acts_no_more_until_there_is_another(
    hana,
):
    Authenticator.objects.filter(user__username="h1").delete()
    key = a_passkey("h1")
    assert hana.get("/requests/").status_code == 200

    hana.post(f"{OWN}passkeys/{key.pk}/remove/")

    assert hana.get("/requests/")["Location"] == f"{OWN}app/"
    assert hana.get("/api/v1/requests").status_code in (302, 401, 403)


def test_of_the_last_passkey_is_said_beforehand_what_comes_then(hana):
    last = "It is the last thing that you sign in with"
    address = f"{OWN}passkeys/{a_passkey('h1').pk}/remove/"
    assert last not in hana.get(address).content.decode()

    Authenticator.objects.filter(user__username="h1", type=Authenticator.Type.TOTP).delete()

    assert last in hana.get(address).content.decode()


@pytest.mark.parametrize(
    ("name", "why"), [("", "Enter a name"), ("   ", "Enter a name"), ("x" * 101, "at most 100 characters")]
)
def test_a_name_that_is_none_is_told_beside_the_question(hana, name, why):
    key = a_passkey("h1")

    page = hana.post(f"{OWN}passkeys/{key.pk}/", {"name": name}).content.decode()

    assert why in page
    assert names() == {"Work laptop"}


@pytest.mark.parametrize(
    "address",
    ["recovery-codes/", "recovery-codes/new/", "recovery-codes/download/", "app/remove/", "passkeys/add/"],
)
def test_at_an_unlocked_desk_no_code_is_shown_and_nothing_is_added(unlocked, address):
    RecoveryCodes.activate(User.objects.get(username="h1"))
    before = list(Authenticator.objects.values())

    answers = [ask(f"{OWN}{address}") for ask in (unlocked.get, unlocked.post)]

    assert [each.get("Location", "/account/confirm/").split("?")[0] for each in answers] == [
        "/account/confirm/"
    ] * 2
    assert {each.status_code for each in answers} <= {302, 405}
    assert list(Authenticator.objects.values()) == before


def test_looking_at_the_page_makes_no_new_codes(hana):
    codes = RecoveryCodes.activate(User.objects.get(username="h1"))
    before = codes.get_unused_codes()

    assert hana.get(f"{OWN}recovery-codes/new/").status_code == 200

    again = Authenticator.objects.get(user__username="h1", type=Authenticator.Type.RECOVERY_CODES)
    assert again.wrap().get_unused_codes() == before


def test_ending_the_other_sessions_ends_ones_own_alone(person, sign_in, later):
    here, there, hers = Client(), Client(), Client()
    for browser, username in ((there, "h1"), (hers, "d1")):
        sign_in(browser, person(username))
    later(95)  # a code is good once
    sign_in(here, person("h1"))
    assert sorted(each.user.username for each in UserSession.objects.all()) == ["d1", "h1", "h1"]

    # Whatever key is named: the page takes none.
    here.post("/account/sessions/", {"session": hers.session.session_key, "id": hers.session.session_key})

    assert [each.get("/requests/").status_code for each in (here, there, hers)] == [200, 302, 200]


@pytest.mark.parametrize("action", ["action_add", "action_primary", "action_remove", "action_send"])
def test_nobody_changes_the_address_they_sign_in_with(hana, action):
    before = User.objects.get(username="h1").email

    hana.post("/account/", {"email": "mine@example.org", action: ""})

    assert User.objects.get(username="h1").email == before
    assert not EmailAddress.objects.exclude(email=before).filter(user__username="h1").exists()
