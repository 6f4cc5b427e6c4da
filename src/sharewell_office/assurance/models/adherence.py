"""Adherence audits of policies and standing orders."""

from __future__ import annotations

from django.db import models

from sharewell.assurance.adherence import Verdict


class AdherenceAudit(models.Model):
    """One audit of one version of a policy, scheduled by its launch."""

    reference = models.CharField(max_length=32, unique=True)
    policy = models.CharField(max_length=32)
    title = models.CharField(max_length=300)
    version = models.CharField(max_length=8)
    keeper = models.CharField(max_length=150)
    launched_on = models.DateField()
    due = models.DateField()
    first_due = models.DateField()
    announced = models.BooleanField(default=False)
    sample = models.CharField(max_length=32, blank=True)
    evidence = models.JSONField(default=list)  # [{"on", "by", "text", "where", "team"}]
    verdict = models.CharField(
        max_length=16, blank=True, choices=[(each.value, each.label) for each in Verdict]
    )
    words = models.TextField(blank=True)
    attested = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    concluded_on = models.DateField(null=True, blank=True)
    changes = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-reference",)
        constraints = [models.UniqueConstraint(fields=("policy", "version"), name="version_audited_once")]

    def __str__(self) -> str:
        return self.reference
