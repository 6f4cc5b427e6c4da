"""Cover for absence on screen: the cover decides while it lasts; without cover the Chief Executive does."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sharewell_office.decisions import models, store
from sharewell_office.ledger import models as outbox

pytestmark = pytest.mark.django_db

TO_DECIDE = "Support for complainants who asked for it"
LEAVE = {
    "person": "o1",
    "cover": "o2",
    "starts_day": "3", "starts_month": "3", "starts_year": "2026",
    "ends_day": "13", "ends_month": "3", "ends_year": "2026",
}  # fmt: skip


def arrange(signed_in, username="o1", **changes):
    return signed_in(username).post(reverse("decisions:away"), LEAVE | changes)


def olives():
    return models.Absence.objects.get(person="o1")


def decide(signed_in, username: str):
    row = models.Request.objects.get(title=TO_DECIDE)
    said = {
        "version": row.version,
        "action": "approve",
        "keep": ["full_name", "phone"],
        "reasons": "They asked.",
    }
    until = {"valid_until_day": "12", "valid_until_month": "3", "valid_until_year": "2026"}
    return signed_in(username).post(reverse("decisions:decide", args=[row.reference]), said | until)


def the_request():
    return store.request(models.Request.objects.get(title=TO_DECIDE).reference)


@pytest.mark.requirement("OPCC-5.1")
def test_the_cover_is_told_sees_what_waits_and_decides_under_it(signed_in, at):
    arrange(signed_in)

    with at("2026-03-04T09:00"):
        page = signed_in("o2").get(reverse("decisions:delegations")).text
        work = signed_in("o2").get(reverse("desk:home")).text
        decided = decide(signed_in, "o2")

    assert list(outbox.Message.objects.filter(template="cover", to="o2").values_list("about", flat=True)) == [
        olives().reference
    ]
    assert "Olive Mensah" in page
    assert TO_DECIDE in work
    assert decided.status_code == 302
    assert the_request().decision.under == olives().under


def test_before_and_after_it_the_cover_decides_nothing(signed_in, at):
    arrange(signed_in)

    for moment in ("2026-03-02T17:00", "2026-03-14T09:00"):
        with at(moment):
            assert decide(signed_in, "o2").status_code == 403


def test_without_cover_it_falls_to_the_chief_executive_on_the_next_working_day(signed_in, at):
    arrange(signed_in, cover="")

    with at("2026-03-03T09:00"):
        same_day = decide(signed_in, "c1")
    with at("2026-03-04T09:00"):
        work = signed_in("c1").get(reverse("desk:home")).text
        page = signed_in("c1").get(reverse("decisions:decide", args=[the_request().reference])).text
        next_day = decide(signed_in, "c1")

    assert (same_day.status_code, next_day.status_code) == (403, 302)
    assert TO_DECIDE in work
    assert "away and nobody covers" in page


def test_whoever_is_back_early_decides_for_themselves_again(signed_in, at):
    arrange(signed_in)
    reference = olives().reference

    with at("2026-03-05T09:00"):
        stranger = signed_in("h1").post(reverse("decisions:away_end", args=[reference]))
        back = signed_in("o1").post(reverse("decisions:away_end", args=[reference]), follow=True)
        cover = decide(signed_in, "o2")
        owner = decide(signed_in, "o1")

    assert stranger.status_code == 403
    assert "Olive Mensah" not in back.context["absences"][0]["who"]
    assert len(back.context["absences"]) == 1
    assert (cover.status_code, owner.status_code) == (403, 302)


@pytest.mark.parametrize(
    ("username", "changes", "status"),
    [
        ("o1", {"cover": "h1"}, 403),
        ("o1", {"person": "o2"}, 400),
        ("c1", {"person": "o2", "cover": "o1"}, 302),
        ("d1", {"person": "d1", "cover": "o1"}, 403),
        ("d1", {"person": "d1", "cover": ""}, 302),
        ("h1", {}, 403),
    ],
)
def test_who_arranges_it_and_who_covers(signed_in, username, changes, status):
    assert arrange(signed_in, username, **changes).status_code == status


def test_a_newcomer_sees_who_is_away_soon_and_under_what_the_cover_decides(signed_in):
    """In the demonstration Oskar is away in two weeks, and Olive decides in his place."""
    page = signed_in("h1").get(reverse("decisions:delegations"))

    [away] = page.context["absences"]
    assert (away["who"], away["cover"]) == ("Oskar Lind", "Olive Mensah")
    assert [each.reference for each in page.context["page"].rows] == [away["absence"].under]
    assert "To come" in page.text


def test_an_office_where_nobody_is_away_says_so(signed_in):
    models.Absence.objects.all().delete()

    assert "Nobody is away" in signed_in("a1").get(reverse("decisions:delegations")).text
