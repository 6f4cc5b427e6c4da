"""A release, each attempt at bringing its file past the gate, and what was cleared in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from sharewell.release.outgoing import Status


class Release(models.Model):
    """One file on its way out, as it stands today. Its history is in the ledger; the file itself is in the vault."""

    reference = models.CharField(max_length=32, unique=True)
    status = models.CharField(
        max_length=16, choices=[(each.value, each.value.capitalize()) for each in Status]
    )
    authority = models.CharField(max_length=32, db_index=True)
    recipient = models.CharField(max_length=32)
    recipient_name = models.CharField(max_length=200)
    data_set = models.SlugField(max_length=64)
    # The attempt that counts; null only while the row is being made.
    attempt = models.OneToOneField(
        "Attempt", null=True, blank=True, on_delete=models.SET_NULL, related_name="stands_for"
    )
    # What goes with data under Part 3 (DPA 2018 s.38).
    accuracy = models.TextField(blank=True)
    categories = models.JSONField(default=list, blank=True)

    permitted_by = models.CharField(max_length=150, blank=True)
    permitted_at = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    # The folder in the vault that holds the parcel; empty until it was sealed.
    parcel = models.CharField(max_length=64, blank=True)
    manifest = models.JSONField(null=True, blank=True)
    collected_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-reference",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(permitted_by="", permitted_at__isnull=True)
                | (~models.Q(permitted_by="") & models.Q(permitted_at__isnull=False)),
                name="release_permitted_by_and_at",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="sealed")
                | (~models.Q(parcel="") & models.Q(sealed_at__isnull=False, permitted_at__isnull=False)),
                name="release_sealed_is_permitted_and_there",
            ),
            models.CheckConstraint(
                condition=models.Q(collected_at__isnull=True) | models.Q(status="sealed"),
                name="release_collected_was_sealed",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def current(self) -> Attempt:
        """The attempt that counts."""
        assert self.attempt is not None
        return self.attempt

    @property
    def file_name(self) -> str:
        return self.current.file_name

    @property
    def sha256(self) -> str:
        """The digest of the file as it leaves; "" while it is being examined."""
        return self.current.sha256

    @property
    def rows(self) -> int:
        return self.current.rows

    @property
    def terms(self) -> dict[str, Any]:
        """The terms under which the file was examined: those agreed, narrowed by what was mended."""
        return dict(self.current.terms)

    @property
    def report(self) -> dict[str, Any]:
        return dict(self.current.report)

    @property
    def prepared_by(self) -> str:
        return self.current.prepared_by

    @property
    def prepared_at(self) -> datetime:
        return self.current.prepared_at


class State(models.TextChoices):
    """What became of an examination."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Attempt(models.Model):
    """One examination of one file under one plan. It is never edited once it is done: a mend makes another one."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField()
    # The attempt that this one mends, and that is there again when it is undone.
    before = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="mended_by"
    )
    state = models.CharField(max_length=16, choices=State.choices, default=State.DONE)

    file_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(default=0)
    came_sha256 = models.CharField(max_length=64)
    mends = models.JSONField(default=list, blank=True)  # treatments beyond those agreed, in their order
    terms = models.JSONField()
    terms_sha256 = models.CharField(max_length=64)  # of the terms as they were agreed that day
    lists = models.JSONField(default=dict, blank=True)  # {name: SHA-256} of what lay beside
    withheld_sha256 = models.CharField(max_length=64, blank=True)
    plan_sha256 = models.CharField(max_length=64, blank=True)

    report = models.JSONField(default=dict, blank=True)
    report_sha256 = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    rows = models.PositiveBigIntegerField(default=0)
    pseudonym_key = models.CharField(max_length=16, blank=True)
    # What would be remembered of the file if it left, and the releases that it was compared with.
    footprint_sha256 = models.CharField(max_length=64, blank=True)
    compared_with = models.JSONField(default=list, blank=True)

    prepared_by = models.CharField(max_length=150)
    prepared_at = models.DateTimeField()

    # While it runs: who runs it, how far it is, and when that was last said.
    runner = models.CharField(max_length=32, blank=True)
    phase = models.CharField(max_length=200, blank=True)
    beat = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("release", "number")
        constraints = [
            models.UniqueConstraint(fields=("release", "number"), name="attempt_numbered_once"),
            models.CheckConstraint(
                condition=~models.Q(state="done") | ~models.Q(report_sha256="", plan_sha256="", sha256=""),
                name="attempt_done_has_its_digests",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}, attempt {self.number}"

    @property
    def treated(self) -> bool:
        return bool(self.sha256) and self.sha256 != self.came_sha256


class Clearance(models.Model):
    """A named person's word that one finding may stand, bound to the digests it was given for."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="clearances")
    finding = models.CharField(max_length=16)
    plan_sha256 = models.CharField(max_length=64)
    file_sha256 = models.CharField(max_length=64)
    report_sha256 = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("release", "finding", "report_sha256"), name="finding_cleared_once"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="clearance_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.finding}"
