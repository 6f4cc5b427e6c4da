"""An agreement's whole story on one page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from builders.office_release import sealed
from sharewell_office.register import models

pytestmark = pytest.mark.django_db

ACTIVE = "Safe and Well referrals to the council"


def page(browser):
    reference = models.Agreement.objects.get(title=ACTIVE).reference
    return browser.get(reverse("desk:story", args=[reference]))


def test_an_agreement_under_which_nothing_left_says_so(signed_in):
    found = page(signed_in("a1"))

    assert "Nothing has been brought to the gate under it" in found.text
    assert [each.sent for each in found.context["meter"]] == [0] * 6


def test_what_left_under_it_what_was_used_and_what_happened_stand_together(signed_in):
    release = sealed()

    found = page(signed_in("a1"))

    used = {each.field: each for each in found.context["meter"]}
    assert release.reference in found.text
    assert (used["referral_id"].sent, used["referral_id"].share) == (1, 1.0)
    assert {"The file was sealed for the recipient", "The owner of the data set signed the agreement"} <= {
        each.title for each in found.context["entries"]
    }


def test_an_unknown_agreement_has_no_story(signed_in):
    assert signed_in("a1").get(reverse("desk:story", args=["ISA-2026-9999"])).status_code == 404
