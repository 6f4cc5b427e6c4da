"""Scrutiny reviews and their actions."""

from __future__ import annotations

from django.db import models


class Review(models.Model):
    """A scrutiny review whose actions are tracked."""

    reference = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=300)
    areas = models.JSONField()  # [{"number", "title", "proposal", "sponsor"}], in their order
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-reference",)

    def __str__(self) -> str:
        return self.reference


class Action(models.Model):
    """One numbered action of a review, as it stands today."""

    reference = models.CharField(max_length=32, unique=True)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="actions")
    area = models.CharField(max_length=8)
    number = models.CharField(max_length=12)
    position = models.PositiveIntegerField()
    text = models.TextField()
    officers = models.JSONField(default=list)
    due = models.DateField(null=True, blank=True)  # null: not applicable
    first_due = models.DateField(null=True, blank=True)
    addressed_by = models.CharField(max_length=12, blank=True)
    tied_to = models.CharField(max_length=12, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    told_late = models.DateField(null=True, blank=True)  # the day it was due when it was last told overdue
    escalated_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("review", "number"), name="action_numbered_once")]
        indexes = [models.Index(fields=("closed_on", "due"), name="action_by_due")]

    def __str__(self) -> str:
        return self.number


class ActionUpdate(models.Model):
    """What was said of an action on a day. Never edited."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    on = models.DateField()
    by = models.CharField(max_length=150)
    text = models.TextField()
    evidence = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.action_id} {self.on}"
