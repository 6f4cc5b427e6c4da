"""Accounts: written, changed, joined to a person, and taken out again where nobody built on them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from sharewell.policy.posts import Held
from sharewell.vocabulary.people import Role
from sharewell_office.people import models
from sharewell_office.people.store.posts import EVERY_AREA, held, spelled_out, write_posts


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
            "posts": sorted({post.role for post in row.posts.all()}),
            "limits": sorted(f"{role.value}: {area}" for role, area in held(row).limits),
            "areas": sorted([post.role, post.area] for post in row.posts.all()),
            "owns": sorted(each.data_set for each in row.ownerships.all()),
            "trained_until": row.trained_until,
            "organisation": row.party_reference,
            "team": row.team,
            "reports_to": row.reports_to,
        }
        for row in rows
    ]


def nobody_yet() -> bool:
    return not models.User.objects.exists()


@transaction.atomic
def add(
    username: str, *, email: str, name: str, password: str | None, roles: Iterable[Role],
    limits: Iterable[tuple[Role, str]] = (), owns: Iterable[str] = (), trained_until: date | None = None,
    party_reference: str = "", team: str = "", reports_to: str = "",
) -> models.User:  # fmt: skip
    """A new person with their posts and data sets, or nothing at all. Without a password they set one first.

    Raises `IntegrityError` where the username, the email address or the owner of a data set is there already.
    """
    user = models.User.objects.create_user(username, email=email, name=name, password=password)
    user.trained_until = trained_until
    user.party_reference, user.team, user.reports_to = party_reference, team, reports_to
    user.save(update_fields=["trained_until", "party_reference", "team", "reports_to"])
    owned = list(owns)
    write_posts(
        user, spelled_out(Held(posts=frozenset(roles), limits=frozenset(limits), owns=frozenset(owned)))
    )
    models.Ownership.objects.bulk_create(models.Ownership(user=user, data_set=each) for each in owned)
    return user


@transaction.atomic
def change(
    username: str, *, name: str = "", trained_until: date | None = None, organisation: str = "",
    team: str = "", reports_to: str = "", posts: Iterable[str] | None = None, limits: Iterable[str] = (),
    owns: Iterable[str] | None = None,
) -> None:  # fmt: skip
    """Change what is said of somebody; what is left out stays. `limits` are written as `listed` writes them.

    Raises `IntegrityError` where a data set is owned.
    """
    user = models.User.objects.get(username=username)
    user.name = name or user.name
    user.trained_until = trained_until or user.trained_until
    user.party_reference = organisation or user.party_reference
    user.team, user.reports_to = team or user.team, reports_to or user.reports_to
    user.save(update_fields=["name", "trained_until", "party_reference", "team", "reports_to"])
    if posts is not None or limits:
        _keep_posts(user, None if posts is None else frozenset(posts), limits)
    if owns is not None:
        user.ownerships.all().delete()
        models.Ownership.objects.bulk_create(models.Ownership(user=user, data_set=each) for each in owns)


def _keep_posts(user: models.User, roles: frozenset[str] | None, limits: Iterable[str]) -> None:
    """These posts (None: those that are held) and no others.

    A post is held for the areas that are said of it; where none are, for those it was held for before.
    """
    before = [(post.role, post.area) for post in user.posts.all()]
    roles = roles if roles is not None else frozenset(role for role, _ in before)
    said = [(role, area) for role, _, area in (each.partition(": ") for each in limits)]
    told = {role for role, _ in said}
    there = [*said, *((role, area) for role, area in before if role in roles - told)]
    write_posts(user, [*there, *((role, EVERY_AREA) for role in roles - {role for role, _ in there})])


def who_came_in(usernames: Iterable[str]) -> list[str]:
    """Those who have signed in, or to or by whom something was delegated: their accounts are built upon."""
    there = models.User.objects.filter(username__in=list(usernames))
    acted = (
        Q(last_login__isnull=False) | Q(delegations_held__isnull=False) | Q(delegations_made__isnull=False)
    )
    return list(there.filter(acted).distinct().values_list("username", flat=True))


@transaction.atomic
def remove(usernames: Iterable[str]) -> None:
    """Take out accounts that nobody ever used. Raises `ProtectedError` where something stands on one."""
    there = models.User.objects.filter(username__in=list(usernames))
    models.Ownership.objects.filter(user__in=there).delete()
    there.delete()


@transaction.atomic
def put_back(before: dict[str, Any]) -> None:
    """What was said of somebody, as `listed` told it before it was changed."""
    models.User.objects.filter(username=before["username"]).update(
        name=before["name"], trained_until=before["trained_until"], party_reference=before["organisation"]
    )
    change(before["username"], owns=before["owns"])
    write_posts(models.User.objects.get(username=before["username"]), map(tuple, before["areas"]))
