"""What happened, in words: entries of the record by record, by moment and by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

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
    """An entry of the record, in words. `by` is the person's id, and `who` their name; both empty once destroyed.

    `changed`: what is stored is not what was recorded.
    """

    number: int
    about: str
    at: datetime
    kind: str
    sentence: str
    by: str = ""
    who: str = ""
    changed: bool = False

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
    return _in_words(news.order_by("-leaf_id")[:limit])


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
    return _in_words(rows)


def entries_of(about: Sequence[str], *, limit: int) -> list[Entry]:
    """What happened to several records together, newest first."""
    rows = said().filter(case__reference__in=about).order_by("-leaf_id")[:limit]
    return _in_words(rows)


def counted(kinds: Iterable[str], *, first: date, last: date) -> Counter[str]:
    """Of how many records each kind of entry speaks, from one day to another, both included (one query)."""
    found = models.Words.objects.filter(leaf__kind__in=kinds, at__date__gte=first, at__date__lte=last)
    return Counter(dict(found.order_by().values_list("leaf__kind").annotate(Count("case", distinct=True))))


def _in_words(rows: Iterable[models.Words]) -> list[Entry]:
    """The entries with the names of the people who acted and whom they speak of, by one query."""
    opened_rows = [(row, _payload(row)) for row in rows]
    names = _names({person for _, payload in opened_rows if payload for person in _people(payload)})
    return [_entry(row, payload, names) for row, payload in opened_rows]


def _payload(row: models.Words) -> dict[str, Any] | None:
    """What was said; None where it was destroyed, or is not what was recorded."""
    try:
        return opened(row).payload if row.case.key else None
    except sealing.WordsDoNotOpen:
        return None


def _people(payload: dict[str, Any]) -> set[str]:
    return {payload["by"], *words.people(payload["kind"], payload["details"])}


def _entry(row: models.Words, payload: dict[str, Any] | None, names: Mapping[str, str]) -> Entry:
    kind = row.leaf.kind
    entry = Entry(number=row.leaf_id, about=row.case.reference, at=row.at, kind=kind, sentence="")
    if payload is None:
        changed = row.case.key is not None
        return replace(entry, sentence=(words.changed if changed else words.erased)(kind), changed=changed)
    by = payload["by"]
    return replace(
        entry, sentence=words.sentence(kind, payload["details"], names), by=by, who=names.get(by, by)
    )


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
