"""Rows of delegations ↔ records of the core."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet

from sharewell.vocabulary.people import Delegation
from sharewell_office.people import models
from sharewell_office.people.store.joined import joined
from sharewell_office.people.store.same_person import same_person


def delegations() -> QuerySet[models.Delegation]:
    """Every delegation with its two people, for the page that lists them."""
    return models.Delegation.objects.select_related("from_user", "to_user")


def _with_accounts() -> QuerySet[models.Delegation]:
    """The same, each with the other accounts of whoever gave it."""
    theirs = same_person(OuterRef("from_user"), OuterRef("from_user__second_account_of"))
    return delegations().annotate(accounts_of_giver=joined(theirs, "username"))


def delegation(reference: str) -> Delegation | None:
    """One delegation that was not revoked."""
    row = _with_accounts().filter(reference=reference, revoked_at__isnull=True).first()
    return row and to_core(row)


def alive(user: models.User, on: date) -> list[Delegation]:
    """What was delegated to somebody and counts that day.

    It ends when whoever gave it leaves, and for a data set when they answer for it no more: nobody lends what is not
    theirs.
    """
    held = _with_accounts().filter(to_user=user).order_by("reference")
    gone = Q(from_user__last_day__lt=on)
    standing = held.filter(starts__lte=on, ends__gte=on, revoked_at__isnull=True, from_user__is_active=True)
    owned = models.Ownership.objects.filter(user=OuterRef("from_user"))
    rows = standing.exclude(gone).annotate(still_owned=joined(owned, "data_set"))
    lent = ((to_core(row), frozenset(row.still_owned.split())) for row in rows)
    return [replace(each, data_sets=each.data_sets & owned) for each, owned in lent if each.data_sets & owned]


def to_core(row: Any) -> Delegation:
    """The delegation of a row that was read with the accounts of whoever gave it."""
    return Delegation(
        reference=row.reference,
        from_person=row.from_user.username,
        data_sets=frozenset(row.data_sets),
        special_category=row.special_category,
        starts=row.starts,
        ends=row.ends,
        also=frozenset(row.accounts_of_giver.split()),
    )


def add_delegation(given: Delegation, *, to: str) -> None:
    """Write a delegation down."""
    people = {
        user.username: user for user in models.User.objects.filter(username__in=(given.from_person, to))
    }
    models.Delegation.objects.create(
        reference=given.reference,
        from_user=people[given.from_person],
        to_user=people[to],
        data_sets=sorted(given.data_sets),
        special_category=given.special_category,
        starts=given.starts,
        ends=given.ends,
    )


def revoke_delegation(reference: str, *, at: datetime) -> None:
    models.Delegation.objects.filter(reference=reference).update(revoked_at=at)
