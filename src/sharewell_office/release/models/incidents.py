"""Decisions to go on despite a recipient's open incident, as the gate's G16 reads them."""

from __future__ import annotations

from django.db import models


class IncidentDecision(models.Model):
    """One incident and one authority: what the DPO advised, and what the Chief Executive decided on it, if they did."""

    reference = models.CharField(max_length=32, unique=True)
    incident = models.CharField(max_length=32, db_index=True)
    authority = models.CharField(max_length=32)
    advice = models.TextField()
    advised_by = models.CharField(max_length=150)
    advised_at = models.DateTimeField()
    reasons = models.TextField(blank=True)
    conditions = models.JSONField(default=list, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-reference",)
        constraints = [
            models.UniqueConstraint(
                fields=("incident", "authority"), name="incident_decided_once_per_authority"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by="", decided_at__isnull=True, valid_until__isnull=True)
                | (~models.Q(decided_by="") & models.Q(decided_at__isnull=False, valid_until__isnull=False)),
                name="incident_decision_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
