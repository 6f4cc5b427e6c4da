"""Dip samples, with the frame they were drawn from."""

from __future__ import annotations

from django.db import models


class Sample(models.Model):
    """One dip sample: the requests finished in a period, the seed, and those drawn."""

    reference = models.CharField(max_length=32, unique=True)
    period_from = models.DateField()
    period_to = models.DateField()
    seed = models.CharField(max_length=64)
    frame = models.JSONField()  # the references of every request finished in the period
    drawn = models.JSONField()  # those to be marked, in the order drawn
    drawn_by = models.CharField(max_length=150)
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ("-reference",)

    def __str__(self) -> str:
        return self.reference
