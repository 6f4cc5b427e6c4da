"""What somebody does here: their posts, each for one business area or for all, and the data sets they answer for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from sharewell.policy.posts import Held
from sharewell.vocabulary.people import Role
from sharewell_office.people import models

EVERY_AREA = ""


def held(user: models.User) -> Held:
    """What somebody does here, as the core knows it."""
    posts = [(Role(post.role), post.area) for post in user.posts.all()]
    return Held(
        posts=frozenset(role for role, _ in posts),
        limits=limited(posts),
        owns=frozenset(each.data_set for each in user.ownerships.all()),
    )


def limited(posts: Iterable[tuple[Role, str]]) -> frozenset[tuple[Role, str]]:
    """Of posts and their areas those that are held for some areas only. What reaches all of them is not limited."""
    posts = frozenset(posts)
    return frozenset((role, area) for role, area in posts if area and (role, EVERY_AREA) not in posts)


def held_elsewhere(username: str) -> frozenset[Role]:
    """The posts that anybody else holds who is here."""
    others = models.Post.objects.filter(user__is_active=True).exclude(user__username=username)
    return frozenset(map(Role, others.values_list("role", flat=True).distinct()))


def areas() -> list[str]:
    """The business areas there are: every data set that anybody answers for."""
    return list(models.Ownership.objects.order_by("data_set").values_list("data_set", flat=True))


@transaction.atomic
def hold(user: models.User, now: Held) -> None:
    """Say what somebody does here from now on. A data set that was another's is theirs now."""
    write_posts(user, spelled_out(now))
    models.Ownership.objects.filter(user=user).exclude(data_set__in=now.owns).delete()
    for data_set in sorted(now.owns):
        models.Ownership.objects.update_or_create(data_set=data_set, defaults={"user": user})


def spelled_out(held: Held) -> set[tuple[Role, str]]:
    """Every post with each of its areas, or once for all of them."""
    return {*held.areas, *((role, EVERY_AREA) for role in held.posts - held.limited)}


def write_posts(user: models.User, posts: Iterable[tuple[str, str]]) -> None:
    """These posts, each with its area, and no others."""
    user.posts.all().delete()
    models.Post.objects.bulk_create(
        models.Post(user=user, role=str(role), area=area) for role, area in sorted(set(posts))
    )
