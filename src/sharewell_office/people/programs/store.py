"""Keys and kept answers. Nothing else touches these models."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from sharewell_office.people.models import ApiKey, KeptAnswer, User


def digest(secret: str) -> str:
    """A key is 256 bits of chance: one round of SHA-256 is enough, and costs a request nothing."""
    return sha256(secret.encode()).hexdigest()


def alive(secret: str, on: date) -> ApiKey | None:
    """The key that `secret` is, if it may be used that day by somebody who is still here."""
    found = ApiKey.objects.select_related("user").filter(digest=digest(secret), user__is_active=True)
    return found.filter(ends_on__gte=on, ended_at__isnull=True).first()


def keys_of(user: User) -> list[ApiKey]:
    return list(ApiKey.objects.filter(user=user)[:100])


def key_of(user: User, reference: str) -> ApiKey | None:
    return ApiKey.objects.filter(user=user, reference=reference).first()


def add(
    user: User, *, reference: str, name: str, secret: str, may_write: bool, at: datetime, ends_on: date
) -> None:
    ApiKey.objects.create(
        user=user,
        reference=reference,
        name=name,
        digest=digest(secret),
        may_write=may_write,
        made_at=at,
        ends_on=ends_on,
    )


def end(key: ApiKey, at: datetime) -> None:
    ApiKey.objects.filter(pk=key.pk).update(ended_at=at)


# --- answers ----------------------------------------------------------------------------------------------------------


def claim(person: str, key: str, fingerprint: str, at: datetime) -> tuple[KeptAnswer, bool]:
    """The row of that key and whether it is new: whoever adds it is the one who writes."""
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(person=person, key=key, fingerprint=fingerprint, at=at), True
    except IntegrityError:
        return KeptAnswer.objects.get(person=person, key=key), False


def keep(row: KeptAnswer, status: int, body: Any) -> None:
    KeptAnswer.objects.filter(pk=row.pk).update(status=status, body=body)


def let_go(row: KeptAnswer) -> None:
    """Forget a claim whose write came to nothing."""
    row.delete()


def forget(before: datetime) -> int:
    """Destroy answers from before then; those never finished a week later. How many went."""
    old = Q(at__lt=before, status__isnull=False) | Q(at__lt=before - timedelta(days=7))
    return KeptAnswer.objects.filter(old).delete()[0]
