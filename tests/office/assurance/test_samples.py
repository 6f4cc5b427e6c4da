"""Dip samples on screen: drawn by those who may, after the seed is on the record."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sharewell.assurance.sampling import draw
from sharewell.vocabulary.canonical import digest
from sharewell_office.adapters import clock
from sharewell_office.assurance import models
from sharewell_office.decisions import models as decisions
from sharewell_office.ledger.services import evidence_of

pytestmark = pytest.mark.django_db

THAT_MONTH = {
    "first_day": 1, "first_month": 2, "first_year": 2026, "last_day": 31, "last_month": 3, "last_year": 2026,
    "first": "2026-02-01", "last": "2026-03-31",
}  # fmt: skip
A_MONTH_WITHOUT_ANY = THAT_MONTH | {
    "first_month": 1, "last_month": 1, "first_year": 2020, "last_year": 2020,
    "first": "2020-01-01", "last": "2020-01-31",
}  # fmt: skip


def ask(client, period):
    return client.post(reverse("assurance:samples"), period, follow=True)


@pytest.mark.parametrize("username", ["a1", "d1"])
def test_the_auditor_and_the_dpo_draw(signed_in, username):
    page = ask(signed_in(username), THAT_MONTH)

    sample = models.Sample.objects.get()
    assert sample.reference in page.text
    assert 0 < len(sample.drawn) <= len(sample.frame)


@pytest.mark.requirement("OPCC-8.2b")
def test_anyone_can_draw_it_again_and_the_seed_was_committed_first(signed_in):
    ask(signed_in("a1"), THAT_MONTH)

    sample = models.Sample.objects.get()
    committed, drawn = evidence_of(about=sample.reference, at=clock.now()).events
    assert list(draw(sample.frame, len(sample.drawn), seed=sample.seed)) == sample.drawn
    assert (committed.leaf.kind, drawn.leaf.kind) == ("sample.seed_committed", "sample.drawn")
    assert committed.index < drawn.index
    assert committed.payload["details"] == {"seed": sample.seed, "frame_sha256": digest(sample.frame)}


@pytest.mark.parametrize("username", ["h1", "o1", "c1", "k1"])
def test_nobody_else_draws_and_is_told_who_does(signed_in, username):
    page = ask(signed_in(username), THAT_MONTH)

    assert page.status_code == 403
    assert "drawn by the auditor or the Data Protection Officer" in page.text
    assert not models.Sample.objects.exists()


def test_a_period_in_which_nothing_was_finished_is_refused_with_a_remedy(signed_in):
    page = ask(signed_in("a1"), A_MONTH_WITHOUT_ANY)

    assert page.status_code == 403
    assert "Choose a longer period" in page.text


def test_days_the_wrong_way_round_are_told_beside_the_question(signed_in):
    swapped = THAT_MONTH | {"last_year": 2025, "last": "2025-03-31"}

    page = ask(signed_in("a1"), swapped)

    assert page.status_code == 400
    assert "must not be before the first" in page.text


def test_a_case_in_which_one_person_held_two_duties_is_always_drawn(signed_in):
    like = decisions.Request.objects.filter(status="refused").values().get()
    del like["id"]
    for number in range(400):
        like |= {
            "reference": f"DSR-2026-{number + 2000}",
            "small_office": {"reason": "x"} if number == 7 else None,
        }
        decisions.Request.objects.create(**like)

    for _ in range(2):
        ask(signed_in("a1"), THAT_MONTH)

    drawn = [sample.drawn for sample in models.Sample.objects.all()]
    assert all("DSR-2026-2007" in one for one in drawn)
    assert all(len(one) < 200 for one in drawn)
