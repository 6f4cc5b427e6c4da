"""Agreements, as they stand today."""

from __future__ import annotations

from django.db import models

from sharewell.register.agreement import AgreementStatus
from sharewell_office.register.models.party import Asset, Party, choices


class Agreement(models.Model):
    """An information sharing agreement: one row, as it stands today. Its history is in the ledger."""

    reference = models.CharField(max_length=32, unique=True)
    # Where it was taken over from ("information-sharing-agreement-0001:2"): importing twice changes nothing.
    source = models.CharField(max_length=200, null=True, blank=True, unique=True)
    status = models.CharField(max_length=16, choices=choices(AgreementStatus))
    title = models.CharField(max_length=300)
    purpose = models.TextField(blank=True)
    benefits = models.TextField(blank=True)
    legal_power = models.TextField(blank=True)
    lawful_basis = models.CharField(max_length=200, blank=True)
    disclosed = models.TextField(blank=True)
    method = models.CharField(max_length=300, blank=True)
    retention = models.CharField(max_length=32, blank=True)
    contact = models.CharField(max_length=300, blank=True)
    controllers = models.JSONField(default=list)  # [{"reference", "name"}]
    processors = models.JSONField(default=list)
    areas = models.JSONField(default=list)
    asset = models.ForeignKey(
        Asset, null=True, blank=True, on_delete=models.PROTECT, related_name="agreements"
    )
    recipient = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="agreements"
    )
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    schema = models.JSONField(default=dict)  # the field schedule, as a Table Schema
    max_rows = models.PositiveIntegerField(null=True, blank=True)
    # What the file is held to beyond its fields (agreement.HANDLING): scope, disclosure, treatments …
    handling = models.JSONField(default=dict, blank=True)
    review = models.JSONField(null=True, blank=True)  # an Approval: {"by", "at", "digest"}
    signature = models.JSONField(null=True, blank=True)
    countersignatures = models.JSONField(default=dict, blank=True)  # an Approval for each party's reference
    notice = models.JSONField(null=True, blank=True)  # a NoticeDecision
    particulars = models.JSONField(default=dict, blank=True)  # a Particulars document
    edition = models.PositiveIntegerField(default=1)
    varies = models.CharField(max_length=32, blank=True)  # the reference of the edition before
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-reference",)
        indexes = [
            models.Index(fields=("asset", "-reference"), name="agreement_by_asset"),
            models.Index(fields=("status", "-reference"), name="agreement_by_status"),
            models.Index(fields=("review_on",), name="agreement_by_review"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class AgreementWords(models.Model):
    """What the search looks through, kept by the store and indexed by each database's own full-text search.

    A table of its own: SQLite rebuilds a table whose columns change, and would lose the triggers that feed its index.
    """

    agreement = models.OneToOneField(
        Agreement, on_delete=models.CASCADE, primary_key=True, related_name="words"
    )
    words = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.agreement_id)


class AgreementFound(models.Model):
    """SQLite's index itself, as a table to start a search from: it is read newest first without sorting."""

    agreement = models.OneToOneField(
        Agreement, on_delete=models.DO_NOTHING, primary_key=True, db_column="rowid", related_name="+"
    )

    class Meta:
        managed = False
        db_table = "register_agreement_search"

    def __str__(self) -> str:
        return str(self.agreement_id)


class SigningLink(models.Model):
    """A link by which a party reads an agreement, comments on it and signs it, without an account. Once, until a day.

    Only the digest of its secret is kept: whoever reads the database cannot sign.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="links")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="links")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    signed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.party_id}"


class Comment(models.Model):
    """What a party says about a draft, by its link."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="comments")
    party_name = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.name
