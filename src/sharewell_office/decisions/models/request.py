"""What the decisions room keeps: requests, every answer with who gave it, the DPO's advice, and the decision."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sharewell.decisions.request import AdviceKind, Status

_STATUSES = [(each.value, each.label) for each in Status]


class Request(models.Model):
    """A one-off request. `version` counts its changes: a step is saved over the version it was read at, or not."""

    reference = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=200)
    asked = models.TextField()
    asked_by = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    recipient = models.CharField(max_length=32)
    recipient_name = models.CharField(max_length=200)
    data_set = models.SlugField(max_length=64)
    received = models.DateTimeField()
    requested_by = models.CharField(max_length=150)
    drafted_by = models.JSONField(default=list)
    status = models.CharField(max_length=20, choices=_STATUSES, default=Status.DRAFT.value)
    fields = models.JSONField(default=list)
    retention = models.CharField(max_length=16, blank=True)
    # Whether a rule waits for the Data Protection Officer: what her list of work is made of.
    advice_wanted = models.BooleanField(default=False)
    # What lies beside it, each a record of the core as JSON, or nothing (annex_columns.py).
    order = models.JSONField(null=True, blank=True)
    anonymised = models.JSONField(null=True, blank=True)
    determination = models.JSONField(null=True, blank=True)
    hand_off = models.JSONField(null=True, blank=True)
    small_office = models.JSONField(null=True, blank=True)
    agreement = models.CharField(max_length=32, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=("status", "data_set"), name="request_by_status"),
            models.Index(fields=("finished_at",), name="request_by_finish"),
        ]
        constraints = [
            # A request has left the drafter's and the decider's hands on a day, or it has not left them.
            models.CheckConstraint(
                condition=Q(status__in=("draft", "submitted"), finished_at__isnull=True)
                | (~Q(status__in=("draft", "submitted")) & Q(finished_at__isnull=False)),
                name="request_finished_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Answer(models.Model):
    """One answer, or one fact stated, as it stands: `name` is a question's id or a fact's name."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="answers")
    name = models.CharField(max_length=64)
    is_fact = models.BooleanField()
    value = models.JSONField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("request", "name"), name="answer_given_once")]

    def __str__(self) -> str:
        return self.name


class Advice(models.Model):
    """The Data Protection Officer's advice. None is ever changed: advice given again is another row."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="advice")
    kind = models.CharField(max_length=24, choices=[(each.value, each.label) for each in AdviceKind])
    text = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.kind


class Decision(models.Model):
    """The decision. A request has one at most, whoever else tries at the same moment."""

    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=24)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    reasons = models.TextField()
    conditions = models.TextField(blank=True)
    certificate_level = models.PositiveSmallIntegerField(default=2)
    valid_until = models.DateField(null=True, blank=True)
    fields = models.JSONField(default=list)
    under = models.CharField(max_length=32, blank=True)
    # Who gave that delegation: they and whoever decided count as one person when the file leaves (sod.09).
    for_person = models.CharField(max_length=150, blank=True)
    policy_version = models.CharField(max_length=32)
    policy_digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(outcome="refuse") & Q(valid_until__isnull=True))
                | (~Q(outcome="refuse") & Q(valid_until__isnull=False)),
                name="approval_has_a_last_day",
            ),
        ]

    def __str__(self) -> str:
        return self.outcome
