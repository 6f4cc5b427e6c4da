"""Governance decisions, and good practice with what was made of it."""

from __future__ import annotations

from django.db import models

from sharewell.assurance.practices import Verdict


class GovernanceDecision(models.Model):
    """What was decided about how sharing is governed. Never edited; only its checks are added."""

    reference = models.CharField(max_length=32, unique=True)
    question = models.TextField()
    options = models.JSONField()  # all that were weighed, the one taken first
    reasons = models.TextField()
    function = models.CharField(max_length=200)
    check_every = models.CharField(max_length=16)  # ISO 8601
    check_on = models.DateField(null=True, db_index=True)
    checks = models.JSONField(default=list)  # [{"on", "by", "found"}]
    closes = models.CharField(max_length=64, blank=True)  # the action it settled
    by = models.CharField(max_length=150)
    on = models.DateField()

    class Meta:
        ordering = ("-reference",)

    def __str__(self) -> str:
        return self.reference


class Practice(models.Model):
    """Good practice seen elsewhere, and the last verdict on it."""

    reference = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=300)
    source = models.CharField(max_length=500)
    told = models.TextField(blank=True)
    noted_by = models.CharField(max_length=150)
    noted_on = models.DateField()
    verdict = models.CharField(
        max_length=8, blank=True, choices=[(each.value, each.value.capitalize()) for each in Verdict]
    )
    reason = models.TextField(blank=True)
    change = models.TextField(blank=True)
    weighed_by = models.CharField(max_length=150, blank=True)
    weighed_on = models.DateField(null=True)

    class Meta:
        ordering = ("-reference",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict="", weighed_on__isnull=True, reason="")
                | (~models.Q(verdict="") & models.Q(weighed_on__isnull=False) & ~models.Q(reason="")),
                name="practice_weighed_with_a_reason_or_not_at_all",
            )
        ]

    def __str__(self) -> str:
        return self.reference
