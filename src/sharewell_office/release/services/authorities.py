"""What a release rests on (an agreement, a decision …), and its terms as they are digested."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from sharewell.register.authority import Authority
from sharewell.register.terms import Terms
from sharewell.vocabulary.canonical import canonical
from sharewell_office.decisions import store as decisions
from sharewell_office.register import store as register
from sharewell_office.release import store
from sharewell_office.release.models import Release


class NoSuchRelease(Exception):
    """There is no release of that reference."""


def authority(reference: str, on: date) -> Authority | None:
    """The agreement, contract, decision or determination of that reference, as the gate sees it that day."""
    return register.authority(reference, on) or decisions.authority(reference, on)


def terms_bytes(terms: Terms) -> bytes:
    """The terms as they are digested, and as they go with a parcel."""
    return canonical(terms.document())


def terms_digest(terms: Terms) -> str:
    return sha256(terms_bytes(terms)).hexdigest()


def found(reference: str) -> Release:
    """The release of that reference. Raises `NoSuchRelease`."""
    row = store.row(reference)
    if row is None:
        raise NoSuchRelease(reference)
    return row
