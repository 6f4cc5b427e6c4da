"""People taken over: who they are, their posts and data sets. They set a password of their own before they sign in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sharewell.exchange.rows import Layout, RowRead, RowRefusal
from sharewell.exchange.sheets import PEOPLE
from sharewell.policy.posts import Held, by_sheet
from sharewell.vocabulary.people import Actor, Role
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

    def objection(
        self, row: Mapping[str, Any] | None, entry: Mapping[str, Any], by: Actor
    ) -> RowRefusal | None:
        if row is not None and entry["username"] and entry["username"] != row["username"]:
            return RowRefusal(
                column="username",
                reason="Somebody else has this e-mail address.",
                remedy="Give each person an address of their own.",
            )
        person, was, to_be = (
            str(row["username"]) if row else "",
            _held(row or {}),
            _held({**(row or {}), **_said(entry)}),
        )
        refusals = by_sheet(
            person, to_be, was=was, others=store.held_elsewhere(person), outside=bool(_outside(row, entry)),
            by=None if by.person == store.command_line().person else by,
        )  # fmt: skip
        for refusal in refusals:
            return RowRefusal(column="posts", reason=refusal.reason, remedy=refusal.remedy)
        return None

    def event(self, change: Change) -> tuple[str, dict[str, Any]]:
        return "person.added" if change.row is None else "person.changed", {
            "posts": [Role(each).label for each in change.entry["posts"]],
            "limits": _held(change.entry).told()["limits"],
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
            limits=_limits(entry["limits"]),
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
    return said | {name: sorted(entry[name]) for name in ("posts", "limits", "owns") if entry[name]}


def _held(said: Mapping[str, Any]) -> Held:
    """What a row of the sheet, or of the register, says that somebody does here."""
    return Held(
        posts=frozenset(map(Role, said.get("posts", ()))),
        limits=_limits(said.get("limits", ())),
        owns=frozenset(said.get("owns", ())),
    )


def _limits(said: Iterable[str]) -> frozenset[tuple[Role, str]]:
    pairs = (each.split(": ") for each in said)
    return frozenset((Role(post), area) for post, area in pairs)


def _outside(row: Mapping[str, Any] | None, entry: Mapping[str, Any]) -> str:
    return str(entry["organisation"] or (row or {}).get("organisation", ""))


def _manager(entry: Mapping[str, Any]) -> str:
    """The line manager's username, whichever way the sheet names them."""
    return store.username_of(entry["reports_to"]) or str(entry["reports_to"])
