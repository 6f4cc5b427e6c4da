"""The notifications of Articles 33 and 34, drafted from what is known; what nobody has said yet stands in brackets."""

from __future__ import annotations

from datetime import date

from sharewell.aftercare.incidents import NOTIFY_WITHIN
from sharewell.vocabulary.paper import Facts, Heading, Paper, Words
from sharewell_office.adapters import clock, ourselves
from sharewell_office.aftercare.models import Incident

GAP = "[to be filled in]"


def article_33(row: Incident, *, contact: str, on: date) -> Paper:
    """To the regulator (Article 33(3)): nature, people and records, contact, likely consequences, measures."""
    inputs, decisions = row.inputs or {}, row.decisions or {}
    aware = _moment(row.aware_at)
    facts = [
        ("Nature of the breach", row.what),
        ("When it happened", _moment(row.occurred_at)),
        ("When we became aware", aware),
        ("Whose copy", row.get_whose_display()),
        ("People, about", str(inputs.get("people") or GAP)),
        ("Categories of people and records", GAP),
        ("Contact", contact or GAP),
        ("Likely consequences", _consequences(row)),
        ("Measures taken and proposed", row.closed_why or GAP),
    ]
    if late := decisions.get("late_why"):
        facts.append(("Why later than 72 hours", late))
    return Paper(
        title="Notification of a personal data breach",
        issuer=ourselves.name(),
        on=on,
        reference=row.reference,
        blocks=(
            Words(
                text=f"UK GDPR Article 33. Due within {NOTIFY_WITHIN.days * 24} hours of becoming aware. A draft.",
                strong=True,
            ),
            Facts(pairs=tuple(facts)),
        ),
    )


def article_34(row: Incident, *, contact: str, on: date) -> Paper:
    """To the people (Article 34(2)), in plain words. Whether they may be told at all is asked before it is sent."""
    return Paper(
        title="Something happened to information about you",
        issuer=ourselves.name(),
        on=on,
        reference=row.reference,
        blocks=(
            Words(
                text="A draft. Before it is sent: may these people be told (DPA 2018, Schedule 2)?",
                strong=True,
            ),
            Heading(text="What happened"),
            Words(text=row.what),
            Heading(text="What it may mean for you"),
            Words(text=_consequences(row)),
            Heading(text="What we have done, and what you can do"),
            Words(text=row.closed_why or GAP),
            Heading(text="Whom to ask"),
            Words(text=contact or GAP),
        ),
    )


ARTICLES = {33: article_33, 34: article_34}


def _consequences(row: Incident) -> str:
    encrypted = " The data were encrypted." if (row.inputs or {}).get("unintelligible") else ""
    return f"Assessed as {row.get_band_display().lower()}.{encrypted} {GAP}" if row.band else GAP


def _moment(at: object) -> str:
    return f"{at.astimezone(clock.LONDON):%-d %B %Y, %H:%M}" if at else GAP  # type: ignore[attr-defined]
