"""The organisation's policies, who has attested to them, and what outside them is watched."""

from __future__ import annotations

from django.db import models

from sharewell.assurance.policies.record import Kind


class Policy(models.Model):
    """One policy or standing order. Its versions, comments and reviews lie in `document`; the columns are listed by."""

    reference = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=16, choices=[(each.value, each.label) for each in Kind])
    keeper = models.CharField(max_length=150)
    review_every = models.CharField(max_length=16)  # ISO 8601
    audit_after = models.CharField(max_length=16, blank=True)
    version = models.CharField(max_length=8, blank=True)  # the one in force
    launched_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    audit_on = models.DateField(null=True)
    task_due = models.DateField(null=True)  # of the review that is open
    document = models.JSONField(default=dict)  # sharewell.assurance.policies.document
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-reference",)
        indexes = [models.Index(fields=("review_on",), name="policy_by_review")]

    def __str__(self) -> str:
        return self.reference


class Attestation(models.Model):
    """Somebody said of a version in force: I have read it, and will follow it."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="attestations")
    version = models.CharField(max_length=8)
    person = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("policy", "version", "person"), name="attested_once")]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.version}"


class Source(models.Model):
    """A code or a law outside that some policies rest on, as it looked when it was last looked at."""

    reference = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=300)
    address = models.URLField(max_length=500)
    policies = models.JSONField(default=list)  # references of the policies that rest on it
    sha256 = models.CharField(max_length=64, blank=True)  # of its text, without the markup
    looked_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("reference",)

    def __str__(self) -> str:
        return self.reference
