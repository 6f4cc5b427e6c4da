"""Reports as the board was given them, and what stood at the end of each quarter."""

from __future__ import annotations

from django.db import models


class BoardReport(models.Model):
    """The figures of a period as they stood when they were given. Never computed anew."""

    reference = models.CharField(max_length=32, unique=True)
    first = models.DateField()
    last = models.DateField()
    given_by = models.CharField(max_length=150)
    given_at = models.DateTimeField()
    figures = models.JSONField()  # sharewell_office.assurance.board.store.document
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("-last", "-reference")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="board_period_ends_after"
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Standing(models.Model):
    """What stood at the end of a quarter: the figures that can be told of one day only, kept on it."""

    first = models.DateField(unique=True)  # the quarter's first day
    on = models.DateField()
    figures = models.JSONField()  # sharewell_office.assurance.board.store.document
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("-first",)

    def __str__(self) -> str:
        return self.on.isoformat()
