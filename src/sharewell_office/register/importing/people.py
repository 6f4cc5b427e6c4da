"""People taken over: who they are, their posts and data sets. They set a password of their own before they sign in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sharewell.exchange.rows import Layout, RowRead, RowRefusal
from sharewell.exchange.sheets import PEOPLE
from sharewell.policy.posts import together
from sharewell.vocabulary.people import Role
from sharewell_office.people import store
from sharewell_office.register.importing.driver import Change


class People:
    name = PEOPLE.kind
    key_column = PEOPLE.key
    prefix = ""

    def layout(self, cells: Sequence[str], mapping: Mapping[str, str] | None) -> Layout:
        return PEOPLE.layout(cells, mapping)

    def row(self, layout: Layout, cells: Sequence[str]) -> RowRead:
        return PEOPLE.row(layout, cells)

    def key(self, entry: Mapping[str, Any]) -> str:
        return str(entry["email"])

    def known(self, entries: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        return {each["email"]: each for each in store.listed(emails=[entry["email"] for entry in entries])}

    def reference(self, row: Mapping[str, Any]) -> str:
        return str(row["username"])

    def own_reference(self, entry: Mapping[str, Any]) -> str:
        return str(entry["username"] or entry["email"].partition("@")[0])

    def holds(self, row: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
        return all(row[name] == value for name, value in _said(entry).items())

    def objection(self, row: Mapping[str, Any] | None, entry: Mapping[str, Any]) -> RowRefusal | None:
        if row is not None and entry["username"] and entry["username"] != row["username"]:
            return RowRefusal(
                column="username",
                reason="Somebody else has this e-mail address.",
                remedy="Give each person an address of their own.",
            )
        for refusal in together(map(Role, entry["posts"])):
            return RowRefusal(column="posts", reason=refusal.reason, remedy=refusal.remedy)
        return None

    def event(self, change: Change) -> tuple[str, dict[str, Any]]:
        return "person.added" if change.row is None else "person.changed", {
            "posts": [Role(each).label for each in change.entry["posts"]],
            "data_sets": list(change.entry["owns"]),
        }

    def write(self, changes: Sequence[Change]) -> None:
        for each in changes:
            if each.row is None:
                self._add(each)
            else:
                store.change(each.reference, **_said(each.entry))

    def _add(self, change: Change) -> None:
        entry = change.entry
        store.add(
            change.reference,
            email=entry["email"],
            name=entry["name"],
            password=None,
            roles=[Role(each) for each in entry["posts"]],
            owns=entry["owns"],
            trained_until=entry["trained_until"],
            party_reference=entry["organisation"],
            team=entry["team"] or "",
            reports_to=_manager(entry),
        )


def _said(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What the sheet says of somebody; a cell left empty keeps what was there."""
    said = {name: entry[name] for name in ("name", "trained_until", "organisation", "team") if entry[name]}
    if entry["reports_to"]:
        said["reports_to"] = _manager(entry)
    return said | {name: sorted(entry[name]) for name in ("posts", "owns") if entry[name]}


def _manager(entry: Mapping[str, Any]) -> str:
    """The line manager's username, whichever way the sheet names them."""
    return store.username_of(entry["reports_to"]) or str(entry["reports_to"])
