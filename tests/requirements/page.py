"""Prints `docs/coverage.md` from the claims and from the marks in the tests."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from requirements.claims import CLAIMS

TESTS = Path(__file__).parents[1]

HEAD = """# What is covered

Printed by `make docs` from `tests/requirements/claims.py` and from the marks in the tests. The ids are those of the
commissioner's policy (OPCC) and of the scrutiny review (WMFS), clause by clause.

**Claimed** means: a test marked with the id fails as soon as the rule is taken out of the code
(`tests/requirements/test_claims.py` takes it out and looks). An id that is only *shown* has tests, and nobody has
claimed it finished yet.

| requirement | what | rule | screen | tests |
|---|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    shown = marks()
    lines = [_claimed(claim, shown.pop(claim.id, [])) for claim in CLAIMS]
    lines += [f"| {id} | *shown, not claimed* | | | {_tests(tests)} |" for id, tests in sorted(shown.items())]
    return HEAD + "\n".join(lines) + "\n"


def _claimed(claim: tuple[str, str, str, str], tests: list[str]) -> str:
    id, what, without, screen = claim
    return f"| {id} | {what} | `{without.partition(':')[2]}` | {screen} | {_tests(tests)} |"


def _tests(names: list[str]) -> str:
    return "<br>".join(f"`{name}`" for name in names)


def marks() -> dict[str, list[str]]:
    """Requirement id → the tests marked with it, as `file::name`."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for name, ids in _marked(ast.parse(path.read_text())):
            for id in ids:
                found[id].append(f"{path.relative_to(TESTS)}::{name}")
    return dict(found)


def _marked(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    for function in [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]:
        ids = [
            argument.value
            for decorator in function.decorator_list
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.requirement"
            for argument in decorator.args
            if isinstance(argument, ast.Constant)
        ]
        if ids:
            yield function.name, ids
