"""How the register is seen: searches that people keep, calendars they subscribe to, and what the public may read."""

from __future__ import annotations

from django.db import models

from sharewell_office.register.models.agreement import Agreement


class SavedSearch(models.Model):
    """A search of one register that somebody keeps, by the name they gave it: theirs alone."""

    person = models.CharField(max_length=150)
    register = models.CharField(max_length=32, default="agreements")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=500)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=("person", "register", "name"), name="saved_search_once")
        ]

    def __str__(self) -> str:
        return self.name


class CalendarLink(models.Model):
    """A private address of the calendar of review dates. Only the digest of its secret is kept."""

    person = models.CharField(max_length=150)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("person",),
                condition=models.Q(revoked_at__isnull=True),
                name="one_living_calendar_each",
            )
        ]

    def __str__(self) -> str:
        return self.person


class Publication(models.Model):
    """What was decided of an agreement for the public register. Without one it is not public."""

    agreement = models.OneToOneField(
        Agreement, on_delete=models.CASCADE, primary_key=True, related_name="publication"
    )
    withheld = models.BooleanField()
    reason = models.TextField(blank=True)
    ask_again = models.DateField(null=True, blank=True)
    left_out = models.JSONField(default=list, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # Nothing is withheld without a reason, or for ever.
            models.CheckConstraint(
                condition=models.Q(withheld=False)
                | (~models.Q(reason="") & models.Q(ask_again__isnull=False)),
                name="withheld_says_why_and_until_when",
            )
        ]

    def __str__(self) -> str:
        return str(self.agreement_id)
