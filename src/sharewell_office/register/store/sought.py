"""What somebody looks for in a register: rows that hold the words, and whose day has passed, is near, or is not set."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from sharewell.register.agreement import REVIEW_SOON_DAYS
from sharewell.register.registers import assets
from sharewell.register.registers.entry import EntryStatus
from sharewell_office.design.searching import holding
from sharewell_office.register import models
from sharewell_office.register.store import registers


def by_day(column: str, when: str, on: date) -> dict[str, Any]:
    """The condition on a day: `late` (before that day), `soon` (within sixty days of it), `unset`; any other, none."""
    return {
        "late": {f"{column}__lt": on},
        "soon": {f"{column}__range": (on, on + timedelta(days=REVIEW_SOON_DAYS))},
        "unset": {f"{column}__isnull": True},
    }.get(when, {})


def entries(
    register: str, *, on: date, words: str = "", status: str = "", owner: str = "", review: str = ""
) -> QuerySet[Any]:
    """Entries of a register. What is retired is not reviewed any more, and so is never late."""
    found = registers.rows(register, words).filter(**by_day("review_on", review, on))
    if register == assets.ASSETS.name:
        return found.filter(owner=owner) if owner else found
    if review:
        found = found.exclude(status=EntryStatus.RETIRED.value)
    return found.filter(status=status) if status else found


def assessments(*, on: date, words: str = "", review: str = "") -> QuerySet[models.Dpia]:
    found = models.Dpia.objects.filter(**by_day("review_on", review, on))
    return holding(found, words, exactly=("reference",), within=("title", "data_set", "reference"))


_KEYS = {
    "verified": Q(age_key_verified_on__isnull=False) | Q(openpgp_key_verified_on__isnull=False),
    "unverified": Q(age_key_verified_on__isnull=True, openpgp_key_verified_on__isnull=True)
    & ~Q(age_key="", openpgp_key=""),
    "none": Q(age_key="", openpgp_key=""),
}


def parties(
    *, on: date, words: str = "", kind: str = "", key: str = "", registration: str = ""
) -> QuerySet[models.Party]:
    """Organisations; `listed_as` puts them in the order of their names, also those of one name."""
    named = models.Party.objects.annotate(listed_as=Concat("name", Value(" "), "reference"))
    found = named.filter(**by_day("ico_expires", registration, on))
    found = found.filter(kind=kind) if kind else found
    found = found.filter(_KEYS[key]) if key else found
    return holding(found, words, exactly=("reference",), within=("name", "reference"))


def owners() -> list[str]:
    """The ids of those who own an asset."""
    found = models.Asset.objects.exclude(owner="").order_by("owner").values_list("owner", flat=True)
    return list(found.distinct())
