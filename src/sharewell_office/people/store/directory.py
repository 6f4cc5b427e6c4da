"""Who is who: names, posts, owners and teams, for pages and letters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from sharewell.policy.showing import Scope
from sharewell.vocabulary.people import Role
from sharewell_office.people import models


def people_by_id(usernames: Iterable[str]) -> dict[str, str]:
    """Names by username, for pages that say who did what."""
    return dict(models.User.objects.filter(username__in=set(usernames)).values_list("username", "name"))


def with_role(role: Role) -> list[models.User]:
    """Everyone active who holds that post, by name."""
    return list(
        models.User.objects.filter(is_active=True, posts__role=role.value).distinct().order_by("name")
    )


def holders(*roles: Role) -> frozenset[str]:
    """The usernames of everyone active who holds one of these posts."""
    held = models.User.objects.filter(is_active=True, posts__role__in=[role.value for role in roles])
    return frozenset(held.values_list("username", flat=True))


def roles_of(username: str) -> frozenset[Role]:
    held = models.Post.objects.filter(user__username=username).values_list("role", flat=True)
    return frozenset(Role(role) for role in held)


def staff() -> list[tuple[str, str]]:
    """Our own people who are here: username and name, by name."""
    here = models.User.objects.filter(is_active=True, party_reference="", visit__isnull=True)
    return list(here.order_by("name").values_list("username", "name"))


def everybody() -> list[models.User]:
    """Everyone who may act, our own first, then by name; with their posts."""
    return list(
        models.User.objects.filter(is_active=True)
        .select_related("second_account_of")
        .prefetch_related("posts", "ownerships")
        .order_by("party_reference", "name")
    )


def here(username: str) -> models.User | None:
    """Somebody who may act."""
    return models.User.objects.filter(username=username, is_active=True).first()


def here_on(day: date) -> frozenset[str]:
    """The usernames of our own people who work here that day: not gone, and their last day not over."""
    ours = models.User.objects.filter(is_active=True, party_reference="").exclude(last_day__lt=day)
    return frozenset(ours.values_list("username", flat=True))


def teams() -> dict[str, str]:
    """Our own people who are here, each with the team they work in (empty: none is known)."""
    here = models.User.objects.filter(is_active=True, party_reference="")
    return dict(here.order_by("name").values_list("username", "team"))


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


def visits(user: models.User) -> Scope | None:
    """What an auditor from outside may see; None for everybody else."""
    return Scope.parse(user.visit) if user.visit else None


def by_email(email: str) -> models.User | None:
    """The one person of that address who may act."""
    return models.User.objects.filter(email=email.lower(), is_active=True).first() if email else None


def email_taken(email: str) -> bool:
    return models.User.objects.filter(email__iexact=email).exists()


def username_of(said: str) -> str:
    """The username of the one person of that username, name or e-mail address; empty where there is none, or two."""
    if not said:
        return ""
    found = models.User.objects.filter(Q(username=said) | Q(name=said) | Q(email=said.lower()))
    usernames = list(found.values_list("username", flat=True)[:2])
    return usernames[0] if len(usernames) == 1 else ""


def usernames_of(said: Iterable[str]) -> dict[str, str]:
    """Usernames by what was said (username, name or e-mail address), for a whole sheet; not where it is two people."""
    wanted = {each: each.lower() for each in said if each}
    found: dict[str, set[str]] = {}
    for username, name, email in models.User.objects.values_list("username", "name", "email").iterator():
        for known in (username.lower(), name.lower(), email.lower()):
            found.setdefault(known, set()).add(username)
    return {each: min(found[key]) for each, key in wanted.items() if len(found.get(key, ())) == 1}
