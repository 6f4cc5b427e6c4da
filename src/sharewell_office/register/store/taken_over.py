"""Rows of registers that are taken over from spreadsheets, and written out again in the same columns.

A `Keeper` says how an entry of a sheet lies in a table: which of its columns are columns there, which lie together in
a JSON field, and by what a row is found again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from django.db.models import Model, Q

from sharewell.exchange import sheets
from sharewell.exchange.rows import shortened
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.register import models

Entry = Mapping[str, Any]


class Keeper(Protocol):
    def key(self, entry: Entry) -> str: ...
    def known(self, entries: Sequence[Entry]) -> Mapping[str, Any]: ...
    def reference(self, row: Any) -> str: ...
    def holds(self, row: Any, entry: Entry) -> bool: ...
    def add(self, new: Sequence[tuple[str, Entry]]) -> None: ...
    def update(self, row: Any, entry: Entry) -> None: ...
    def entries(self) -> Iterator[dict[str, Any]]: ...


class _Rows:
    """What most tables have in common. `apart` names the sheet's columns that lie together in the field `bundle`."""

    model: type[Model]
    plain: tuple[str, ...] = ()
    bundle = ""
    apart: tuple[str, ...] = ()
    reference_field = "reference"

    def key(self, entry: Entry) -> str:
        return str(entry["reference"])

    def known(self, entries: Sequence[Entry]) -> Mapping[str, Any]:
        keys = [self.key(each) for each in entries]
        rows = self.model._default_manager.filter(**{f"{self.reference_field}__in": keys})
        return {self.reference(row): row for row in rows}

    def reference(self, row: Any) -> str:
        return str(getattr(row, self.reference_field))

    def columns(self, entry: Entry) -> dict[str, Any]:
        columns = {name: entry[name] for name in self.plain}
        if self.bundle:
            columns[self.bundle] = {name: entry[name] for name in self.apart if entry[name]}
        return columns

    def holds(self, row: Any, entry: Entry) -> bool:
        return all(getattr(row, name) == value for name, value in self.columns(entry).items())

    def add(self, new: Sequence[tuple[str, Entry]]) -> None:
        rows = [self.model(**{self.reference_field: ref}, **self.columns(entry)) for ref, entry in new]
        self.model._default_manager.bulk_create(rows)

    def update(self, row: Any, entry: Entry) -> None:
        for name, value in self.columns(entry).items():
            setattr(row, name, value)
        row.save()

    def entries(self) -> Iterator[dict[str, Any]]:
        """Every row as an entry of the sheet, oldest first, read in pieces."""
        for row in self.model._default_manager.order_by("pk").iterator(chunk_size=500):
            apart = getattr(row, self.bundle) if self.bundle else {}
            yield {
                self.reference_field: self.reference(row),
                **{name: getattr(row, name) for name in self.plain},
                **{name: apart.get(name, "") for name in self.apart},
            }


class _Parties(_Rows):
    """Organisations: found by our reference, else by name. What a sheet leaves empty keeps what was there."""

    model = models.Party
    plain = (
        "name", "kind", "country", "address", "contact", "dpo_contact", "ico_registration", "ico_expires",
        "certificates",
    )  # fmt: skip

    def key(self, entry: Entry) -> str:
        return str(entry["reference"] or entry["name"])

    def known(self, entries: Sequence[Entry]) -> Mapping[str, Any]:
        references = [each["reference"] for each in entries if each["reference"]]
        rows = models.Party.objects.filter(
            Q(reference__in=references) | Q(name__in=[each["name"] for each in entries])
        )
        by = {row.name: row for row in rows} | {row.reference: row for row in rows}
        found = {self.key(each): by.get(each["reference"]) or by.get(each["name"]) for each in entries}
        return {key: row for key, row in found.items() if row is not None}

    def columns(self, entry: Entry) -> dict[str, Any]:
        named = [{"name": each, "number": "", "expires": ""} for each in entry["certificates"]]
        return super().columns(entry) | {"kind": entry["kind"] or "other", "certificates": named}

    def holds(self, row: Any, entry: Entry) -> bool:
        said = {name: value for name, value in self.columns(entry).items() if entry[name]}
        said.pop("certificates", None)
        return self._same_certificates(row, entry) and all(
            getattr(row, name) == value for name, value in said.items()
        )

    def _same_certificates(self, row: Any, entry: Entry) -> bool:
        return not entry["certificates"] or [each["name"] for each in row.certificates] == list(
            entry["certificates"]
        )

    def update(self, row: Any, entry: Entry) -> None:
        for name, value in self.columns(entry).items():
            if entry[name] and not (name == "certificates" and self._same_certificates(row, entry)):
                setattr(row, name, value)
        row.save()

    def entries(self) -> Iterator[dict[str, Any]]:
        for entry in super().entries():
            yield entry | {"certificates": [each["name"] for each in entry["certificates"]]}


