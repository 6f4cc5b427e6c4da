"""What the office keeps of a release: the file's digests, the gate's report, who let it go and when. Never the file."""

from __future__ import annotations

from django.db import models

from sharewell.release.permission import Status


class Release(models.Model):
    """One file on its way out, as it stands today. Its history is in the ledger; the file itself is in the vault."""

    reference = models.CharField(max_length=32, unique=True)
    status = models.CharField(
        max_length=16, choices=[(each.value, each.value.capitalize()) for each in Status]
    )
    authority = models.CharField(max_length=32, db_index=True)
    recipient = models.CharField(max_length=32)
    recipient_name = models.CharField(max_length=200)
    data_set = models.SlugField(max_length=64)

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveBigIntegerField()
    terms = models.JSONField()
    terms_sha256 = models.CharField(max_length=64)
    report = models.JSONField()

    prepared_by = models.CharField(max_length=150)
    prepared_at = models.DateTimeField()
    permitted_by = models.CharField(max_length=150, blank=True)
    permitted_at = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    # The folder in the vault that holds the parcel; empty until it was sealed.
    parcel = models.CharField(max_length=64, blank=True)
    manifest = models.JSONField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-reference",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(permitted_by="", permitted_at__isnull=True)
                | (~models.Q(permitted_by="") & models.Q(permitted_at__isnull=False)),
                name="release_permitted_by_and_at",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="sealed")
                | (~models.Q(parcel="") & models.Q(sealed_at__isnull=False, permitted_at__isnull=False)),
                name="release_sealed_is_permitted_and_there",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
