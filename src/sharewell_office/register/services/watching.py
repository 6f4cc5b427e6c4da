"""What the register says by itself before anybody asks: a review that comes near, a registration that lapses, a notice
that does not name everybody. Each goes on the record and to whoever can act on it, once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

from sharewell.register.registers.notices import NOTICES
from sharewell.register.reminders import DAYS_BEFORE, begun
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.ledger import outbox
from sharewell_office.ledger.messages import Message
from sharewell_office.ledger.services import record
from sharewell_office.people import store as people
from sharewell_office.register import store
from sharewell_office.register.store import notices


def remind_of_reviews(at: datetime) -> int:
    """Tell owners of reviews that come near: how many agreements they were told of."""
    on, owners = _day(at), people.owners()
    near = store.reviews_between(on, on + timedelta(days=max(DAYS_BEFORE)))
    told = _told("review-due", (each.reference for each in near))
    count = 0
    for each in near:
        fell = begun(each.review_on, on)
        if fell is None or any(
            day >= fell for due, day in told.get(each.reference, ()) if due == each.review_on
        ):
            continue
        to = owners.get(each.asset.data_set if each.asset else "")
        _tell(
            "isa.review_reminded", each.reference, at, {"review_on": each.review_on.isoformat()},
            to=[to] if to else _keepers(), template="review-due", due=each.review_on,
            link=f"/agreements/{each.reference}/",
        )  # fmt: skip
        count += 1
    return count


def warn_of_registrations(at: datetime) -> int:
    """Tell the register's keepers of registrations with the regulator that lapse soon: how many bodies'."""
    on, count = _day(at), 0
    lapsing = [each for each in store.parties() if each.lapses_soon(on) and not each.succeeded_by]
    told = _told("registration-lapses", (each.reference for each in lapsing))
    for party in lapsing:
        assert party.ico_expires is not None
        if any(due == party.ico_expires for due, _ in told.get(party.reference, ())):
            continue
        _tell(
            "registration.expiring", party.reference, at, {"expires": party.ico_expires.isoformat()},
            to=_keepers(), template="registration-lapses", due=party.ico_expires,
            link=f"/organisations/{party.reference}/",
        )  # fmt: skip
        count += 1
    return count


def compare_notices(at: datetime) -> int:
    """Hold each published notice against the live register (OPCC 4.2): how many lack somebody new."""
    count = 0
    for notice, missing in notices.gaps():
        if notice.register != NOTICES.name or notices.told_of_gap(notice.reference, missing):
            continue
        _tell(
            "notice.gap", notice.reference, at, {"missing": [each.name for each in missing]},
            to=_keepers(), template="notice-gap", link=f"/registers/notices/{notice.reference}/",
            save=partial(notices.tell_of_gap, notice.reference, missing),
        )  # fmt: skip
        count += 1
    return count


def _tell(
    kind: str, about: str, at: datetime, details: dict[str, JSON], *, to: Iterable[str], template: str, link: str,
    due: date | None = None, save: partial[None] | None = None,
) -> None:  # fmt: skip
    messages = [Message(to=each, template=template, about=about, link=link, due=due) for each in to]
    event = Event(kind=kind, about=about, by="system", at=at, details=details)
    if save:
        record([event], save=save, messages=messages)
    else:
        record([event], messages=messages)


def _told(template: str, about: Iterable[str]) -> dict[str, list[tuple[date | None, date]]]:
    """What was written about these before: by reference the day it was about, and the day it was written."""
    found: dict[str, list[tuple[date | None, date]]] = {}
    sent = outbox.log().filter(template=template, about__in=list(about))
    for reference, due, written in sent.values_list("about", "due", "created_at"):
        found.setdefault(reference, []).append((due, _day(written)))
    return found


def _keepers() -> list[str]:
    """Who keeps the registers; where nobody does, the Data Protection Officer."""
    kept_by = people.with_role(Role.REGISTER_KEEPER) or people.with_role(Role.DPO)
    return [each.username for each in kept_by]


def _day(at: datetime) -> date:
    return at.astimezone(clock.LONDON).date()
