"""Coming and going: invitations, and accounts that are closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction

from sharewell.policy.posts import Held
from sharewell.vocabulary.people import Role
from sharewell_office.people import models
from sharewell_office.people.store.accounts import add
from sharewell_office.people.store.posts import spelled_out, write_posts


def new_invitation(**given: Any) -> models.Invitation:
    """An invitation, not yet kept."""
    return models.Invitation(**given)


def to_be(invited: models.Invitation) -> models.User:
    """The person an invitation will make, not yet kept: a password must not resemble what is known of them."""
    return models.User(username=invited.email, email=invited.email, name=invited.name)


def to_hold(invited: models.Invitation) -> Held:
    """What somebody invited is to do here. Who visits holds no post: they look at what they were let in for."""
    limits = frozenset((Role(role), area) for role, area in invited.limits)
    return Held(posts=frozenset(map(Role, () if invited.visit else invited.roles)), limits=limits)


def invitation(token_hash: str, at: datetime) -> models.Invitation | None:
    """An invitation that is still open."""
    return models.Invitation.objects.filter(
        token_hash=token_hash, accepted_at__isnull=True, expires_at__gt=at
    ).first()


@transaction.atomic
def accept(invited: models.Invitation, *, password: str, at: datetime) -> models.User | None:
    """Make the person of an invitation, once; None where somebody else has used it meanwhile."""
    open_still = models.Invitation.objects.filter(pk=invited.pk, accepted_at__isnull=True)
    if not open_still.update(accepted_at=at):
        return None
    user = add(
        invited.username, email=invited.email, name=invited.name, password=password,
        roles=(), party_reference=invited.party_reference,
    )  # fmt: skip
    write_posts(user, spelled_out(to_hold(invited)))
    user.last_day, user.visit = invited.last_day, invited.visit
    user.save(update_fields=["last_day", "visit"])
    return user


def known_to_a_directory(user: models.User) -> bool:
    """Whether somebody has signed in through their organisation before."""
    return SocialAccount.objects.filter(user=user).exists()


def close(username: str) -> bool:
    """Let somebody act no more, and end every session of theirs. Whether they were here."""
    found = models.User.objects.filter(username=username, is_active=True)
    user = found.first()
    if user is None:
        return False
    # A session is signed over the password: another password ends them all.
    user.set_unusable_password()
    user.is_active = False
    # The address is free again, should they ever be invited anew; the name stays beside what they did.
    user.email = f"{user.username}@left.invalid"
    user.save(update_fields=["password", "is_active", "email"])
    return True


def forget_factors(username: str) -> None:
    """Forget what somebody proves themselves with beside their password, and end every session of theirs."""
    user = models.User.objects.get(username=username)
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
