"""Changes to somebody's data that others were told of."""

from __future__ import annotations

from django.db import models

from sharewell.aftercare.corrections import Change, NoticeState


class Correction(models.Model):
    """One change to one person's data. `says` holds what the recipients must do, until all have done it."""

    reference = models.CharField(max_length=32, unique=True)
    change = models.CharField(max_length=24, choices=[(each.value, each.label) for each in Change])
    says = models.TextField(blank=True)
    raised_by = models.CharField(max_length=150)
    raised_at = models.DateTimeField()

    class Meta:
        ordering = ("-reference",)

    def __str__(self) -> str:
        return self.reference

    @property
    def what(self) -> str:
        """What happened, as we say it: with us, or with whoever gave us the data."""
        change = Change(self.change)
        return change.theirs if any(each.inbound for each in self.notices.all()) else change.label


class Notice(models.Model):
    """One recipient told about one copy."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="notices")
    release = models.CharField(max_length=32)
    party = models.CharField(max_length=32, db_index=True)
    party_name = models.CharField(max_length=200)
    state = models.CharField(
        max_length=16, choices=[(each.value, each.value.capitalize()) for each in NoticeState]
    )
    # Of a copy that came in: whoever gave it told us, and we acknowledge.
    inbound = models.BooleanField(default=False)
    due = models.DateField()
    escalated_on = models.DateField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=150, blank=True)
    acknowledged_post = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ("due", "pk")
        constraints = [
            models.UniqueConstraint(fields=["correction", "release"], name="one_notice_for_each_copy"),
            models.CheckConstraint(
                condition=models.Q(state="sent", acknowledged_at__isnull=True)
                | models.Q(state="acknowledged", acknowledged_at__isnull=False),
                name="notice_acknowledged_says_when",
            ),
        ]
