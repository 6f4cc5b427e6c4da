"""The differencing index: what is remembered of each file that left, by keyed digest and never in clear."""

from __future__ import annotations

from django.db import models

from sharewell_office.release.models.release import Release


class Footprint(models.Model):
    """One file that left, as later files for that recipient are compared with it. Its digests lie in the vault."""

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="footprint")
    data_set = models.SlugField(max_length=64)
    recipient = models.CharField(max_length=32)
    recipient_name = models.CharField(max_length=200)
    key = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64)
    released_on = models.DateField()

    class Meta:
        ordering = ("data_set", "recipient", "released_on")
        indexes = [models.Index(fields=("data_set", "recipient"), name="footprints_compared")]

    def __str__(self) -> str:
        return str(self.release)


class IndexPurpose(models.Model):
    """Under which entry of the record of processing, and which DPIA, the index of one data set is kept."""

    data_set = models.SlugField(max_length=64, unique=True)
    ropa = models.CharField(max_length=200)
    dpia = models.CharField(max_length=200)
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.data_set
