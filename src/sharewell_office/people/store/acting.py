"""People as the core knows them: who acts, with their posts, data sets, live delegations and other accounts."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.db.models import CharField, Exists, Model, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce, Concat

from sharewell.vocabulary.people import Actor, Role
from sharewell_office.people import models
from sharewell_office.people.store.delegations import alive
from sharewell_office.people.store.joined import joined
from sharewell_office.people.store.posts import limited
from sharewell_office.people.store.same_person import line_managers, same_person


class NoSuchPerson(LookupError):
    """Nobody of that username may act."""


def whole_person(pk: int) -> models.User | None:
    """Somebody with their posts and data sets, and whether they have a second factor or delegations: one query."""
    return _whole().filter(pk=pk).first()


def _whole() -> QuerySet[models.User]:
    mine = OuterRef("pk")
    return models.User.objects.annotate(
        posts_held=_together(models.Post, Concat("role", Value(_FOR), "area", output_field=CharField())),
        data_sets_owned=_together(models.Ownership, "data_set"),
        other_accounts=joined(same_person(mine, OuterRef("second_account_of")), "username"),
        has_second_factor=Exists(Authenticator.objects.filter(user=mine, type__in=_FACTORS)),
        has_delegations=Exists(models.Delegation.objects.filter(to_user=mine)),
    )


_FOR = "@"  # between a post and its area
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def _together(model: type[Model], field: str | Concat) -> Coalesce:
    return joined(model._default_manager.filter(user=OuterRef("pk")), field)


def has_second_factor(user: models.User) -> bool:
    known: bool | None = getattr(user, "has_second_factor", None)
    return is_mfa_enabled(user) if known is None else known


def proofs_beside(user: models.User, key: int) -> bool:
    """Whether somebody has a second factor beside this one."""
    return Authenticator.objects.filter(user=user, type__in=_FACTORS).exclude(pk=key).exists()


def actor(user: models.User, on: date) -> Actor:
    """The person acting that day, with their posts, data sets, live delegations and training."""
    whole: Any = user if hasattr(user, "posts_held") else whole_person(user.pk)
    posts = [_post(each) for each in whole.posts_held.split()]
    return Actor(
        person=whole.username,
        name=whole.name,
        roles=frozenset(role for role, _ in posts),
        areas=limited(posts),
        owns=frozenset(whole.data_sets_owned.split()),
        delegations=tuple(alive(whole, on)) if whole.has_delegations else (),
        trained_until=whole.trained_until,
        also=frozenset(whole.other_accounts.split()),
        reports_to=_managers(whole),
    )


def _managers(whole: Any) -> frozenset[str]:
    """Whom they report to; nothing is asked of whoever reports to nobody, under this account and any other."""
    others = whole.other_accounts.split()
    return line_managers([whole.username, *others]) if whole.reports_to or others else frozenset()


def _post(said: str) -> tuple[Role, str]:
    role, area = said.split(_FOR)
    return Role(role), area


def has_left(user: models.User, on: date) -> bool:
    """Whether their last day is over."""
    return user.last_day is not None and on > user.last_day


def actor_by_id(username: str, on: date) -> Actor:
    """The same, by username. Raises `NoSuchPerson`, also for somebody who has left: they act no more."""
    user = _whole().filter(username=username, is_active=True).first()
    if user is None or has_left(user, on):
        raise NoSuchPerson(username)
    return actor(user, on)


def nobody() -> Actor:
    """Who acts where nobody has signed in: without a post, a data set or a name."""
    return Actor(person="", name="", roles=frozenset())


def command_line() -> Actor:
    """Who acts when somebody with the keys of the machine runs a command: the system, which decides nothing."""
    return Actor(person="system", name="System", roles=frozenset())
