"""No room works out for itself who sees what: lists are narrowed and pages are closed by `policy.seeing` alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from here import ROOT

OFFICE = ROOT / "src/sharewell_office"
# What somebody is, or holds: to filter rows by it is to say who sees them.
WHO_LOOKS = {"person", "accounts", "roles", "owns", "areas", "party_reference", "also"}
ASKS = {"filter", "exclude", "get", "get_or_create", "Q"}
# Whose turn it is, and not who sees what: `desk` leaves out of the work what is kept from them. And three that write.
WORK = {"open_work", "_to_decide", "_handed_to", "_parcels", "_returns", "_below", "hold", "misdirected"}
# Lists without a person who looks: anybody's (the public register), and one that is narrowed where it is read.
NOBODY_LOOKS = {"register/views/seeing.py: seeing.published()", "desk/messages.py: outbox.inbox(username)"}


def modules() -> list[Path]:
    return sorted(path for path in OFFICE.rglob("*.py") if "migrations" not in path.parts)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def by_who_looks(tree: ast.AST) -> list[str]:
    """The lines on which a function asks the database for rows by what the person who looks is or holds."""
    return [
        f"{each.name}: {ast.unparse(call)[:90]}"
        for each in functions(tree)
        if each.name not in WORK
        for call in calls(each)
        if called(call) in ASKS
        for said in call.keywords
        for part in ast.walk(said.value)
        if isinstance(part, ast.Attribute) and part.attr in WHO_LOOKS
    ]


def not_narrowed(tree: ast.AST) -> list[str]:
    """The rows of pages that are cut without asking who looks."""
    return [
        ast.unparse(call.args[0])
        for call in calls(tree)
        if ast.unparse(call.func) == "paging.cut" and "theirs(" not in ast.unparse(call.args[0])
    ]


def test_no_room_filters_by_who_looks():
    found = [f"{path.relative_to(OFFICE)} {each}" for path in modules() for each in by_who_looks(_read(path))]

    assert found == []


def test_every_page_of_a_list_is_narrowed():
    found = {
        f"{path.relative_to(OFFICE)}: {each}" for path in modules() for each in not_narrowed(_read(path))
    }
    # `rows` that were narrowed a line above are told apart by their name.
    assert found - NOBODY_LOOKS == {"register/views/agreements.py: rows"}


@pytest.mark.parametrize(
    ("planted", "finds"),
    [
        ("def mine(by):\n    return rows.filter(asked_by=by.person)", by_who_looks),
        ("def mine(by):\n    return rows.filter(Q(data_set__in=sorted(by.owns)))", by_who_looks),
        ("def page(request):\n    return paging.cut(store.rows(), key='reference')", not_narrowed),
    ],
)
def test_a_room_that_does_is_found(planted, finds):
    assert finds(ast.parse(planted))


def _read(path: Path) -> ast.AST:
    return ast.parse(path.read_text())
