"""The throw-away process in which one untrusted file is read: `python -m sharewell.engine.child`.

It takes a job (JSON) on standard input, binds itself to limits, stages and probes the file, and answers in
JSON on standard output. Whatever happens to it happens to nothing else; what it says on standard error is
thrown away, because a traceback might quote the file.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sharewell.engine.limits import Limits
from sharewell.engine.unusable import FileUnusable
from sharewell.register.terms import Dialect, Terms, TermsUnusable


def main() -> None:
    job = json.load(sys.stdin)
    limits = Limits(**job["limits"])
    limits.apply()
    try:
        answer = examined(Path(job["file"]), job["terms"], job["on"], Path(job["work"]), limits)
    except FileUnusable as problem:
        answer = {"unusable": str(problem)}
    except TermsUnusable as problem:
        answer = {"terms": [problem.where, problem.problem]}
    except MemoryError:
        answer = {"exhausted": True}
    _say(answer)


def examined(path: Path, document: Any, on: str, work: Path, limits: Limits) -> dict[str, Any]:
    """Everything the gate needs to know of the file, as JSON values: facts, columns, observations."""
    # Only here: the parent, which never opens the file, need not load the engine either.
    import duckdb

    from sharewell.engine import staging
    from sharewell.engine.probing import Probing
    from sharewell.release.plan import look_plan, plan

    terms = None if document is None else Terms.parse(document)
    engine = staging.connect(work, limits)
    _say({"progress": "reading"})
    staged = _staged(path, terms, work, engine)
    staging.close_doors(engine)
    _say({"progress": "checking"})
    if terms is None:
        probes = look_plan(staged.headers)
    else:
        probes = plan(terms, staged.headers, on=date.fromisoformat(on))
    probing = Probing(engine, terms.schema.missing_values if terms else ("",))
    try:
        observations = probing.observe(probes)
        columns = probing.columns(len(staged.headers))
    except duckdb.OutOfMemoryException:
        raise MemoryError from None
    return {
        "facts": {
            "name": path.name,
            "sha256": _sha256(path),
            "rows": staging.row_count(engine),
            "headers": staged.headers,
            "columns": [[each.filled, each.distinct, each.type] for each in columns],
            "hidden": [[each.kind, each.count, each.column, each.rows] for each in staged.hidden],
        },
        "observations": [[seen.count, seen.rows] for _, seen in observations],
        "engine": ["duckdb", duckdb.__version__],
    }


def _staged(path: Path, terms: Terms | None, work: Path, engine: Any) -> Any:
    from sharewell.engine.source import Kind, kind_of

    kind = kind_of(path)
    dialect = terms.dialect if terms else Dialect()
    readers: dict[Kind, Callable[[], Any]] = {
        Kind.CSV: lambda: _module("delimited").stage(path, dialect, work, engine, tabs=False),
        Kind.TSV: lambda: _module("delimited").stage(path, dialect, work, engine, tabs=True),
        Kind.XLSX: lambda: _module("workbook").stage(path, terms.sheet if terms else None, work, engine),
        Kind.PARQUET: lambda: _module("parquet").stage(path, engine),
        Kind.JSON_LINES: lambda: _module("jsonlines").stage(path, work, engine),
    }
    return readers[kind]()


def _module(name: str) -> Any:
    from importlib import import_module

    return import_module(f"sharewell.engine.{name}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
