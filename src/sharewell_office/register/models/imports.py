"""What was taken over from files: each file, what came of each of its rows, and how people name their columns."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class ImportState(models.TextChoices):
    """How far a file has come. `TRYING`, `TAKING` and `UNDOING` are under way."""

    ASKING = "asking"  # which of its columns is which of ours
    TRYING = "trying"
    TRIED = "tried"
    TAKING = "taking"
    TAKEN = "taken"
    UNDOING = "undoing"
    UNDONE = "undone"


class Import(models.Model):
    """One file that was taken over, or is about to be."""

    reference = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=32)
    file = models.CharField(max_length=200)  # what its keeper calls it
    sha256 = models.CharField(max_length=64, blank=True)  # under which it is kept until it is taken over
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=ImportState.choices)
    mapping = models.JSONField(default=dict, blank=True)  # {heading of the file: column of ours}
    headings = models.JSONField(default=list, blank=True)
    left_out = models.JSONField(default=list, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    beat = models.DateTimeField(null=True, blank=True)  # when it was last heard of while under way
    counts = models.JSONField(default=dict, blank=True)
    refusals = models.JSONField(default=list, blank=True)  # why it was not undone, or what of it stays

    class Meta:
        ordering = ("-reference",)

    def __str__(self) -> str:
        return self.reference

    @property
    def to_do(self) -> int:
        """How many rows there are to go through, in what it is doing."""
        if self.state == ImportState.UNDOING:
            return int(self.counts.get("created", 0) + self.counts.get("updated", 0))
        return self.total

    @property
    def under_way(self) -> bool:
        return self.state in {ImportState.TRYING, ImportState.TAKING, ImportState.UNDOING}


class ImportRow(models.Model):
    """What came of one row. `before` is what it changed, as that was; `entry_number` is where the record has it (None
    once it is undone).
    """

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    result = models.CharField(max_length=16)
    reference = models.CharField(max_length=200, blank=True)
    mended = models.JSONField(default=list)
    refusals = models.JSONField(default=list)
    before = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    entry_number = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("row",)
        constraints = [models.UniqueConstraint(fields=("of", "row"), name="import_row_once")]
        indexes = [models.Index(fields=("of", "result", "row"), name="import_row_by_result")]

    def __str__(self) -> str:
        return f"row {self.row}"


class ColumnMapping(models.Model):
    """Which column is which, as somebody said once of sheets with this header; the next one is not asked about."""

    by = models.CharField(max_length=150)
    kind = models.CharField(max_length=32)
    header_sha256 = models.CharField(max_length=64)
    mapping = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("by", "kind", "header_sha256"), name="mapping_once_each")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.by}"
