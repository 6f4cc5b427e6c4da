"""Fields agreed against fields actually filled."""

from __future__ import annotations

from sharewell.release.meter import measure


def test_every_agreed_field_is_measured_over_the_releases_it_was_in():
    full, half, never = measure(
        ["a", "b", "c"], [{"a": 1.0, "b": 0.5, "c": 0.0}, {"a": 1.0, "b": 0.0, "c": 0.0}]
    )

    assert (full.sent, full.filled, full.percent, full.says) == (2, 2, "100%", "")
    assert (half.sent, half.filled, half.percent) == (2, 1, "25%")
    assert "never filled" in never.says


def test_before_the_first_release_nothing_is_said_against_a_field():
    (one,) = measure(["a"], [])

    assert (one.sent, one.filled, one.share, one.says) == (0, 0, 0.0, "")


def test_a_field_that_is_hardly_ever_filled_is_asked_about():
    (one,) = measure(["a"], [{"a": 0.01}])

    assert "Hardly ever" in one.says


def test_what_was_sent_and_not_agreed_is_none_of_the_meters():
    assert [each.field for each in measure(["a"], [{"b": 1.0}])] == ["a"]
