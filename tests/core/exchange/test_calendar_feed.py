"""Review dates as a calendar that other programs subscribe to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from icalendar import Calendar

from sharewell.exchange.calendar_feed import DueDay, feed

STAMP = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = DueDay(
    on=date(2027, 3, 2), what="Review the agreement", reference="ISA-2026-0001", title="Cold, damp; homes"
)


def events(*days: DueDay):
    return Calendar.from_ical(feed(days, name="Review dates", host="office.example.org", stamp=STAMP)).walk(
        "VEVENT"
    )


def test_a_review_is_an_event_of_that_whole_day_with_its_title_whatever_stands_in_it():
    (event,) = events(DUE)

    assert event.decoded("dtstart") == date(2027, 3, 2)
    assert str(event["summary"]) == "Review the agreement: Cold, damp; homes"


def test_a_date_that_moves_keeps_its_uid_and_so_moves_in_the_readers_calendar():
    (before,), (after,) = events(DUE), events(replace(DUE, on=date(2027, 6, 1)))

    assert before["uid"] == after["uid"]
    assert before.decoded("dtstart") != after.decoded("dtstart")


def test_a_title_over_two_lines_cannot_smuggle_in_an_event_of_its_own():
    found = events(replace(DUE, title="x\r\nEND:VEVENT\r\nBEGIN:VEVENT"))

    assert len(found) == 1


def test_no_dates_is_still_a_calendar():
    assert events() == []
