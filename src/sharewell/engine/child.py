"""The throw-away process in which one untrusted file is read: `python -m sharewell.engine.child`.

It takes a job (JSON) on standard input, binds itself to limits, stages and probes the file, and answers in
JSON on standard output. Whatever happens to it happens to nothing else; what it says on standard error is
thrown away, because a traceback might quote the file.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sharewell.engine.beside import NOTHING_BESIDE, Beside
from sharewell.engine.limits import Limits, die_with
from sharewell.engine.source import Kind, kind_of
from sharewell.engine.unusable import FileUnusable
from sharewell.register.terms import Terms, TermsUnusable

if TYPE_CHECKING:
    from sharewell.engine.arrival import Arrival


def main() -> None:
    job = json.load(sys.stdin)
    die_with(job["parent"])
    limits = Limits(**job["limits"])
    limits.apply()
    try:
        beside = Beside.read(job["beside"])
        answer = examined(
            Path(job["file"]),
            job["terms"],
            job["on"],
            Path(job["work"]),
            limits,
            beside,
            elsewhere=job["elsewhere"],
        )
    except FileUnusable as problem:
        answer = {"unusable": str(problem)}
    except TermsUnusable as problem:
        answer = {"terms": [problem.where, problem.problem]}
    except MemoryError:
        answer = {"exhausted": True}
    _say(answer)


def examined(
    path: Path,
    document: Any,
    on: str,
    work: Path,
    limits: Limits,
    beside: Beside = NOTHING_BESIDE,
    *,
    elsewhere: bool = False,
) -> dict[str, Any]:
    """Everything the gate needs to know of the file, as JSON values: facts, columns, observations.

    A file that the terms treat is left in `work` as it leaves, under the name `TREATED` (see `beside`). What another
    engine will answer (`elsewhere`) is left out, and the tables that it needs are left for it (see `elsewhere.leave`).
    """
    # Only here: the parent, which never opens the file, need not load the engine either.
    import duckdb

    from sharewell.engine import staging
    from sharewell.engine.arrival import arrive
    from sharewell.engine.elsewhere import leave
    from sharewell.engine.parquet import damaged

    terms = None if document is None else Terms.parse(document)
    engine = staging.connect(work, limits)
    _progress("reading")
    try:
        arrival = arrive(path, terms, work, engine, beside, progress=_progress)
        if elsewhere:
            leave(engine, work, arrival.earlier)
        staging.close_doors(engine, path)
        return _answer(path, terms, date.fromisoformat(on), engine, arrival, beside, elsewhere)
    except duckdb.OutOfMemoryException:
        raise MemoryError from None
    except duckdb.Error:
        if kind_of(path) is not Kind.PARQUET:
            raise
        raise damaged(path) from None


def _answer(
    path: Path, terms: Terms | None, on: date, engine: Any, arrival: Arrival, beside: Beside, elsewhere: bool
) -> dict[str, Any]:
    import duckdb

    from sharewell.engine import staging
    from sharewell.engine.detecting import Detecting
    from sharewell.engine.disclosing import likely_measures
    from sharewell.engine.elsewhere import answered_there, has_classes
    from sharewell.engine.footprint import footprint
    from sharewell.engine.observing import Observing
    from sharewell.release.plan import look_plan, plan

    if terms is None:
        probes = look_plan(arrival.headers)
    else:
        probes = plan(terms, arrival.headers, on=on, given=beside.given)
    rows = staging.row_count(engine)
    _progress(f"checking {rows:,} rows of")
    classes_there = elsewhere and has_classes(terms)
    observing = Observing(engine, terms, arrival, classes=not classes_there)
    observations = observing.observe(
        [probe for probe in probes if not (elsewhere and answered_there(probe, terms))]
    )
    columns = () if elsewhere else observing.probing.columns(len(arrival.headers))
    _progress(f"looking for personal data in {rows:,} rows of")
    seen = Detecting(engine, observing.probing.nothing, observing.texts).look(arrival.headers)
    left = footprint(engine, arrival.headers, terms, beside.index_key) if terms and beside.index_key else None
    return {
        "facts": {
            "name": path.name,
            "sha256": _sha256(path),
            "rows": rows,
            "headers": arrival.headers,
            "columns": [[each.filled, each.distinct, each.type] for each in columns],
            "hidden": [[each.kind, each.count, each.column, each.rows] for each in arrival.hidden],
            "seen": [dataclasses.asdict(each) for each in seen],
        },
        "arrived_columns": arrival.arrived_columns,
        "arrived_rows": arrival.arrived_rows,
        "treated_sha256": _sha256(arrival.treated) if arrival.treated else None,
        "observations": [[seen.count, seen.rows, seen.field] for seen in observations],
        "disclosure": observing.measures
        if terms or classes_there
        else likely_measures(engine, arrival.headers),
        "earlier": dict(arrival.earlier),
        "footprint": left.document() if left else None,
        "sufficient": arrival.sufficient,
        "engine": ["duckdb", duckdb.__version__],
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _progress(step: str) -> None:
    _say({"progress": step})


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
