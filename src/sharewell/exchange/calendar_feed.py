"""Days on which something is to be looked at again, as a calendar other programs subscribe to (iCalendar, RFC 5545).

All-day events with a UID that stays: a date that moves moves in the reader's calendar, and is never there twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """A day on which something is due: `what` is to be done with `reference`, called `title`, at `address`."""

    on: date
    what: str
    reference: str
    title: str
    address: str = ""


def feed(days: Iterable[DueDay], *, name: str, host: str, stamp: datetime) -> bytes:
    """The calendar called `name`. `host` makes the UIDs the office's own; `stamp` says when it was written."""
    calendar = Calendar()
    calendar.add("prodid", "-//Sharewell//Review dates//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    for each in days:
        calendar.add_component(_event(each, host, stamp))
    written: bytes = calendar.to_ical()
    return written


def _event(day: DueDay, host: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{day.reference}-{day.what.lower().replace(' ', '-')}@{host}")
    event.add("dtstamp", stamp)
    event.add("dtstart", day.on)
    event.add("summary", f"{day.what}: {day.title}")
    event.add("description", f"{day.reference}: {day.title}")
    event.add("transp", "TRANSPARENT")  # nobody is busy all that day
    if day.address:
        event.add("url", day.address)
    return event
