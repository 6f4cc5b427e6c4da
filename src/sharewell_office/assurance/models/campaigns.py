"""Guidance campaigns: their bites, and who read or skipped which."""

from __future__ import annotations

from django.db import models


class Campaign(models.Model):
    """One campaign: a bite a working day from its start."""

    reference = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    planned_by = models.CharField(max_length=150)
    approver = models.CharField(max_length=150)
    approved_on = models.DateField(null=True)

    class Meta:
        ordering = ("-reference",)

    def __str__(self) -> str:
        return self.reference


class Bite(models.Model):
    """One short piece with its question; `choices` has the right answer first."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="bites")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    question = models.CharField(max_length=500)
    choices = models.JSONField()
    out_on = models.DateField(null=True)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("campaign", "number"), name="bite_numbered_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.number}"


class Reading(models.Model):
    """Somebody read a bite and answered, or skipped it (`right` is null)."""

    bite = models.ForeignKey(Bite, on_delete=models.PROTECT, related_name="readings")
    person = models.CharField(max_length=150)
    right = models.BooleanField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("bite", "person"), name="bite_answered_once")]

    def __str__(self) -> str:
        return f"{self.bite_id}"
