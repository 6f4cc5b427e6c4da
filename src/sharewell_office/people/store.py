"""People as the core knows them. Nothing else touches this app's models."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from sharewell.vocabulary.people import Actor, Delegation, Role
from sharewell_office.people import models


class NoSuchPerson(LookupError):
    """Nobody of that username may act."""


def actor(user: models.User, on: date) -> Actor:
    """The person acting that day, with their posts, data sets, live delegations and training (three queries)."""
    return Actor(
        person=user.username,
        name=user.name,
        roles=frozenset(Role(post.role) for post in user.posts.all()),
        owns=frozenset(each.data_set for each in user.ownerships.all()),
        delegations=tuple(
            Delegation(
                reference=each.reference,
                from_person=each.from_user.username,
                data_sets=frozenset(each.data_sets),
                starts=each.starts,
                ends=each.ends,
            )
            for each in _alive(user, on)
        ),
        trained_until=user.trained_until,
    )


def _alive(user: models.User, on: date) -> QuerySet[models.Delegation]:
    """What was delegated to somebody and counts that day. It ends when whoever gave it leaves."""
    held = user.delegations_held.select_related("from_user").order_by("reference")
    return held.filter(starts__lte=on, ends__gte=on, from_user__is_active=True)


def actor_by_id(username: str, on: date) -> Actor:
    """The same, by username. Raises `NoSuchPerson`, also for somebody who has left: they act no more."""
    user = models.User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise NoSuchPerson(username)
    return actor(user, on)


def nobody() -> Actor:
    """Who acts where nobody has signed in: without a post, a data set or a name."""
    return Actor(person="", name="", roles=frozenset())


def command_line() -> Actor:
    """Who acts when somebody with the keys of the machine runs a command: the system, which decides nothing."""
    return Actor(person="system", name="System", roles=frozenset())


def people_by_id(usernames: Iterable[str]) -> dict[str, str]:
    """Names by username, for pages that say who did what."""
    return dict(models.User.objects.filter(username__in=set(usernames)).values_list("username", "name"))


def with_role(role: Role) -> list[models.User]:
    """Everyone active who holds that post, by name."""
    return list(models.User.objects.filter(is_active=True, posts__role=role.value).order_by("name"))


def owner_of(data_set: str) -> models.User | None:
    """The person who answers for that data set."""
    owned = models.Ownership.objects.select_related("user").filter(data_set=data_set).first()
    return owned and owned.user


def owners() -> dict[str, str]:
    """Who answers for each data set: usernames by data set."""
    return dict(models.Ownership.objects.values_list("data_set", "user__username"))


def party_of(username: str) -> str:
    """The party a recipient's person belongs to; empty for our own staff."""
    found = models.User.objects.filter(username=username).values_list("party_reference", flat=True).first()
    return found or ""


def username_of(said: str) -> str:
    """The username of the one person of that username, name or e-mail address; empty where there is none, or two."""
    if not said:
        return ""
    found = models.User.objects.filter(Q(username=said) | Q(name=said) | Q(email=said.lower()))
    usernames = list(found.values_list("username", flat=True)[:2])
    return usernames[0] if len(usernames) == 1 else ""


def listed(emails: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """People as a sheet has them, by username: of these addresses, or everyone."""
    rows = models.User.objects.prefetch_related("posts", "ownerships").order_by("username")
    if emails is not None:
        rows = rows.filter(email__in=list(emails))
    return [
        {
            "username": row.username,
            "name": row.name,
            "email": row.email,
            "posts": sorted(post.role for post in row.posts.all()),
            "owns": sorted(each.data_set for each in row.ownerships.all()),
            "trained_until": row.trained_until,
            "organisation": row.party_reference,
        }
        for row in rows
    ]


@transaction.atomic
def change(
    username: str, *, name: str = "", trained_until: date | None = None, organisation: str = "",
    posts: Iterable[str] | None = None, owns: Iterable[str] | None = None,
) -> None:  # fmt: skip
    """Change what is said of somebody; what is left out stays. Raises `IntegrityError` where a data set is owned."""
    user = models.User.objects.get(username=username)
    user.name = name or user.name
    user.trained_until = trained_until or user.trained_until
    user.party_reference = organisation or user.party_reference
    user.save(update_fields=["name", "trained_until", "party_reference"])
    if posts is not None:
        user.posts.all().delete()
        models.Post.objects.bulk_create(models.Post(user=user, role=role) for role in posts)
    if owns is not None:
        user.ownerships.all().delete()
        models.Ownership.objects.bulk_create(models.Ownership(user=user, data_set=each) for each in owns)


def nobody_yet() -> bool:
    return not models.User.objects.exists()


@transaction.atomic
def add(
    username: str, *, email: str, name: str, password: str | None, roles: Iterable[Role],
    owns: Iterable[str] = (), trained_until: date | None = None, party_reference: str = "",
) -> models.User:  # fmt: skip
    """A new person with their posts and data sets, or nothing at all. Without a password they set one first.

    Raises `IntegrityError` where the username, the email address or the owner of a data set is there already.
    """
    user = models.User.objects.create_user(username, email=email, name=name, password=password)
    user.trained_until = trained_until
    user.party_reference = party_reference
    user.save(update_fields=["trained_until", "party_reference"])
    models.Post.objects.bulk_create(models.Post(user=user, role=role.value) for role in roles)
    models.Ownership.objects.bulk_create(models.Ownership(user=user, data_set=each) for each in owns)
    return user
