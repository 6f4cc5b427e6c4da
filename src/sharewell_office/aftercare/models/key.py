"""Keys that were given to us and wait to be verified by another channel."""

from __future__ import annotations

from django.db import models

from sharewell.register.party import KeyKind


class GivenKey(models.Model):
    """One key of one kind for one party; a newer one takes its place. What became of it is in the ledger and on the
    card.
    """

    party = models.CharField(max_length=32)
    kind = models.CharField(
        max_length=16, choices=[(each.value, each.label) for each in KeyKind], default=KeyKind.AGE.value
    )
    key = models.TextField()
    # What the recipient reads out: the office hears it, and never sees it.
    check_code = models.CharField(max_length=100, default="")
    given_by = models.CharField(max_length=150)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("given_at",)
        constraints = [
            models.UniqueConstraint(fields=["party", "kind"], name="one_given_key_of_each_kind"),
        ]

    def __str__(self) -> str:
        return self.party
