"""Dip samples: the frame they were drawn from, the cases in them, and the marks those were given."""

from __future__ import annotations

from django.db import models


class Sample(models.Model):
    """One dip sample: the requests finished in a period, the seed, and those drawn."""

    reference = models.CharField(max_length=32, unique=True)
    period_from = models.DateField()
    period_to = models.DateField()
    seed = models.CharField(max_length=64)
    frame = models.JSONField()  # the references of every request finished in the period
    # Of each of them [stratum, [why it is always looked at]]: with the seed, all that is needed to draw it again.
    strata = models.JSONField(default=dict)
    drawn = models.JSONField()  # those to be marked, in the order drawn
    remaining = models.PositiveIntegerField(default=0)  # how many were left to chance
    accept = models.PositiveIntegerField(
        default=0
    )  # deviations the plan bears: it grows as the sample is widened
    drawn_by = models.CharField(max_length=150)
    drawn_at = models.DateTimeField()
    concluded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-reference",)

    def __str__(self) -> str:
        return self.reference


class SampledCase(models.Model):
    """One case of a sample, and who marks it."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="cases")
    case = models.CharField(max_length=32)
    random = models.BooleanField()
    always = models.JSONField(default=list)  # why it is certain
    parts = models.JSONField(default=list)  # who had a part in it: none of them marks it
    marker = models.CharField(max_length=150, blank=True)
    second = models.CharField(max_length=150, blank=True)
    settled = models.BooleanField(null=True, blank=True)  # where two markers differed: whether it deviates
    settled_why = models.TextField(blank=True)

    class Meta:
        ordering = ("case",)
        constraints = [models.UniqueConstraint(fields=("sample", "case"), name="case_sampled_once")]

    def __str__(self) -> str:
        return self.case


class Mark(models.Model):
    """One marker's sheet about one case. Never changed."""

    of = models.ForeignKey(SampledCase, on_delete=models.PROTECT, related_name="marks")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    stages = models.JSONField()
    reasonable = models.BooleanField()
    cause = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=("of", "by"), name="case_marked_once_by_each")]

    def __str__(self) -> str:
        return f"{self.of_id} {self.by}"
