"""What terms must say of themselves before anything leaves under them: G10, G14 and G15."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sharewell.register.terms import Terms
from sharewell.release.finding import Finding, found


def findings(terms: Terms, on: date) -> Iterator[Finding]:
    """Everything that these terms lack on that day."""
    yield from _retention(terms, on)
    yield from _standard_terms(terms)
    yield from _authority(terms, on)


def _retention(terms: Terms, on: date) -> Iterator[Finding]:
    if terms.retention is None and terms.destroy_by is None:
        yield found(
            "G10",
            "The terms do not say when the recipient destroys the data.",
            "Agree a retention period or a date, and write it into the terms.",
        )
    elif terms.destroy_by is not None and terms.destroy_by < on:
        yield found(
            "G10",
            f"The data were to be destroyed by {terms.destroy_by.isoformat()}, which has passed.",
            "Agree a later date, or do not release.",
        )


def _standard_terms(terms: Terms) -> Iterator[Finding]:
    if terms.kind == "decision" and terms.standard_terms is None:
        yield found(
            "G14",
            "A one-off release goes out with the standard terms, and the terms name no version of them.",
            "Name the version of the standard terms (`standard_terms`).",
        )


def _authority(terms: Terms, on: date) -> Iterator[Finding]:
    missing = [
        name
        for name, value in (
            ("an agreement, decision, contract or determination", terms.reference),
            ("a recipient", terms.recipient),
            ("the first day", terms.valid_from),
            ("the last day", terms.valid_until),
        )
        if value is None
    ]
    if missing:
        yield found(
            "G15",
            f"The terms do not name {', '.join(missing)}.",
            "Use the terms of a live agreement or an approved decision.",
        )
    if terms.valid_from and on < terms.valid_from:
        yield found(
            "G15", f"The authority begins on {terms.valid_from.isoformat()}.", "Wait until it is in force."
        )
    if terms.valid_until and on > terms.valid_until:
        yield found(
            "G15",
            f"The authority ended on {terms.valid_until.isoformat()}.",
            "Renew the agreement, or ask for a new decision.",
        )
