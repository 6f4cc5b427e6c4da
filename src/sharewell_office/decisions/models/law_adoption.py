"""Versions of the law and the policy that the office was advised on, and took up or did not."""

from __future__ import annotations

from django.db import models

from sharewell.policy.law.adoption import Status


class LawAdoption(models.Model):
    """One version, word for word (`digest`), on its way into use."""

    version = models.CharField(max_length=32, unique=True)
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=16, choices=[(each.value, each.value) for each in Status])
    advice = models.TextField(blank=True)
    advised_by = models.CharField(max_length=150, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reasons = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.version
