"""What the office keeps of a parcel's collection: neither the link nor the code, only what they hash to."""

from __future__ import annotations

from django.db import models

from sharewell.aftercare.collection import State


class Parcel(models.Model):
    """A sealed parcel that waits for its recipient, or was collected. Its history is in the ledger."""

    release = models.CharField(max_length=32, unique=True)
    recipient = models.CharField(max_length=32)
    recipient_name = models.CharField(max_length=200)
    folder = models.CharField(max_length=64)
    destroy_by = models.DateField()

    state = models.CharField(max_length=16, choices=[(each.value, each.value.capitalize()) for each in State])
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64)
    code_salt = models.BinaryField()
    attempts = models.PositiveSmallIntegerField(default=0)
    offered_by = models.CharField(max_length=150)
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    collected_at = models.DateTimeField(null=True, blank=True)
    collected_by = models.CharField(max_length=150, blank=True)
    collected_post = models.CharField(max_length=150, blank=True)
    # Which browser collected it (a digest of what it was given): the download and the receipt are for it alone.
    collected_in = models.CharField(max_length=64, blank=True)
    # Our sealed copy is destroyed once nobody can collect it or go on with a download any more.
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-release",)
        constraints = [
            models.CheckConstraint(
                condition=(~models.Q(state="collected") & models.Q(collected_at__isnull=True))
                | models.Q(state="collected", collected_at__isnull=False),
                name="parcel_collected_says_when",
            )
        ]
        indexes = [
            models.Index(
                fields=["destroy_by"],
                condition=models.Q(destroyed_at__isnull=True),
                name="parcels_we_still_have",
            )
        ]

    def __str__(self) -> str:
        return self.release
