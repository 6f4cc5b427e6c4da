"""What happened, in words: entries of the record by record, by moment and by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Count, Q

from sharewell.policy.seeing import Viewer
from sharewell_office.adapters.seeing import seen
from sharewell_office.ledger import models, sealing, words
from sharewell_office.ledger.store.kept import opened, said

STORY_LIMIT = 500
PAGE_SIZE = 25
_SIGNING_IN = ("person.signed_in", "person.password_failed", "person.code_failed")


class Told(NamedTuple):
    """One thing that happened, in the words of a page: `{% timeline %}` takes it as it is."""

    title: str
    at: datetime
    by: str
    text: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the record, in words. `by` is the person's id, and `who` their name; both empty once destroyed."""

    number: int
    about: str
    at: datetime
    kind: str
    sentence: str
    by: str = ""
    who: str = ""

    def told(self, *, naming_the_record: bool = True) -> Told:
        where = f"{self.about}, entry {self.number}" if naming_the_record else f"Entry {self.number}"
        return Told(title=self.sentence, at=self.at, by=self.who, text=where)


def story(reference: str, limit: int = STORY_LIMIT) -> list[Told]:
    """What happened to one record, newest first: sentence, when, by whom, and the entry's number."""
    return [entry.told(naming_the_record=False) for entry in entries(about=reference, limit=limit)]


def number_of(reference: str, kind: str, *, since: int | None = None) -> int | None:
    """The number of the latest entry of that kind about a record (or of the first from `since` on), if there is one."""
    found = models.Words.objects.filter(case__reference=reference, leaf__kind=kind)
    if since is not None:
        return found.filter(leaf_id__gte=since).order_by("leaf_id").values_list("leaf_id", flat=True).first()
    return found.order_by("-leaf_id").values_list("leaf_id", flat=True).first()


def recent(limit: int, viewer: Viewer) -> list[Entry]:
    """What happened last, to records that they see. That people signed in, or tried to, is no news of its work."""
    news = seen(said().exclude(leaf__kind__in=_SIGNING_IN), viewer)
    return _with_names([_entry(row) for row in news.order_by("-leaf_id")[:limit]])


def entries(
    *,
    about: str = "",
    before: int | None = None,
    after: int | None = None,
    limit: int = PAGE_SIZE,
    viewer: Viewer | None = None,
) -> list[Entry]:
    """Entries of the record, newest first: those older than `before`, or the ones just newer than `after`.

    With a `viewer`, only those about records that they see.
    """
    found = said().filter(case__reference=about) if about else said()
    found = found if viewer is None else seen(found, viewer)
    if after is not None:
        rows = list(found.filter(leaf_id__gt=after).order_by("leaf_id")[:limit])[::-1]
    else:
        older = found if before is None else found.filter(leaf_id__lt=before)
        rows = list(older.order_by("-leaf_id")[:limit])
    return _with_names([_entry(row) for row in rows])


def entries_of(about: Sequence[str], *, limit: int) -> list[Entry]:
    """What happened to several records together, newest first."""
    rows = said().filter(case__reference__in=about).order_by("-leaf_id")[:limit]
    return _with_names([_entry(row) for row in rows])


def counted(kinds: Iterable[str], *, first: date, last: date) -> Counter[str]:
    """Of how many records each kind of entry speaks, from one day to another, both included (one query)."""
    found = models.Words.objects.filter(leaf__kind__in=kinds, at__date__gte=first, at__date__lte=last)
    return Counter(dict(found.order_by().values_list("leaf__kind").annotate(Count("case", distinct=True))))


def _entry(row: models.Words) -> Entry:
    number, about, kind = row.leaf_id, row.case.reference, row.leaf.kind
    if row.case.key is None:
        return Entry(number=number, about=about, at=row.at, kind=kind, sentence=words.erased(kind))
    try:
        told = opened(row).payload
    except sealing.WordsDoNotOpen:
        return Entry(number=number, about=about, at=row.at, kind=kind, sentence=words.changed(kind))
    return Entry(
        number=number,
        about=about,
        at=row.at,
        kind=kind,
        sentence=words.sentence(kind, told["details"]),
        by=told["by"],
    )


def _with_names(entries: list[Entry]) -> list[Entry]:
    """The entries with the names of the people who acted, by one query."""
    names = _names({entry.by for entry in entries})
    return [replace(entry, who=names.get(entry.by, entry.by)) for entry in entries]


def _names(ids: set[str]) -> dict[str, str]:
    # The room of people lies above this one, so its table is found the way Django itself finds it.
    users = get_user_model()._default_manager.filter(username__in=ids)
    names = {user.get_username(): str(user) for user in users}
    return names | {"system": "Sharewell", "recipient": "the recipient"}


# --- when, and how much of it can still be read -----------------------------------------------------------------------
def last_moment() -> datetime | None:
    """When the last entry says it happened; None while there is none."""
    return models.Words.objects.order_by("-leaf_id").values_list("at", flat=True).first()


def last_of_case(reference: str) -> datetime | None:
    """When something last happened to a record, but for talk of keeping and destroying it."""
    there = models.Words.objects.filter(case__reference=reference)
    talk = Q(leaf__kind__startswith="erasure.") | Q(leaf__kind__startswith="hold.")
    return there.exclude(talk).order_by("-leaf_id").values_list("at", flat=True).first()


def readable(reference: str) -> bool:
    """Whether anything that was said about a record can still be read, but that it was destroyed."""
    there = models.Words.objects.filter(case__reference=reference, case__destroyed_at__isnull=True)
    return there.exclude(leaf__kind="erasure.done").exists()
