"""One part of our own work in a process of its own: `ours.py WHAT FILE [TERMS …]` prints what it found as JSON.

parse FILE          the engine reads every cell of a CSV file, and keeps none
alternation FILE    the engine reads every cell, and looks for all patterns of all detectors at once
rules FILE TERMS [MB]   the rules and keys of the terms: how many rows break each
scan FILE           all detectors with their validators
classes FILE TERMS [MB]   k, l, t
treat FILE TERMS RECIPIENT   seconds of treating, writing and sealing alone, without reading and checking
floors FILE COLUMN RECIPIENT   seconds of what no gate can do without, each alone: read, copy, stage, HMAC, seal, digest
"""

from __future__ import annotations

import hashlib
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from sharewell.engine import staging
from sharewell.engine.arrival import arrive
from sharewell.engine.beside import NOTHING_BESIDE
from sharewell.engine.detecting import ANYTHING, Detecting, _found
from sharewell.engine.limits import Limits
from sharewell.engine.observing import Observing
from sharewell.engine.pseudonym import hmac_of
from sharewell.register.terms import Terms
from sharewell.release.plan import plan

MONDAY = date(2026, 6, 1)


def parse(path: str) -> Any:
    names = _names(path)
    read = ", ".join(f"count(c{index})" for index in range(len(names)))
    return _plain().execute(f"SELECT {read} FROM {_csv(path, len(names))}").fetchone()


def alternation(path: str) -> Any:
    names = _names(path)
    hit = ", ".join(f"count(*) FILTER ({_found(f'c{i}', ANYTHING)})" for i in range(len(names)))
    return _plain().execute(f"SELECT {hit} FROM {_csv(path, len(names))}").fetchone()


def rules(path: str, terms: str, memory: str = "600") -> Any:
    agreed = _terms(terms)
    engine, arrival, _ = _arrived(path, agreed, int(memory))
    observing = Observing(engine, agreed, arrival)
    probes = plan(agreed, arrival.headers, on=MONDAY)
    return {
        f"{arrival.headers[probe.columns[0]]} {'unique' if probe.check == 'G09' else probe.what}": seen.count
        for probe, seen in zip(probes, observing.observe(probes), strict=True)
        if seen.count
    }


def scan(path: str) -> Any:
    engine, arrival, _ = _arrived(path, None)
    observing = Observing(engine, None, arrival)
    seen = Detecting(engine, observing.probing.nothing, observing.texts).look(arrival.headers)
    return {each.kind: each.count for each in seen}


def classes(path: str, terms: str, memory: str = "600") -> Any:
    agreed = _terms(terms)
    engine, arrival, _ = _arrived(path, agreed, int(memory))
    return Observing(engine, agreed, arrival).measures


def treat(path: str, terms: str, recipient: str) -> Any:
    """Reading is what the same terms without treatments take; the difference is the treating and the writing."""
    agreed = _terms(terms)
    document = agreed.document()
    document.pop("treatments")
    read, _ = _timed(lambda: _arrived(path, Terms.parse(document)))
    whole, (_, arrival, _) = _timed(lambda: _arrived(path, agreed))
    sealed, _ = _timed(lambda: _sealed(arrival.treated, recipient))
    return {name: whole[name] - read[name] + sealed[name] for name in ("cpu", "wall")}


def floors(path: str, column: str, recipient: str) -> Any:
    """The engine alone, and age alone: nothing is checked and nothing is treated."""
    import pyrage

    names, engine = _names(path), _plain()
    source = _csv(path, len(names))
    keyed = hmac_of(f"c{names.index(column)}", bytes(32))
    folder = Path(tempfile.mkdtemp(dir="."))
    out = {form: folder / f"copy.{form}" for form in ("csv", "parquet", "age")}

    def sealed() -> None:
        with open(path, "rb") as plain, out["age"].open("wb") as parcel:
            pyrage.encrypt_io(plain, parcel, [pyrage.x25519.Recipient.from_str(recipient)])

    works: dict[str, Callable[[], Any]] = {
        "read every cell": lambda: parse(path),
        "copy it as CSV": lambda: engine.execute(f"COPY (FROM {source}) TO '{out['csv']}' (FORMAT csv)"),
        "stage it as Parquet": lambda: engine.execute(
            f"COPY (FROM {source}) TO '{out['parquet']}' (FORMAT parquet, COMPRESSION lz4_raw)"
        ),
        "HMAC-SHA256 of one column, every row": lambda: engine.execute(f"SELECT max({keyed}) FROM {source}"),
        "encrypt it with age": sealed,
        "SHA-256 of it": lambda: hashlib.sha256(Path(path).read_bytes()),
    }
    seconds = {name: _timed(work)[0]["cpu"] for name, work in works.items()}
    shutil.rmtree(folder)
    return seconds


# --- how --------------------------------------------------------------------------------------------------
def _sealed(path: Path, recipient: str) -> None:
    from sharewell.engine import locks, sealing  # only here: no other contest waits for what seals

    sha256 = sealing._sha256(path)
    with tempfile.TemporaryDirectory() as folder:
        sealing.seal(
            path, Path(folder) / "parcel", sha256=sha256, manifest={}, terms_name="terms.json", terms=b"{}",
            lock=locks.AgeKeys((recipient,)),
        )  # fmt: skip


def _timed(work: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    used, start = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    answer = work()
    now = resource.getrusage(resource.RUSAGE_SELF)
    cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return {"cpu": cpu, "wall": time.monotonic() - start}, answer


def _arrived(path: str, terms: Terms | None, memory: int = 600) -> Any:
    folder = tempfile.TemporaryDirectory()
    KEPT.append(folder)
    engine = staging.connect(Path(folder.name), Limits(memory=memory))
    return engine, arrive(Path(path), terms, Path(folder.name), engine, NOTHING_BESIDE), folder


def _terms(path: str) -> Terms:
    return Terms.parse(json.loads(Path(path).read_text()))


def _plain() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": "2"})


def _names(path: str) -> list[str]:
    with open(path) as file:
        return file.readline().strip().split(",")


def _csv(path: str, width: int) -> str:
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(width))
    return f"read_csv('{path}', columns={{{columns}}}, header=true, auto_detect=false)"


KEPT: list[Any] = []
if __name__ == "__main__":
    WHAT = {each.__name__: each for each in (parse, alternation, rules, scan, classes, treat, floors)}
    print(json.dumps(WHAT[sys.argv[1]](*sys.argv[2:])))
