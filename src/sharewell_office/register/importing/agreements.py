"""Agreements taken over: they are *recorded*, known and letting nothing leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sharewell.exchange import register_columns as columns
from sharewell.exchange.rows import Layout, RowRead, RowRefusal
from sharewell.register.agreement import AgreementStatus
from sharewell.vocabulary.people import Actor
from sharewell_office.register import store
from sharewell_office.register.importing.driver import Change


class Agreements:
    name = "register"
    key_column = "source_id"
    prefix = "ISA"

    def layout(self, cells: Sequence[str], mapping: Mapping[str, str] | None) -> Layout:
        return columns.read_header(cells, mapping)

    def row(self, layout: Layout, cells: Sequence[str]) -> RowRead:
        return columns.read_row(layout, cells)

    def key(self, entry: columns.RegisterEntry) -> str:
        return entry.source

    def known(self, entries: Sequence[columns.RegisterEntry]) -> Mapping[str, Any]:
        return store.imported(each.source for each in entries)

    def reference(self, row: Any) -> str:
        return str(row.reference)

    def own_reference(self, entry: columns.RegisterEntry) -> str:
        raise NotImplementedError(entry.source)  # every agreement gets a reference of ours

    def holds(self, row: Any, entry: columns.RegisterEntry) -> bool:
        return store.holds(row, entry)

    def objection(self, row: Any, entry: columns.RegisterEntry, by: Actor) -> RowRefusal | None:
        gone_further = row is not None and row.status != AgreementStatus.RECORDED.value
        return _LIVE if gone_further else None

    def event(self, change: Change) -> tuple[str, dict[str, Any]]:
        kind = "isa.recorded" if change.row is None else "isa.record_updated"
        return kind, {"source": change.entry.source}

    def write(self, changes: Sequence[Change]) -> None:
        store.add_imported([(each.reference, each.entry) for each in changes if each.row is None])
        for each in changes:
            if each.row is not None:
                store.update_imported(each.row, each.entry)


_LIVE = RowRefusal(
    column="",
    reason="The agreement has gone further here than being recorded, and the row says something else.",
    remedy="Vary the agreement on its page; an import never changes what was reviewed or signed.",
)
