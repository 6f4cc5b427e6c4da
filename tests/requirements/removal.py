"""Take one rule out of the core, as somebody might by mistake, so that a test can be seen to notice.

    rule:DE_SOD          statements that mention that rule of the rulebook vanish as the core is imported
    check:G01            the gate never hears what that check found
    rows:DIV_FOI         the rows with that reason code are missing from the decision table
    call:module:name     the function does nothing and returns nothing

Nothing of this ships: it works on the syntax tree, or on the imported module, of a test process of its own.
"""

from __future__ import annotations

import ast
import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Set
from dataclasses import replace
from types import ModuleType


class _Dropper(ast.NodeTransformer):
    """Replaces every statement that mentions `rulebook.NAME`, or the rules' code, by nothing."""

    def __init__(self, names: Set[str], code: str) -> None:
        self.names, self.code = names, code

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        return self._unless_mentioned(node, ast.Pass())

    def visit_Return(self, node: ast.Return) -> ast.AST:
        return self._unless_mentioned(node, ast.Return(ast.Tuple([], ast.Load())))

    def _unless_mentioned(self, node: ast.stmt, instead: ast.stmt) -> ast.AST:
        if not any(self._mentions(each) for each in ast.walk(node)):
            return self.generic_visit(node)
        # A generator stays one: `yield from ()` in the place of what it would have said.
        if any(isinstance(each, ast.Yield | ast.YieldFrom) for each in ast.walk(node)):
            instead = ast.Expr(ast.YieldFrom(ast.Tuple([], ast.Load())))
        return ast.copy_location(instead, node)

    def _mentions(self, node: ast.AST) -> bool:
        match node:
            case ast.Attribute(attr=attribute):
                return attribute in self.names
            case ast.Constant(value=value):
                return value == self.code
            case _:
                return False


class _Loader(importlib.machinery.SourceFileLoader):
    dropper: _Dropper

    def source_to_code(self, data, path, *, _optimize=-1):  # type: ignore[no-untyped-def,override]
        tree = ast.fix_missing_locations(self.dropper.visit(ast.parse(data)))
        return compile(tree, path, "exec", dont_inherit=True, optimize=_optimize)

    def get_code(self, fullname):  # type: ignore[no-untyped-def,override]
        # Never from the cache, never into it: what is compiled here is not what the file says.
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, dropper: _Dropper) -> None:
        self.dropper = dropper

    def find_spec(self, name, path=None, target=None):  # type: ignore[no-untyped-def]
        if not name.startswith("sharewell.") or name.startswith("sharewell.policy.rulebook"):
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec and spec.origin and spec.origin.endswith(".py"):
            spec.loader = _Loader(name, spec.origin)
            spec.loader.dropper = self.dropper
        return spec


def remove(what: str) -> None:
    """Take it out of this process. Raises `ValueError` for what is not there to be removed."""
    kind, _, name = what.partition(":")
    {"rule": _remove_rule, "check": _remove_check, "rows": _remove_rows, "call": _remove_call}[kind](name)


def _remove_rule(code: str) -> None:
    from sharewell.policy import rulebook

    # Two rules may carry one code, as the reference has one code for both: they go together.
    names = {name for name, value in vars(rulebook).items() if getattr(value, "code", None) == code}
    if not names:
        raise ValueError(f"no rule of the rulebook has the code {code}")
    for module in [each for each in sys.modules if each.startswith("sharewell.") and "rulebook" not in each]:
        del sys.modules[module]
    sys.meta_path.insert(0, _Finder(_Dropper(names, code)))


def _remove_check(check: str) -> None:
    from sharewell.release import judgement

    real = judgement.conclude

    def deaf(findings, **kwargs):  # type: ignore[no-untyped-def]
        return real(tuple(each for each in findings if each.check != check), **kwargs)

    _put(judgement, "conclude", real, deaf)


def _remove_rows(code: str) -> None:
    from sharewell.policy import law

    kept = [replace(each, rows=tuple(row for row in each.rows if row.code != code)) for each in law.VERSIONS]
    if all(len(now.rows) == len(before.rows) for now, before in zip(kept, law.VERSIONS, strict=True)):
        raise ValueError(f"no row of the decision table has the code {code}")
    _put(law, "VERSIONS", law.VERSIONS, tuple(kept))


def _remove_call(name: str) -> None:
    module, _, attribute = name.partition(":")
    home = importlib.import_module(module)
    _put(home, attribute, getattr(home, attribute), lambda *args, **kwargs: ())


def _put(home: ModuleType, attribute: str, real: object, other: object) -> None:
    """In its home and wherever it was imported to."""
    for module in list(sys.modules.values()):
        if getattr(module, attribute, None) is real:
            setattr(module, attribute, other)
    setattr(home, attribute, other)
