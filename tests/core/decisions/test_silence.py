"""Whether the person may be told: an exemption holds until its review, and one without a day without end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.decisions.silence import Silence, silence

REVIEW = date(2026, 7, 22)
EXEMPTION = {"exemption": "sch2.2", "right": "Arts 13-15", "prejudice": "It would tip him off."}


@pytest.mark.parametrize("answer", [None, "", "none"])
def test_without_an_exemption_the_person_may_be_told(answer):
    assert silence(answer, REVIEW) is None


@given(days=st.integers(-800, 800))
def test_an_exemption_holds_up_to_the_day_of_its_review_and_no_longer(days):
    found = silence({**EXEMPTION, "until": REVIEW.isoformat()}, REVIEW + timedelta(days=days))

    assert (found == Silence(until=REVIEW)) is (days <= 0)


@pytest.mark.parametrize(
    "answer", [EXEMPTION, {**EXEMPTION, "until": ""}, {**EXEMPTION, "until": None}, "sch2.2"]
)
def test_an_exemption_without_a_day_ends_when_somebody_decides_so(answer):
    found = silence(answer, date.max)

    assert found == Silence()
    assert str(found) == "it is decided otherwise"
