"""What lies beside a file: lists that terms name, and the people whose data are withheld."""

from __future__ import annotations

from django.db import models


class KeptList(models.Model):
    """A list that terms name (approved people, a hierarchy), as it is today; the file is in the vault."""

    authority = models.CharField(max_length=32)
    name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    kept_by = models.CharField(max_length=150)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("authority", "name")
        constraints = [models.UniqueConstraint(fields=("authority", "name"), name="list_kept_once")]

    def __str__(self) -> str:
        return f"{self.authority} {self.name}"


class Because(models.TextChoices):
    """Why a person's data do not leave."""

    OBJECTION = "objection", "Objection upheld (UK GDPR Article 21)"
    RESTRICTION = "restriction", "Processing restricted (UK GDPR Article 18)"
    PROTECTED_ADDRESS = "protected_address", "Protected address (safeguarding)"
    CONSENT_WITHDRAWN = "consent_withdrawn", "Consent withdrawn (UK GDPR Article 7(3))"


class WithheldPerson(models.Model):
    """One person whose data in one data set do not leave, known by the fields that say who it is."""

    reference = models.CharField(max_length=32, unique=True)
    data_set = models.SlugField(max_length=64, db_index=True)
    known_by = models.JSONField()  # {field: value}
    because = models.CharField(max_length=24, choices=Because.choices)
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("data_set", "-reference")

    def __str__(self) -> str:
        return self.reference
