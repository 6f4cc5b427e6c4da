"""Who is away, and who covers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Absence(models.Model):
    """One absence; people by username. Without a `cover` what waits falls to the Chief Executive."""

    reference = models.CharField(max_length=32, unique=True)
    person = models.CharField(max_length=150)
    cover = models.CharField(max_length=150, blank=True)
    under = models.CharField(max_length=32, blank=True)
    starts = models.DateField()
    ends = models.DateField()
    ended = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=("ends",), name="absence_by_end")]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="absence_ends_after_start"),
            models.CheckConstraint(condition=~Q(cover=F("person")), name="absence_covered_by_another"),
        ]

    def __str__(self) -> str:
        return self.reference
