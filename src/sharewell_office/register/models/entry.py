"""Entries of the registers beside the agreements (`sharewell.register.registers`), and the notices as published."""

from __future__ import annotations

from django.db import models

from sharewell.register.registers.entry import EntryStatus
from sharewell_office.register.models.agreement import Agreement
from sharewell_office.register.models.party import choices


class Entry(models.Model):
    """One entry of one register, as it stands today. Its history is on the record."""

    register = models.CharField(max_length=32)
    reference = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=300)
    status = models.CharField(max_length=16, choices=choices(EntryStatus))
    answers = models.JSONField(default=dict, blank=True)
    review_on = models.DateField(null=True, blank=True)
    agreements = models.ManyToManyField(Agreement, related_name="rests_on", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-reference",)
        indexes = [
            models.Index(fields=("register", "-reference"), name="entry_by_register"),
            models.Index(fields=("register", "review_on"), name="entry_by_review"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class NoticeEdition(models.Model):
    """A notice's text as it was published: it stays, whatever the register says afterwards."""

    notice = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    text = models.JSONField()  # [[heading, [paragraph, …]], …]
    digest = models.CharField(max_length=64)
    named = models.JSONField(default=list)  # references of the parties it names
    gap = models.JSONField(default=list)  # references of the parties it was found to lack since
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=150)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("notice", "number"), name="notice_edition_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.number}"
