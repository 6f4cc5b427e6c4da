"""Surveys of sharing: the teams of the organisation, their returns, the flows they declared, and what came of those."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sharewell.assurance.survey.cases import Step
from sharewell.assurance.survey.matching import Finding
from sharewell.assurance.survey.record import Standing

_SIGNED = (Standing.ANSWERED.value, Standing.NIL.value)


class Posts(models.Model):
    """Who answers for a team, and who stands above it: usernames."""

    respondent = models.CharField(max_length=150)
    deputy = models.CharField(max_length=150)
    manager = models.CharField(max_length=150)
    head = models.CharField(max_length=150)
    director = models.CharField(max_length=150)

    class Meta:
        abstract = True


class Team(Posts):
    """A team of the organisation, as it is today. One that no longer exists keeps its row, with its last day."""

    reference = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120, unique=True)
    service = models.CharField(max_length=120, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Survey(models.Model):
    """One survey. It runs until it is closed."""

    reference = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=200)
    launched_at = models.DateTimeField()
    launched_by = models.CharField(max_length=150)
    due = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-reference",)

    def __str__(self) -> str:
        return self.reference


class Return(Posts):
    """One team's return: the team as it was when it was asked, and who answers for it now."""

    reference = models.CharField(max_length=32, unique=True)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="returns")
    name = models.CharField(max_length=120)
    service = models.CharField(max_length=120, blank=True)
    delegates = models.JSONField(default=list)
    due = models.DateField()
    first_due = models.DateField()
    rung = models.PositiveSmallIntegerField(default=0)
    standing = models.CharField(max_length=12, choices=[(each.value, each.label) for each in Standing])
    signed_by = models.CharField(max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    into = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("reference",)
        constraints = [
            models.UniqueConstraint(fields=("survey", "name"), name="team_asked_once"),
            # Silence is never a nil return: what counts as an answer was signed by somebody, at a moment.
            models.CheckConstraint(
                condition=(Q(standing__in=_SIGNED) & ~Q(signed_by="") & Q(signed_at__isnull=False))
                | (~Q(standing__in=_SIGNED) & Q(signed_by="", signed_at__isnull=True)),
                name="return_counts_when_signed",
            ),
        ]
        indexes = [models.Index(fields=("survey", "standing"), name="return_by_standing")]

    def __str__(self) -> str:
        return self.reference


class Flow(models.Model):
    """One flow that a team declared. `finding` is what the register said of it when the return was signed."""

    to = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="flows")
    number = models.PositiveIntegerField()
    answers = models.JSONField(default=dict)
    finding = models.CharField(
        max_length=16, blank=True, choices=[(each.value, each.label) for each in Finding]
    )
    entry = models.CharField(max_length=32, blank=True)
    why = models.CharField(max_length=300, blank=True)
    alike = models.JSONField(default=list)

    class Meta:
        ordering = ("to_id", "number")
        constraints = [models.UniqueConstraint(fields=("to", "number"), name="flow_numbered_once")]

    def __str__(self) -> str:
        return f"{self.to_id}/{self.number}"


class FlowCase(models.Model):
    """What is done about a flow that nobody agreed to. Whether it is paused today is not kept: it follows."""

    reference = models.CharField(max_length=32, unique=True)
    flow = models.OneToOneField(Flow, on_delete=models.PROTECT, related_name="case")
    opened_on = models.DateField()
    review = models.CharField(max_length=300)  # the tracker's review that holds its action
    action = models.CharField(max_length=12)
    request = models.CharField(max_length=32, blank=True)
    agreement = models.CharField(max_length=32, blank=True)
    ended = models.CharField(max_length=16, blank=True, choices=[(each.value, each.value) for each in Step])
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-reference",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ended="", ended_on__isnull=True) | (~Q(ended="") & Q(ended_on__isnull=False)),
                name="flow_case_ended_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.reference
