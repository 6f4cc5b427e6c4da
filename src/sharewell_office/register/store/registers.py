"""Entries of the registers: rows ↔ records of the core.

Every register lies in one table but the assets, which agreements, delegations and releases point at: they have a table
of their own, and read and write as entries all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, F, Model, Q, QuerySet

from sharewell.register.agreement import Agreement
from sharewell.register.registers import assets
from sharewell.register.registers.entry import Entry, EntryStatus
from sharewell.register.registers.organisations import ORGANISATIONS
from sharewell_office.register import models
from sharewell_office.register.store.agreements import SomebodyElseChangedIt
from sharewell_office.register.store.agreements import to_core as agreement_of


class _Own(NamedTuple):
    """A register whose entries lie in a table of their own, because other rooms point at them."""

    model: type[Model]
    key: str
    title: str
    read: Callable[[Any, bool], Entry]
    columns: Callable[[Entry], dict[str, Any]]


# --- lists ------------------------------------------------------------------------------------------------------------
def rows(register: str, words: str = "") -> QuerySet[Any]:
    """The rows of a register whose title or reference holds the words."""
    if own := OWN.get(register):
        found: QuerySet[Any] = own.model._default_manager.all()
        title, key = own.title, own.key
    else:
        found, title, key = models.Entry.objects.filter(register=register), "title", "reference"
    wanted = Q(**{f"{title}__icontains": words}) | Q(**{f"{key}__icontains": words})
    return found.filter(wanted) if words else found


def entries(register: str, status: EntryStatus | None = None) -> list[Entry]:
    """Every entry of a register, or those in that status (an office has hundreds, not millions)."""
    found = rows(register)
    if status and register not in OWN:
        found = found.filter(status=status.value)
    return [to_core(row) for row in found]


def in_force(register: str) -> int:
    """How many entries of a register are in force."""
    return rows(register).filter(status=EntryStatus.IN_FORCE.value).count()


def counts(on: date) -> dict[str, tuple[int, int]]:
    """How many entries each register has, and how many of them should have been reviewed by now."""
    late = Count("pk", filter=Q(review_on__lt=on) & ~Q(status=EntryStatus.RETIRED.value))
    told = models.Entry.objects.order_by().values("register").annotate(all=Count("pk"), late=late)
    found = {each["register"]: (each["all"], each["late"]) for each in told}
    for name, own in OWN.items():
        held = own.model._default_manager.aggregate(
            all=Count("pk"), late=Count("pk", filter=Q(review_on__lt=on))
        )
        found[name] = (held["all"], held["late"])
    return found


# --- one entry --------------------------------------------------------------------------------------------------------
def row(register: str, reference: str) -> Any:
    """The row of that reference in that register, or None."""
    key = OWN[register].key if register in OWN else "reference"
    return rows(register).filter(**{key: reference}).first()


def entry(register: str, reference: str) -> Entry | None:
    found = row(register, reference)
    return found and to_core(found, linked=True)


def to_core(row: Any, *, linked: bool = False) -> Entry:
    """The row as the core decides on it; with `linked`, with its agreements (a query more)."""
    for own in OWN.values():
        if isinstance(row, own.model):
            return own.read(row, linked)
    return Entry(
        register=row.register,
        reference=row.reference,
        title=row.title,
        status=EntryStatus(row.status),
        answers=row.answers,
        review_on=row.review_on,
        agreements=tuple(row.agreements.values_list("reference", flat=True)) if linked else (),
    )


def _asset(row: models.Asset, linked: bool) -> Entry:
    said = {**row.particulars, "owner": row.owner, "retention": row.retention}
    running = row.agreements.filter(status__in=("active", "suspended")) if linked else ()
    return Entry(
        register=assets.ASSETS.name,
        reference=row.data_set,
        title=row.title,
        status=EntryStatus.IN_FORCE,  # we hold it, whatever anybody has written about it
        answers={key: str(value) for key, value in said.items()},
        review_on=row.review_on,
        agreements=tuple(each.reference for each in running[:50]) if linked else (),
    )


def taken(register: str, reference: str) -> bool:
    """Whether that reference is on the register already."""
    return row(register, reference) is not None


def add(entry: Entry) -> None:
    if own := OWN.get(entry.register):
        own.model._default_manager.create(**{own.key: entry.reference}, **own.columns(entry))
        return
    made = models.Entry.objects.create(register=entry.register, reference=entry.reference, **_columns(entry))
    made.agreements.set(_agreements(entry.agreements))


def save(entry: Entry, *, read_at_version: int) -> None:
    """Write an entry back, if nobody wrote it since. Raises `SomebodyElseChangedIt`."""
    own = OWN.get(entry.register)
    there = rows(entry.register).filter(
        **{own.key if own else "reference": entry.reference}, version=read_at_version
    )
    columns = own.columns(entry) if own else _columns(entry)
    if not there.update(version=F("version") + 1, **columns):
        raise SomebodyElseChangedIt(entry.reference)
    if not own:
        models.Entry.objects.get(reference=entry.reference).agreements.set(_agreements(entry.agreements))


def _columns(entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "status": entry.status.value,
        "answers": dict(entry.answers),
        "review_on": entry.review_on,
    }


def _asset_columns(entry: Entry) -> dict[str, Any]:
    apart = {
        key: value for key, value in entry.answers.items() if key not in {"owner", "retention"} and value
    }
    return {
        "title": entry.title,
        "owner": entry.said("owner"),
        "retention": entry.said("retention"),
        "review_on": entry.review_on,
        "particulars": apart,
    }


def _party(row: models.Party, linked: bool) -> Entry:
    days = {name: day.isoformat() for name in _PARTY_DAYS if (day := getattr(row, name))}
    certificates = "\n".join(
        "; ".join(filter(None, (each["name"], each["number"], each["expires"]))) for each in row.certificates
    )
    return Entry(
        register=ORGANISATIONS.name,
        reference=row.reference,
        title=row.name,
        status=EntryStatus.IN_FORCE,
        answers={
            **{name: said for name in _PARTY_WORDS if (said := getattr(row, name))},
            **days,
            **({"certificates": certificates} if certificates else {}),
        },
        review_on=row.review_on,
    )


_PARTY_WORDS = ("kind", "country", "address", "contact", "dpo_contact", "ico_registration")
_PARTY_DAYS = ("ico_expires",)


def _party_columns(entry: Entry) -> dict[str, Any]:
    days = {name: date.fromisoformat(said) if (said := entry.said(name)) else None for name in _PARTY_DAYS}
    words = {name: entry.said(name) for name in _PARTY_WORDS}
    words["country"] = words["country"].upper()[:2] or "GB"
    certificates = [_certificate(line) for line in entry.said("certificates").splitlines() if line.strip()]
    return {"name": entry.title, **words, **days, "certificates": certificates, "review_on": entry.review_on}


def _certificate(line: str) -> dict[str, str]:
    """ "Cyber Essentials Plus; CE-1; 2027-03-31": what is no day at the end is part of the number."""
    parts = [each.strip() for each in line.split(";")]
    expires = parts.pop() if len(parts) > 1 and _A_DAY.fullmatch(parts[-1]) else ""
    return {"name": parts[0], "number": "; ".join(parts[1:]), "expires": expires}


_A_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
OWN: dict[str, _Own] = {
    assets.ASSETS.name: _Own(models.Asset, "data_set", "title", _asset, _asset_columns),
    ORGANISATIONS.name: _Own(models.Party, "reference", "name", _party, _party_columns),
}


def _agreements(references: Iterable[str]) -> QuerySet[models.Agreement]:
    return models.Agreement.objects.filter(reference__in=list(references))


def resting(references: Iterable[str]) -> list[tuple[str, str, date | None]]:
    """Reference, title and day of review of these agreements: said where they are rested on, and typed in nowhere."""
    wanted = list(references)
    return list(_agreements(wanted).values_list("reference", "title", "review_on")) if wanted else []


def unknown_agreements(references: Iterable[str]) -> list[str]:
    """Which of these are no agreement's reference."""
    wanted = list(references)
    known = set(_agreements(wanted).values_list("reference", flat=True))
    return [each for each in wanted if each not in known]


# --- what the record of processing is made of -------------------------------------------------------------------------
def running_on(data_sets: Iterable[str]) -> dict[str, list[Agreement]]:
    """The agreements in force on each of these data sets."""
    found = models.Agreement.objects.select_related("recipient", "asset").filter(
        asset__data_set__in=list(data_sets), status__in=("active", "suspended")
    )
    by: dict[str, list[Agreement]] = {}
    for each in map(agreement_of, found.order_by("reference")[:2000]):
        by.setdefault(each.data_set, []).append(each)
    return by


def names_of(entries: Iterable[Entry]) -> Mapping[str, str]:
    """The names behind the references that answers hold: parties and notices, for pages that show them."""
    wanted = {value for each in entries for value in each.answers.values() if 0 < len(value) <= 32}
    parties = models.Party.objects.filter(reference__in=wanted).values_list("reference", "name")
    notices = models.Entry.objects.filter(reference__in=wanted).values_list("reference", "title")
    return {**dict(parties), **dict(notices)}
