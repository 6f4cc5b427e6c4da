"""Differencing: what a recipient learns from this file by setting it beside what they hold already.

    a release  --the engine, under the office's key-->  its footprint, kept by the office
    the footprints of earlier releases + that of this file  --compare-->  whom the difference exposes

A footprint says how many people are in each class, and to which class each record belongs, by keyed digest: no
clear value is in it. It is pseudonymised personal data all the same. Only footprints of one population (one data
set, one recipient) are worth comparing, and only those made under one key can be.

Two ways to expose somebody, both by fewer than k people:

    by count    a class is smaller or larger than it was by a few
    by record   where a key lets the recipient recognise records, a few are told apart by what both files say of
                them together: those who came, those who left, those who moved from one class to another

Each earlier file is compared alone; sums and differences over three and more are not looked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sharewell.release.checks import Severity
from sharewell.release.finding import Finding, found

View = tuple[str, ...]
"""The names of the quasi-identifiers that classes are counted by, in alphabetical order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """What is remembered of one file for one recipient.

    `key` is the id of the key of the digests. `views` has, for all quasi-identifiers together and for what is left when
    some are summed over, each class (by digest) and the people in it; counts held back are not there. `records` has the
    class of each record by the digest of its key, None where no key leaves. `counted` says that it is a table of
    counts, in which a class that is not told is not a class of nobody. `reference` and `on` are the release's, given
    by the office. `too_large` says that it was too large to remember.
    """

    key: str
    views: Mapping[View, Mapping[str, int]] = field(default_factory=dict)
    records: Mapping[str, str] | None = None
    counted: bool = False
    too_large: bool = False
    reference: str = ""
    on: date | None = None

    @property
    def fields(self) -> View:
        """All the quasi-identifiers."""
        return max(self.views, key=len, default=())

    def document(self) -> dict[str, Any]:
        """As plain JSON values; `Footprint.read` gives it back."""
        return {
            "key": self.key,
            "views": [[list(view), dict(classes)] for view, classes in self.views.items()],
            "records": dict(self.records) if self.records is not None else None,
            "counted": self.counted,
            "too_large": self.too_large,
            "reference": self.reference,
            "on": self.on.isoformat() if self.on else None,
        }

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Footprint:
        return cls(
            key=document["key"],
            views={tuple(view): classes for view, classes in document["views"]},
            records=document["records"],
            counted=document["counted"],
            too_large=document["too_large"],
            reference=document["reference"],
            on=date.fromisoformat(document["on"]) if document["on"] else None,
        )


class By(StrEnum):
    """How an earlier file exposes somebody, or why nobody can say whether it does."""

    COUNT = "count"
    RECORD = "record"
    OTHER_KEY = "other key"
    TOO_LARGE = "too large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What one earlier file exposes together with this one: how many people, in how many groups of a few."""

    earlier: Footprint
    by: By
    view: View = ()
    people: int = 0
    groups: int = 0


def compare(now: Footprint, earlier: Iterable[Footprint], *, few: int) -> tuple[Exposure, ...]:
    """Every exposure of 1 to `few` - 1 people by this file with each of those. () where there is none.

    `few` is the k of the terms; in a table of counts, the smallest cell that may be told.
    """
    return tuple(exposure for then in earlier for exposure in _compared(now, then, few))


def _compared(now: Footprint, then: Footprint, few: int) -> Iterator[Exposure]:
    if now.too_large or then.too_large:
        yield Exposure(earlier=then, by=By.TOO_LARGE)
        return
    if now.key != then.key:
        yield Exposure(earlier=then, by=By.OTHER_KEY)
        return
    view = _shared_view(now, then)
    if view is not None:
        groups = _few(_differences(now, then, view), few)
        yield from _exposed(then, By.COUNT, view, groups)
    if now.records is not None and then.records is not None:
        told_apart = Counter(
            (then.records.get(each), now.records.get(each)) for each in {*now.records, *then.records}
        )
        yield from _exposed(then, By.RECORD, now.fields, _few(told_apart.values(), few))


def _shared_view(now: Footprint, then: Footprint) -> View | None:
    """The most that both files say of everybody: March by age and ward, May by ward, is twice by ward."""
    return max(set(now.views) & set(then.views), key=lambda view: (len(view), view), default=None)


def _differences(now: Footprint, then: Footprint, view: View) -> Iterator[int]:
    here, there = now.views[view], then.views[view]
    # In a table of counts what is not told may have been held back: only what both tell is compared.
    classes = here.keys() & there.keys() if now.counted or then.counted else here.keys() | there.keys()
    return (abs(here.get(each, 0) - there.get(each, 0)) for each in classes)


def _few(sizes: Iterable[int], few: int) -> list[int]:
    return [size for size in sizes if 0 < size < few]


def _exposed(then: Footprint, by: By, view: View, groups: Sequence[int]) -> Iterator[Exposure]:
    if groups:
        yield Exposure(earlier=then, by=by, view=view, people=sum(groups), groups=len(groups))


# --- what it means --------------------------------------------------------------------------------------
def findings(exposures: Iterable[Exposure], *, few: int) -> tuple[Finding, ...]:
    """The exposures as findings of G07: differing counts block, as `--prior` does; the rest is for a person."""
    return tuple(_finding(each, few) for each in exposures)


def _finding(exposure: Exposure, few: int) -> Finding:
    reason, remedy = _WORDS[exposure.by]
    return found(
        "G07",
        reason.format(
            earlier=_named(exposure.earlier),
            people="1 person" if exposure.people == 1 else f"{exposure.people} people",
            few=few,
        ),
        remedy,
        field=", ".join(exposure.view) or None,
        count=exposure.people,
        severity=Severity.BLOCK if exposure.by is By.COUNT else Severity.REVIEW,
    )


_COARSER = "Band, generalise or suppress so that no group differs by a few, or wait until more have changed."
_WORDS: Mapping[By, tuple[str, str]] = {
    By.COUNT: (
        "With {earlier} this exposes {people}: groups differ by fewer than {few}.",
        _COARSER,
    ),
    By.RECORD: (
        "With {earlier} this exposes {people}: by their keys, records that came, left or changed are told apart "
        "in groups of fewer than {few}.",
        f"Leave the key out, or give records other keys each time. {_COARSER}",
    ),
    By.OTHER_KEY: (
        "This cannot be compared with {earlier}: its digests were made under another key.",
        "Have a person compare the two, or wait until the earlier file is certified destroyed.",
    ),
    By.TOO_LARGE: (
        "This cannot be compared with {earlier}: one of the two has more classes or records than are remembered.",
        "Have a person compare the two (`sharewell check --prior`), or generalise further.",
    ),
}


def _named(earlier: Footprint) -> str:
    when = f"the file of {earlier.on.day} {earlier.on:%B %Y}" if earlier.on else "an earlier file"
    return f"{when} ({earlier.reference})" if earlier.reference else when
