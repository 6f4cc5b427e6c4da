"""A scrutiny review as one office was given it: five areas, eight actions; posts in the place of names."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sharewell.assurance.actions import Action, Area, Review, linked
from sharewell.vocabulary.people import Actor, Role

NOON = datetime(2026, 1, 6, 12, tzinfo=UTC)
_DIRECTOR = "Director, Service Delivery"


def an_action(number: str, text: str, due: date | None = date(2026, 6, 30), **changed: Any) -> Action:
    given: dict[str, Any] = {
        "number": number,
        "text": text,
        "officers": ("h1",),
        "due": due,
        "first_due": due,
    }
    return linked(Action(**(given | changed)))


def a_review(**changed: Any) -> Review:
    areas = (
        ("1", "Governance of data sharing", [
            an_action("1.1", "The standing order and training to be completed."),
            an_action("1.2", "Review whether 2.3 in the standing order is sufficient.", date(2026, 5, 30)),
        ]),
        ("2", "Central governance of data sharing", [
            an_action("2.1", "Decide where responsibility for data sharing sits.", date(2026, 5, 30)),
            an_action("2.2", "Audit the amount, type and purpose of data shared.", officers=("h1", "h2")),
            an_action("2.3", "A further audit six months after its launch.", date(2027, 2, 28)),
        ]),
        ("3", "Data sharing agreements", [an_action("3.1", "The template to be reviewed and updated.")]),
        ("4", "Data shared with other agencies", [
            an_action("4.1", "This will be addressed through Action 2.1", None, officers=()),
        ]),
        ("5", "Notable good practice", [an_action("5.1", "Best practice to be considered when 2.1 is actioned.")]),
    )  # fmt: skip
    built = tuple(
        Area(number=number, title=title, proposal=f"So: {title}.", sponsor=_DIRECTOR, actions=tuple(under))
        for number, title, under in areas
    )  # fmt: skip
    given: dict[str, Any] = {
        "reference": "REV-2026-0001",
        "title": "Scrutiny review of data sharing",
        "areas": built,
    }
    return Review(**(given | changed))


def a_keeper() -> Actor:
    return Actor(person="k1", name="Kit", roles=frozenset({Role.REGISTER_KEEPER}))


def an_officer(person: str = "h1") -> Actor:
    return Actor(person=person, name="Hana", roles=frozenset({Role.HANDLER}))
