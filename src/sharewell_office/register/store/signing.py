"""Links by which a party reads and signs an agreement without an account, and what it comments on the way."""

from __future__ import annotations

from datetime import date, datetime

from sharewell_office.register import models


def add_link(reference: str, party: str, secret_sha256: str, *, by: str, at: datetime, expires: date) -> None:
    models.SigningLink.objects.create(
        agreement=models.Agreement.objects.get(reference=reference),
        party=models.Party.objects.get(reference=party),
        secret_sha256=secret_sha256,
        made_by=by,
        made_at=at,
        expires_on=expires,
    )


def link(secret_sha256: str, on: date) -> models.SigningLink | None:
    found = models.SigningLink.objects.select_related("agreement", "party")
    return found.filter(secret_sha256=secret_sha256, expires_on__gte=on).first()


def link_signed(pk: int, *, at: datetime) -> None:
    models.SigningLink.objects.filter(pk=pk, signed_at__isnull=True).update(signed_at=at)


def add_comment(link: models.SigningLink, *, name: str, text: str, at: datetime) -> None:
    models.Comment.objects.create(
        agreement=link.agreement, party_name=link.party.name, name=name, text=text, at=at
    )


def comments(reference: str) -> list[models.Comment]:
    return list(models.Comment.objects.filter(agreement__reference=reference)[:200])
