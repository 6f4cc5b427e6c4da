"""The several accounts of one person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from sharewell_office.people import models


def same_person(account: Any, first: Any) -> QuerySet[models.User]:
    """The other accounts of a person, by one account's key and by that of their first, where that is another."""
    theirs = Q(second_account_of=account) | Q(pk=first) | Q(second_account_of=first)
    return models.User.objects.filter(theirs).exclude(pk=account)


def other_accounts(user: models.User) -> frozenset[str]:
    """The usernames of the same person's other accounts."""
    # A first account has none before it; nothing is equal to NULL.
    return frozenset(same_person(user.pk, user.second_account_of_id or -1).values_list("username", flat=True))


def line_managers(accounts: Iterable[str]) -> frozenset[str]:
    """Every account of whoever somebody reports to, whichever of their own accounts has it on record (two queries).

    In two steps, each by an index: a condition on first and other accounts at once would read everybody.
    """
    told = models.User.objects.filter(username__in=list(accounts)).exclude(reports_to="").values("reports_to")
    managers = models.User.objects.filter(username__in=told)
    first = list(managers.values_list(Coalesce("second_account_of_id", "pk"), flat=True))
    theirs = models.User.objects.filter(Q(pk__in=first) | Q(second_account_of__in=first))
    return frozenset(theirs.values_list("username", flat=True)) if first else frozenset()


def others_than(person: models.User) -> list[tuple[str, str]]:
    """The accounts that might be the same person's, those of the same name first."""
    there = models.User.objects.filter(is_active=True).exclude(pk=person.pk)
    there = there.exclude(username__in=other_accounts(person))
    found = sorted(
        there.values_list("username", "name", "email"), key=lambda row: (row[1] != person.name, row[1])
    )
    return [(username, f"{name}, {email}") for username, name, email in found]


def second_account(username: str, *, of: str | None) -> None:
    """Say that an account, and whatever is joined to it, belongs to the person of another; or, with None, no more."""
    accounts = models.User.objects.filter(Q(username=username) | Q(second_account_of__username=username))
    other = models.User.objects.get(username=of) if of else None
    accounts.update(second_account_of=other and (other.second_account_of or other))
