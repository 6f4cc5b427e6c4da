"""Papers the register holds about sharing: impact assessments, and lines of activity logs kept elsewhere before."""

from __future__ import annotations

from django.db import models


class Dpia(models.Model):
    """A row of the DPIA register (OPCC 3.5): the ICO's seven steps, in the words of those who carried them out."""

    reference = models.CharField(max_length=32, unique=True)
    source = models.CharField(max_length=200, null=True, blank=True, unique=True)
    title = models.CharField(max_length=300)
    controller = models.CharField(max_length=200, blank=True)
    dpo = models.CharField(max_length=200, blank=True)
    data_set = models.CharField(max_length=64, blank=True)
    overall_risk = models.CharField(max_length=8, blank=True)
    residual_risk = models.CharField(max_length=8, blank=True)
    signed_by = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    steps = models.JSONField(default=dict, blank=True)  # exchange.sheets.DPIA_STEPS

    class Meta:
        ordering = ("-reference",)
        indexes = [models.Index(fields=("review_on",), name="dpia_by_review")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class PastSharing(models.Model):
    """A line of an activity log that was kept elsewhere: what was shared before Sharewell was there."""

    reference = models.CharField(max_length=64, unique=True)
    finished = models.DateField()
    outcome = models.CharField(max_length=200)
    recipient = models.CharField(max_length=300)
    asked = models.TextField(blank=True)
    data_set = models.CharField(max_length=200, blank=True)
    fields = models.TextField(blank=True)
    consent = models.CharField(max_length=3, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    reasons = models.TextField(blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-finished", "-reference")

    def __str__(self) -> str:
        return self.reference
