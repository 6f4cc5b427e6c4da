"""What was said, as it lies sealed beside the log: found by record and by time, opened, and read whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet

from sharewell.ledger.leaf import Leaf
from sharewell_office.ledger import models, sealing
from sharewell_office.ledger.store.log import leaf_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A leaf as it is stored, and what was kept apart from it: None where the words were destroyed."""

    number: int
    leaf: Leaf
    opened: sealing.Opened | None


def numbers(*, about: str = "", start: datetime | None = None, end: datetime | None = None) -> list[int]:
    """The numbers of the entries about a record, or from `start` until before `end`, or all of them, oldest first."""
    found = models.Words.objects.order_by("leaf_id")
    if about:
        found = found.filter(case__reference=about)
    if start and end:
        found = found.filter(at__gte=start, at__lt=end)
    return list(found.values_list("leaf_id", flat=True))


def numbers_of(references: Sequence[str]) -> list[int]:
    """The numbers of the entries about these records, oldest first."""
    found = models.Words.objects.filter(case__reference__in=references).order_by("leaf_id")
    return list(found.values_list("leaf_id", flat=True))


def about(number: int) -> str | None:
    """The reference of the record that an entry is about; None where there is no such entry."""
    found = models.Words.objects.filter(leaf_id=min(number, 2**63 - 1))
    return found.values_list("case__reference", flat=True).first()


def abouts(start: datetime, end: datetime) -> list[str]:
    """The references of the records to which something happened from `start` until before `end`."""
    there = models.Words.objects.filter(at__gte=start, at__lt=end)
    return sorted(set(there.values_list("case__reference", flat=True)))


def last_numbers(references: Sequence[str]) -> dict[str, int]:
    """The number of the last entry about each of these records, whose words may be destroyed by now."""
    found = models.Words.objects.filter(case__reference__in=references).order_by()
    return dict(found.values_list("case__reference").annotate(Max("leaf_id")))


def kept(numbers: Sequence[int]) -> Iterator[Kept]:
    """These entries, oldest first. Raises `WordsDoNotOpen` where one was changed."""
    for start in range(0, len(numbers), 500):
        chunk = numbers[start : start + 500]
        for row in said().filter(leaf_id__in=chunk).order_by("leaf_id"):
            yield Kept(
                number=row.leaf_id,
                leaf=leaf_in(row.leaf),
                opened=opened(row) if row.case.key else None,
            )


def opened(row: models.Words) -> sealing.Opened:
    """The words of an entry whose key still exists. Raises `WordsDoNotOpen`."""
    return sealing.unseal(
        bytes(row.sealed),
        key=bytes(row.case.key or b""),
        commitment=bytes(row.leaf.commitment),
        reference=row.case.reference,
        number=row.leaf_id,
    )


def every_word() -> Iterator[models.Words]:
    return said().order_by("leaf_id").iterator(chunk_size=2000)


def said() -> QuerySet[models.Words]:
    """The words of every entry, each with its leaf and its case."""
    return models.Words.objects.select_related("leaf", "case")
