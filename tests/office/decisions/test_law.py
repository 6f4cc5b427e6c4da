"""The law on screen: what is in force and unconfirmed; a new version is advised on and approved before it decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from sharewell.policy import law as installed
from sharewell_office.decisions.law import services, store

pytestmark = pytest.mark.django_db

LAW = "decisions:law"
OLD = installed.VERSIONS[-1]
NEW = replace(OLD, version="2026-03-01", in_force_from=date(2026, 3, 1), reasons=OLD.reasons[:-1])
TODAY = date(2026, 3, 2)


@pytest.fixture
def a_new_version(monkeypatch):
    monkeypatch.setattr(installed, "VERSIONS", (OLD, NEW))


def step(signed_in, username: str, action: str, words: str = "Read, and rightly so."):
    return signed_in(username).post(
        reverse("decisions:law_step", args=[NEW.version, action]), {"words": words}
    )


def test_what_is_in_force_is_shown_with_its_citations_and_what_is_unconfirmed(signed_in):
    page = signed_in("h1").get(reverse(LAW))

    assert OLD.version in page.text
    assert OLD.digest in page.text
    assert "to be confirmed by your DPO" in page.text


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"words": "legitimate interests"}, True),
        ({"words": "(b) employment (article 9)"}, True),
        ({"words": "zebra"}, False),
    ],
)
def test_it_is_searched(signed_in, wanted, found):
    assert bool(signed_in("h1").get(reverse(LAW), wanted).context["tables"]) is found


def test_only_what_is_unconfirmed(signed_in):
    tables = signed_in("d1").get(reverse(LAW), {"unconfirmed": "on"}).context["tables"]

    assert tables
    assert all(one.verify for _, held in tables for one in held)


def test_a_version_decides_nothing_until_it_is_approved(signed_in, a_new_version):
    before = services.in_force(TODAY)
    step(signed_in, "d1", "advise")
    advised = services.in_force(TODAY)
    step(signed_in, "c1", "approve")

    assert (before.version, advised.version, services.in_force(TODAY).version) == (
        OLD.version, OLD.version, NEW.version,
    )  # fmt: skip


def test_what_waits_says_what_would_change(signed_in, a_new_version):
    page = signed_in("d1").get(reverse(LAW)).text

    assert f"Version {NEW.version} waits" in page
    assert "taken out" in page


@pytest.mark.parametrize(
    ("username", "action", "code"),
    [("h1", "advise", "ST_NOT_YOURS"), ("c1", "approve", "ST_NOT_NOW"), ("d1", "approve", "ST_NOT_YOURS")],
)
def test_each_step_has_its_post_and_its_order(signed_in, a_new_version, username, action, code):
    page = step(signed_in, username, action)

    assert page.status_code == 403
    assert code in page.text
    assert store.adoptions() == []


def test_without_a_word_nothing_is_recorded(signed_in, a_new_version):
    assert step(signed_in, "d1", "advise", words="").status_code == 400


def test_one_that_was_rejected_stays_out(signed_in, a_new_version):
    step(signed_in, "d1", "advise")
    step(signed_in, "c1", "reject", words="Not before the training.")

    assert services.in_force(TODAY).version == OLD.version
    assert "waits" not in signed_in("c1").get(reverse(LAW)).text


@pytest.mark.parametrize(("version", "action"), [("1999-01-01", "advise"), (NEW.version, "edit")])
def test_there_is_no_such_version_and_no_such_step(signed_in, a_new_version, version, action):
    page = signed_in("d1").post(reverse("decisions:law_step", args=[version, action]), {"words": "x"})

    assert page.status_code == 404
