"""Incidents, and what was asked and answered while they were looked into."""

from __future__ import annotations

from django.db import models

from sharewell.aftercare.incidents import Kind, State, Whose
from sharewell.register.card import Severity


class Incident(models.Model):
    """One incident as it stands today. Its history is in the ledger; what weighs on the recipient, on its card."""

    reference = models.CharField(max_length=32, unique=True)
    party = models.CharField(max_length=32, db_index=True)
    party_name = models.CharField(max_length=200)
    release = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=16, choices=[(each.value, each.value.capitalize()) for each in State])
    kind = models.CharField(max_length=16, choices=[(each.value, each.label) for each in Kind])
    whose = models.CharField(max_length=16, choices=[(each.value, each.label) for each in Whose])
    what = models.TextField()
    occurred_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    reported_by = models.CharField(max_length=150)
    self_reported = models.BooleanField()
    # Ours, with data that the party gave us: they are told, and nothing of it stands on their card.
    inbound = models.BooleanField(default=False)
    giver_told_at = models.DateTimeField(null=True)
    aware_at = models.DateTimeField(null=True)
    inputs = models.JSONField(null=True)
    band = models.CharField(
        max_length=16, blank=True, choices=[(each.value, each.label) for each in Severity]
    )
    decisions = models.JSONField(null=True)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_why = models.TextField(blank=True)
    # How many of the reminders about its clock were sent.
    rung = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-reference",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="closed")
                | (
                    models.Q(closed_at__isnull=False)
                    & ~models.Q(closed_why="")
                    & models.Q(decisions__isnull=False)
                ),
                name="incident_closed_with_reasons",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Question(models.Model):
    """Something we asked the recipient about an incident."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="questions")
    what = models.TextField()
    due = models.DateField()
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=150, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
