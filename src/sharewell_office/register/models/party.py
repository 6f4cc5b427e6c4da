"""The bodies that data go to or come from, what stands on their cards, and the data sets we hold."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from sharewell.register.card import DutyKind, Severity
from sharewell.register.party import PartyKind


def choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    return [(each.value, each.value.replace("_", " ").capitalize()) for each in enum]


class Party(models.Model):
    """An organisation that data go to or come from."""

    reference = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=32, choices=choices(PartyKind), default=PartyKind.OTHER.value)
    country = models.CharField(max_length=2, default="GB")
    address = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    dpo_contact = models.CharField(max_length=200, blank=True)
    ico_registration = models.CharField(max_length=32, blank=True)
    ico_expires = models.DateField(null=True, blank=True)
    age_key = models.CharField(max_length=200, blank=True)
    age_key_verified_on = models.DateField(null=True, blank=True)
    openpgp_key = models.TextField(blank=True)
    openpgp_key_verified_on = models.DateField(null=True, blank=True)
    certificates = models.JSONField(default=list)  # [{"name", "number", "expires"}]
    succeeded_by = models.CharField(max_length=32, blank=True)
    review_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name",)
        constraints = [
            # A key nobody has is not a verified one.
            models.CheckConstraint(
                condition=models.Q(age_key_verified_on__isnull=True) | ~models.Q(age_key=""),
                name="party_verified_key_is_there",
            ),
            models.CheckConstraint(
                condition=models.Q(openpgp_key_verified_on__isnull=True) | ~models.Q(openpgp_key=""),
                name="party_verified_openpgp_key_is_there",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Incident(models.Model):
    """An incident, or nearly one, with data a party was given (OPCC 7.4): kept, and weighed in future requests."""

    reference = models.CharField(max_length=32, unique=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="incidents")
    severity = models.CharField(max_length=16, choices=choices(Severity))
    opened = models.DateField()
    closed = models.DateField(null=True, blank=True)
    about = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ("-opened", "-reference")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed__isnull=True) | models.Q(closed__gte=models.F("opened")),
                name="incident_closes_after_it_opens",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Duty(models.Model):
    """What a party owes us, and by when."""

    reference = models.CharField(max_length=64, unique=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=16, choices=choices(DutyKind))
    due = models.DateField()
    about = models.CharField(max_length=32, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("due", "reference")
        indexes = [
            models.Index(fields=("due",), condition=models.Q(done_on__isnull=True), name="duties_not_done")
        ]

    def __str__(self) -> str:
        return self.reference


class Asset(models.Model):
    """A data set we hold, and the person who answers for it."""

    data_set = models.SlugField(max_length=64, unique=True)
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=150, blank=True)
    retention = models.CharField(max_length=32, blank=True)
    review_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    particulars = models.JSONField(default=dict, blank=True)  # exchange.sheets.ASSET_PARTICULARS: in words

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title
