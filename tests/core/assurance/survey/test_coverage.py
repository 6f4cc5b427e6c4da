"""How much of the organisation has answered."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from sharewell.assurance.survey.coverage import Asked, by_service, coverage
from sharewell.assurance.survey.returns import Standing

JUNE, JULY = date(2026, 6, 18), date(2026, 7, 1)


def asked(standing=Standing.SILENT, service="Corporate", **changed) -> Asked:
    return Asked(service=service, standing=standing, **changed)


def test_only_what_is_signed_counts_and_on_the_day_it_was_signed():
    returns = [
        asked(Standing.ANSWERED, signed_on=JUNE), asked(Standing.NIL, signed_on=JULY), asked(Standing.BEGUN), asked(),
    ]  # fmt: skip

    assert coverage("All", returns, on=JUNE).rate == Fraction(1, 4)
    assert coverage("All", returns).rate == Fraction(1, 2)
    assert coverage("All", returns).nil == 1


def test_a_merged_team_is_not_asked_any_more_and_has_not_answered():
    found = coverage("All", [asked(Standing.MERGED), asked()])

    assert (found.asked, found.responded, found.band) == (1, 0, "Nobody answered")


def test_each_service_has_its_line():
    found = by_service([asked(service="Fire"), asked(Standing.NIL, signed_on=JUNE), asked(service="")])

    assert [(each.name, each.responded, each.asked) for each in found] == [
        ("Corporate", 1, 1),
        ("Fire", 0, 1),
        ("No service named", 0, 1),
    ]


@pytest.mark.parametrize(
    ("signed", "of", "band"),
    [
        (0, 0, "Nobody asked"), (0, 3, "Nobody answered"), (1, 101, "Few answered"), (1, 3, "Few answered"),
        (1, 2, "Half answered"), (3, 4, "Most answered"), (999, 1000, "Most answered"), (3, 3, "All answered"),
    ],
)  # fmt: skip
def test_a_rate_is_said_in_words(signed, of, band):
    returns = [asked(Standing.NIL, signed_on=JUNE)] * signed + [asked()] * (of - signed)

    assert coverage("All", returns).band == band