class _Assets(_Rows):
    """Assets: found by their short name, which is made from the title where the sheet has none."""

    model = models.Asset
    plain = ("title", "owner", "retention", "review_on")
    bundle = "particulars"
    apart = tuple(sheets.ASSET_PARTICULARS)
    reference_field = "data_set"

    def key(self, entry: Entry) -> str:
        return str(entry["data_set"] or shortened(entry["title"]))

    def columns(self, entry: Entry) -> dict[str, Any]:
        return super().columns(entry) | {"owner": people.username_of(entry["owner"]) or entry["owner"]}


class _Dpias(_Rows):
    """DPIAs: found by our reference or by theirs, else by the title. One carried out here stays as it is."""

    model = models.Dpia
    plain = (
        "title", "controller", "dpo", "data_set", "overall_risk", "residual_risk", "signed_by", "signed_on",
        "review_on",
    )  # fmt: skip
    bundle = "steps"
    apart = tuple(sheets.DPIA_STEPS)

    def key(self, entry: Entry) -> str:
        return str(entry["source"] or entry["title"])[:200]

    def known(self, entries: Sequence[Entry]) -> Mapping[str, Any]:
        keys = [self.key(each) for each in entries]
        rows = models.Dpia.objects.filter(Q(source__in=keys) | Q(reference__in=keys))
        found = {row.source: row for row in rows if row.source} | {row.reference: row for row in rows}
        return {key: row if row.status == models.RECORDED else _OURS for key, row in found.items()}

    def holds(self, row: Any, entry: Entry) -> bool:
        return row is _OURS or super().holds(row, entry)

    def reference(self, row: Any) -> str:
        return "" if row is _OURS else super().reference(row)

    def add(self, new: Sequence[tuple[str, Entry]]) -> None:
        models.Dpia.objects.bulk_create(
            models.Dpia(reference=reference, source=self.key(entry), **self.columns(entry))
            for reference, entry in new
        )

    def entries(self) -> Iterator[dict[str, Any]]:
        for entry in super().entries():
            yield entry | {"source": entry["reference"]}


class _PastSharings(_Rows):
    """Lines of a log kept elsewhere. One about a request of ours is on our own record already, and stays as it is."""

    model = models.PastSharing
    plain = tuple(name for name in sheets.ACTIVITY_LOG.names if name != "reference")

    def known(self, entries: Sequence[Entry]) -> Mapping[str, Any]:
        there = super().known(entries)
        likely = [key for key in map(self.key, entries) if key not in there and _REFERENCE.fullmatch(key)]
        return dict.fromkeys((key for key in likely if ledger.numbers(about=key)), _OURS) | dict(there)

    def holds(self, row: Any, entry: Entry) -> bool:
        return row is _OURS or super().holds(row, entry)

    def reference(self, row: Any) -> str:
        return "" if row is _OURS else super().reference(row)


_OURS = object()
_REFERENCE = re.compile(r"[A-Z]+-\d{4}-\d{4,}")


PARTIES, ASSETS, DPIAS, PAST_SHARINGS = _Parties(), _Assets(), _Dpias(), _PastSharings()
