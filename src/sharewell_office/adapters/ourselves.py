"""Who we are: what every page, paper and message of the office is issued under, also after a successor took over."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Exists

from sharewell.register import ourselves as core
from sharewell_office.adapters import clock
from sharewell_office.adapters.models import OfficeSuccession


def name(on: date | None = None) -> str:
    """What the office is called on that day (today, unless told): the setting, until a successor takes over."""
    return core.name_on(on or clock.today(), first=first(), successions=successions())


def first() -> str:
    """What it was called when it was set up."""
    return str(settings.SHAREWELL_OFFICE_NAME)


def successions() -> tuple[core.Succession, ...]:
    """Who followed whom, and who is to follow; the earliest first."""
    return tuple(
        core.Succession(
            predecessor=row.predecessor,
            successor=row.successor,
            instrument=row.instrument,
            takes_effect=row.takes_effect,
        )
        for row in OfficeSuccession.objects.order_by("takes_effect")
    )


def followed(since: date | None = None) -> tuple[str, ...]:
    """Who followed whom until today, in sentences; with `since`, only after that day."""
    return core.followed(clock.today(), successions=successions(), since=since)


def succeeded() -> Exists:
    """Whether anybody is put down to follow us: part of a query that is made anyway, so that most pages ask no more."""
    return Exists(OfficeSuccession.objects.all())


def keep(succession: core.Succession) -> None:
    OfficeSuccession.objects.create(
        predecessor=succession.predecessor,
        successor=succession.successor,
        instrument=succession.instrument,
        takes_effect=succession.takes_effect,
    )


def forget(succession: core.Succession) -> None:
    """Take back one that was called off; that it was is on the record."""
    OfficeSuccession.objects.filter(takes_effect=succession.takes_effect).delete()
