"""How much of the organisation has answered."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from sharewell.assurance.survey.coverage import Asked, by_service, cell, coverage
from sharewell.assurance.survey.ladder import Rung
from sharewell.assurance.survey.record import Standing

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


@pytest.mark.parametrize(
    ("standing", "rung", "warmth", "mark", "says"),
    [
        (Standing.ANSWERED, Rung.HEAD, "answered", "✓", "HR: answered"),
        (Standing.NIL, Rung.INVITED, "answered", "0", "HR: nil return, signed"),
        (Standing.SILENT, Rung.INVITED, "silent", "–", "HR: no answer, invited"),
        (Standing.BEGUN, Rung.RESPONDENT, "silent", "1", "HR: begun, not signed, reminder"),
        (Standing.SILENT, Rung.MANAGER, "escalated", "3", "HR: no answer, told the middle manager"),
        (Standing.SILENT, Rung.DIRECTOR, "told-director", "5",
         "HR: no answer, told the director and the Chief Executive"),
    ],
)  # fmt: skip
def test_the_map_grows_warmer_with_each_rung_and_says_so_without_colour(standing, rung, warmth, mark, says):
    found = cell("HR", standing, rung)

    assert (found.warmth, found.mark, found.says) == (warmth, mark, says)


def test_silence_is_never_as_cool_as_an_answer_however_early():
    cool = {cell("HR", each, rung).warmth for each in Standing if each.responded for rung in Rung}
    warm = {cell("HR", each, rung).warmth for each in Standing if each.open for rung in Rung}

    assert cool == {"answered"}
    assert not cool & warm


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
