"""Our own succession: what goes over with the office, putting down who follows, and calling that off."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse

from sharewell.register import ourselves as core
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock, ourselves
from sharewell_office.ledger.keys import signing_key
from sharewell_office.ledger.messages import Message
from sharewell_office.ledger.services import record
from sharewell_office.register import store
from sharewell_office.register.store import registers


class GoesOver(NamedTuple):
    """One kind of thing that goes over: how many there are, where they are looked at, and what becomes of them."""

    what: str
    count: int
    href: str
    becomes: str


def goes_over() -> tuple[GoesOver, ...]:
    """Everything that passes to whoever follows us, whole and by law."""
    return (
        GoesOver(
            "Agreements in force or suspended",
            len(store.running()),
            reverse("register:agreements"),
            "Not a word changes and nobody signs again; each tells of it in its story",
        ),
        GoesOver(
            "Duties that parties owe us",
            store.duties_owed(),
            reverse("register:organisations"),
            "Certificates, acknowledgements and reports are owed to the successor, by the same days",
        ),
        GoesOver(
            "Contracts with processors",
            registers.in_force("processors"),
            reverse("register:entries", args=["processors"]),
            "The processor acts for the successor",
        ),
        GoesOver(
            "Information assets and the record of processing",
            len(store.assets()),
            reverse("register:processing"),
            "The record names the successor as controller, and whom it followed",
        ),
        GoesOver(
            "Privacy notices",
            registers.in_force("notices") + registers.in_force("specific-notices"),
            reverse("register:entries", args=["notices"]),
            "Each is to be published again under the new name, and waits for the register’s keepers on that day",
        ),
        GoesOver(
            "The office’s key and the record",
            1,
            reverse("ledger:record"),
            f"Stay as they are: what was proven before and after is one record, under {signing_key().verifier()}",
        ),
    )


def hand_over(wanted: core.Succession, *, by: Actor) -> Outcome:
    """Put down who follows us. The parties are told, and each agreement that runs."""
    running = store.running()
    outcome = core.hand_over(
        wanted, known=ourselves.successions(), agreements=running, by=by, at=clock.now(), on=clock.today()
    )
    if outcome.permitted:
        told = [
            Message(to=contact, template="office-succeeded", about=reference, due=wanted.takes_effect)
            for reference, contact in store.contacts_of(running)
        ]
        record(outcome.events, save=lambda: ourselves.keep(wanted), messages=told)
    return outcome


def call_off(*, reason: str, by: Actor) -> Outcome | None:
    """Call off what is to come; None where nothing is."""
    today = clock.today()
    coming = next((each for each in ourselves.successions() if each.takes_effect > today), None)
    if coming is None:
        return None
    outcome = core.call_off(coming, reason=reason, by=by, at=clock.now(), on=today)
    if outcome.permitted:
        record(outcome.events, save=lambda: ourselves.forget(coming))
    return outcome
