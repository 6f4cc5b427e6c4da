"""Copies that somebody must destroy: theirs of our data, and ours of theirs."""

from __future__ import annotations

from django.db import models

from sharewell.aftercare.retention import State


class Copy(models.Model):
    """A copy of data, who holds it, until when, and how it ended. Its history is in the ledger."""

    # Of a copy of ours that went out: the release's. Of one that came in: its own (IN-2026-0001).
    reference = models.CharField(max_length=32, unique=True)
    party = models.CharField(max_length=32, db_index=True)
    party_name = models.CharField(max_length=200)
    inbound = models.BooleanField(default=False)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=[(each.value, each.value.capitalize()) for each in State])
    received_on = models.DateField()
    destroy_by = models.DateField()
    certificate_due = models.DateField()
    least_level = models.PositiveSmallIntegerField(default=2)
    # How many of the reminders were sent already.
    rung = models.PositiveSmallIntegerField(default=0)
    handled_by = models.CharField(max_length=150)
    certificate = models.JSONField(null=True, blank=True)
    hold = models.JSONField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("destroy_by", "reference")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="gone", certificate__isnull=False)
                | (~models.Q(state="gone") & models.Q(certificate__isnull=True)),
                name="copy_gone_has_a_certificate",
            )
        ]
        indexes = [
            models.Index(fields=["destroy_by"], condition=models.Q(state="held"), name="copies_to_chase")
        ]

    def __str__(self) -> str:
        return self.reference
