"""The throw-away process in which one untrusted file is read: `python -m sharewell.engine.child`.

It takes a job (JSON) on standard input, binds itself to limits, stages and probes the file, and answers in
JSON on standard output. Whatever happens to it happens to nothing else; what it says on standard error is
thrown away, because a traceback might quote the file.
"""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import json
import os
import sys
from collections.abc import Sequence
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


DISK_FULL = (os.strerror(errno.ENOSPC), os.strerror(errno.EDQUOT))


def main() -> None:
    job = json.load(sys.stdin)
    die_with(job["parent"])
    limits = Limits(**job["limits"])
    limits.apply()
    try:
        beside = Beside.read(job["beside"])
        answer = (
            detected(job["picked"], job, limits)
            if "picked" in job
            else examined(
                Path(job["file"]),
                job["terms"],
                job["on"],
                Path(job["work"]),
                limits,
                beside,
                elsewhere=job["elsewhere"],
            )
        )
    except FileUnusable as problem:
        answer = {"unusable": str(problem)}
    except TermsUnusable as problem:
        answer = {"terms": [problem.where, problem.problem]}
    except MemoryError:
        answer = {"exhausted": True}
    except Exception as problem:
        # Arrow and the engine each have an exception of their own for a full disk, and the same words.
        if not any(words in str(problem) for words in DISK_FULL):
            raise
        answer = {"full": True}
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
    from sharewell.engine.parquet import beside_cells, damaged

    terms = None if document is None else Terms.parse(document)
    engine = staging.connect(work, limits)
    _progress("reading")
    try:
        arrival = arrive(path, terms, work, engine, beside, elsewhere=elsewhere, progress=_progress)
        if kind_of(path) is Kind.PARQUET:
            beside_them = beside_cells(path, engine, arrival.arrived_headers)
            arrival = dataclasses.replace(arrival, hidden=(*arrival.hidden, *beside_them))
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
    from sharewell.engine.elsewhere import answered_there
    from sharewell.engine.failing import refuse_unreadable
    from sharewell.engine.footprint import footprint
    from sharewell.engine.observing import Observing
    from sharewell.release.plan import What, look_plan, plan

    if terms is None:
        probes = look_plan(arrival.headers)
    else:
        probes = plan(terms, arrival.headers, on=on, given=beside.given)
    rows = staging.row_count(engine)
    _progress(f"checking {rows:,} rows of")
    observing = Observing(engine, terms, arrival, disclosure=not elsewhere)
    if elsewhere:
        for probe in probes:
            if probe.what is What.PATTERN:
                refuse_unreadable(observing.probing, probe)
        probes = tuple(probe for probe in probes if not answered_there(probe))
    observations = observing.observe(probes)
    left = footprint(engine, arrival.headers, terms, beside.index_key) if terms and beside.index_key else None
    return {
        "facts": {
            "name": path.name,
            "sha256": _sha256(path),
            "rows": rows,
            "headers": arrival.headers,
            "hidden": [
                [each.kind, each.count, arrival.leaves_as(each.column), each.rows] for each in arrival.hidden
            ],
            **({} if elsewhere else _of_the_cells(engine, observing, arrival.headers, rows)),
        },
        "arrived_columns": len(arrival.arrived_headers),
        "arrived_rows": arrival.arrived_rows,
        "treated_sha256": _sha256(arrival.treated) if arrival.treated else None,
        "observations": [[seen.count, seen.rows, seen.field] for seen in observations],
        "disclosure": None if elsewhere else _disclosure(engine, terms, observing, arrival.headers),
        "left": {
            "rows": rows,
            "earlier": dict(arrival.earlier),
            "lists": [dataclasses.astuple(each) for each in arrival.lists],
            "part_of": arrival.part_of,
        },
        "footprint": left.document() if left else None,
        "sufficient": arrival.sufficient,
        "engine": ["duckdb", duckdb.__version__],
    }


def _of_the_cells(engine: Any, observing: Any, headers: Sequence[str], rows: int) -> dict[str, Any]:
    """What is in the columns, and what personal data."""
    from sharewell.engine.detecting import Detecting

    columns = observing.probing.columns(len(headers))
    _progress(f"looking for personal data in {rows:,} rows of")
    seen = Detecting(engine, observing.probing.nothing, observing.texts).look(headers)
    return {
        "columns": [[each.filled, each.distinct, each.type] for each in columns],
        "seen": [dataclasses.asdict(each) for each in seen],
    }


def _disclosure(engine: Any, terms: Terms | None, observing: Any, headers: Sequence[str]) -> Any:
    from sharewell.engine.disclosing import likely_measures

    return observing.measures if terms else likely_measures(engine, headers)


def detected(picked: str, job: Any, limits: Limits) -> dict[str, Any]:
    """What personal data the cells hold that another engine picked (see `picking`)."""
    from sharewell.engine import staging
    from sharewell.engine.detecting import Detecting
    from sharewell.engine.observing import missing_values
    from sharewell.engine.picking import PLACE, columns_of
    from sharewell.engine.probing import Probing

    engine = staging.connect(Path(job["work"]), limits)
    columns = columns_of(engine, Path(picked))
    staging.show(engine, Path(picked), [f"c{column}" for column in columns], number=PLACE)
    staging.close_doors(engine, Path(picked))
    terms = None if job["terms"] is None else Terms.parse(job["terms"])
    nothing = Probing(engine, missing_values(terms)).nothing
    seen = Detecting(engine, nothing).look([job["headers"][column] for column in columns])
    return {"seen": [dataclasses.asdict(each) | {"column": columns[each.column]} for each in seen]}


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
