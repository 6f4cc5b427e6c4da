"""Emergencies: what was told by word of mouth, and what was written down afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sharewell.decisions.emergency.record import Status

_BEFORE_TELLING = (Status.OPEN.value, Status.STOOD_DOWN.value)


class Emergency(models.Model):
    """One emergency. `version` counts its changes; `rung` are the alarms that have been put on the record."""

    reference = models.CharField(max_length=32, unique=True)
    opened = models.DateTimeField()
    opened_by = models.CharField(max_length=150)
    danger = models.TextField(blank=True)
    recipient_name = models.CharField(max_length=200, blank=True)
    recipient = models.CharField(max_length=32, blank=True)
    data_set = models.SlugField(max_length=64, blank=True)
    status = models.CharField(max_length=32, choices=[(each.value, each.label) for each in Status])
    facts = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    # What was told; all of it empty until something is.
    told_at = models.DateTimeField(null=True, blank=True, db_index=True)
    told_by = models.CharField(max_length=150, blank=True)
    to_whom = models.CharField(max_length=200, blank=True)
    identity = models.TextField(blank=True)
    told = models.JSONField(default=list)
    channel = models.CharField(max_length=16, blank=True)
    terms_said = models.BooleanField(default=False)
    exception = models.TextField(blank=True)
    # What was written down, advised and made of it afterwards.
    why_urgent = models.TextField(blank=True)
    withheld = models.JSONField(default=list)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.CharField(max_length=150, blank=True)
    advice = models.JSONField(default=list)
    review = models.CharField(max_length=16, blank=True)
    review_words = models.TextField(blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=150, blank=True)
    terms_sent = models.DateTimeField(null=True, blank=True)
    rung = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=("status", "data_set"), name="emergency_by_status")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=_BEFORE_TELLING, told_at__isnull=True)
                | (~Q(status__in=_BEFORE_TELLING) & Q(told_at__isnull=False)),
                name="emergency_told_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(review="", reviewed_at__isnull=True)
                | (~Q(review="") & Q(reviewed_at__isnull=False)),
                name="emergency_review_whole_or_not_at_all",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
