"""Keys that were given to us and wait to be verified by another channel."""

from __future__ import annotations

from django.db import models


class GivenKey(models.Model):
    """One key for one party; a newer one takes its place. What became of it is in the ledger and on the card."""

    party = models.CharField(max_length=32, unique=True)
    key = models.CharField(max_length=200)
    given_by = models.CharField(max_length=150)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("given_at",)

    def __str__(self) -> str:
        return self.party
