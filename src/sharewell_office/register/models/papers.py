"""Papers the register holds about sharing: impact assessments, and lines of activity logs kept elsewhere before."""

from __future__ import annotations

from django.db import models

RECORDED = "recorded"  # taken over from another register; every other status is one of `register.dpia`'s own


class Dpia(models.Model):
    """A row of the DPIA register (OPCC 3.5): the ICO's seven steps, in the words of those who carried them out.

    One that is carried out here has a `status` of its own and the columns below it; the columns above are then kept in
    step with them, so that the register reads alike whoever did the work. `version` counts its changes.
    """

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
    status = models.CharField(max_length=16, default=RECORDED)
    answers = models.JSONField(default=dict, blank=True)
    risks = models.JSONField(default=list, blank=True)
    advice = models.JSONField(null=True, blank=True)
    consultation = models.JSONField(null=True, blank=True)
    drafted_by = models.JSONField(default=list, blank=True)
    signer = models.CharField(max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    measures_open = models.PositiveSmallIntegerField(
        default=0
    )  # so that a list finds what still holds a release back
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-reference",)
        indexes = [
            models.Index(fields=("review_on",), name="dpia_by_review"),
            models.Index(fields=("status", "data_set"), name="dpia_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class DpiaCover(models.Model):
    """What an assessment covers: a request or an agreement, by its reference."""

    dpia = models.ForeignKey(Dpia, on_delete=models.CASCADE, related_name="covers")
    about = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("dpia", "about"), name="dpia_covers_once")]

    def __str__(self) -> str:
        return self.about


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
