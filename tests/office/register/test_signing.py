"""A party reads, comments and signs by link; both sides hold the digest of the same text."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sharewell_office.people import store as people
from sharewell_office.register import models, services, store

pytestmark = pytest.mark.django_db

UNSIGNED = "Complaint reviews, exchanged with the police"
POLICE = "ORG-0002"
PAT = {"name": "Pat Rowe", "post": "Head of disclosure", "authorised": "on"}


@pytest.fixture
def reference():
    return models.Agreement.objects.get(title=UNSIGNED).reference


@pytest.fixture
def secret(reference):
    return services.invite(reference, party=POLICE, by=people.command_line())


def read(client, secret):
    return client.get(reverse("register:sign", args=[secret]))


def sign(client, secret, **changed):
    given = PAT | {"digest": read(client, secret).context["digest"]} | changed
    return client.post(reverse("register:sign-now", args=[secret]), given, follow=True)


def test_the_party_reads_all_of_it_and_its_digest_is_ours(client, secret, reference):
    page = read(client, secret)

    for words in (
        "complainant_surname",
        "Article 6(1)(e)",
        "30 days",
        "within 24 hours",
        "Northshire Police",
    ):
        assert words in page.text
    assert page.context["digest"] == store.agreement(reference).digest()
    assert "no-store" in page["Cache-Control"]


def test_the_party_reads_who_we_are(client, secret):
    page = client.get(reverse("register:sign", args=[secret]))

    assert "Between Northshire Office of the Police and Crime Commissioner (“we”) and " in page.text


def test_the_secret_itself_is_kept_nowhere(secret):
    assert secret not in str(list(models.SigningLink.objects.values()))


def test_a_comment_reaches_those_who_draft(client, secret, reference, signed_in):
    client.post(
        reverse("register:sign-comment", args=[secret]),
        {"name": "Pat Rowe", "text": "Please add the ward."},
        follow=True,
    )

    page = signed_in("h1").get(reverse("register:agreement", args=[reference]))

    assert "Please add the ward." in page.text


def test_what_was_changed_after_they_opened_it_is_not_signed(client, secret, reference):
    digest = read(client, secret).context["digest"]
    models.Agreement.objects.filter(reference=reference).update(retention="P99M")

    page = client.post(reverse("register:sign-now", args=[secret]), PAT | {"digest": digest}, follow=True)

    assert "nothing was signed" in page.text
    assert store.agreement(reference).countersignatures == {}


def test_before_the_dpo_has_reviewed_this_text_nobody_signs(client, secret, reference):
    models.Agreement.objects.filter(reference=reference).update(review=None)

    page = sign(client, secret)

    assert page.status_code == 403
    assert "reviews come before signatures" in page.text


@pytest.mark.parametrize("left_out", ["name", "post", "authorised"])
def test_a_signature_says_who_in_which_post_and_with_authority(client, secret, reference, left_out):
    page = sign(client, secret, **{left_out: ""})

    assert page.status_code == 400
    assert store.agreement(reference).countersignatures == {}


def test_a_link_signs_once(client, secret, reference):
    sign(client, secret)
    again = sign(client, secret, name="Somebody Else")

    assert "Pat Rowe" in again.text
    assert store.agreement(reference).countersignatures[POLICE].name == "Pat Rowe"


@pytest.mark.parametrize("day", ["2026-04-02T09:00"])
def test_a_link_is_good_for_thirty_days(client, secret, at, day):
    with at("2026-04-01T09:00"):
        assert read(client, secret).status_code == 200
    with at(day):
        assert read(client, secret).status_code == 404


def test_a_link_nobody_made_opens_nothing(client):
    assert read(client, "x" * 32).status_code == 404


def test_a_link_is_made_only_for_a_party_to_the_agreement(signed_in, reference):
    address = reverse("register:invite", args=[reference, "ORG-0003"])

    assert signed_in("h1").post(address).status_code == 404
