"""What the machinery keeps: when each job was due and what came of it, and who followed whom as the office."""

from __future__ import annotations

from django.db import models


class Run(models.Model):
    """One job at one moment it was due. To add the row is to take the run; nobody else can."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    name = models.CharField(max_length=64)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices)
    tries = models.PositiveSmallIntegerField(default=1)
    holder = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    # Until then the run is its holder's; after that the holder counts as killed.
    lease_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # When a run that failed, or whose holder was killed, is tried again.
    again_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "due_at"], name="each_moment_of_a_job_once"),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(state="running"), name="a_job_never_overlaps_itself"
            ),
        ]


class OfficeSuccession(models.Model):
    """A legal entity follows another as the office, from a day on (see `sharewell.register.ourselves`)."""

    predecessor = models.CharField(max_length=200)
    successor = models.CharField(max_length=200)
    instrument = models.CharField(max_length=500)
    takes_effect = models.DateField(unique=True)

    def __str__(self) -> str:
        return self.successor
