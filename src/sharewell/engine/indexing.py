"""Builds and reads the subject index of one parcel: a file of sorted digests (see `aftercare.subjects`).

The file that leaves is read in a throw-away child, like any file somebody brought; identifiers never reach the parent.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sharewell.aftercare.subjects import DIGEST_BYTES, indexed_fields
from sharewell.engine.limits import Limits
from sharewell.engine.unusable import FileUnusable
from sharewell.register.terms import Dialect, Terms

MAGIC = b"sharewell subjects 1\n"


def write_index(
    file: Path, name: str, terms: Terms, out: Path, *, key: bytes, treated: bool, within: Path
) -> int:
    """Write the index of a file that is about to be sealed; returns how many digests. Raises `FileUnusable`.

    What the engine cannot hold it spills, in clear, into a folder of its own `within` that one, and takes it away.
    """
    # A treated file is one of ours: commas, UTF-8, nothing left to treat.
    read_as = replace(terms, treatments=(), dialect=Dialect() if treated else terms.dialect)
    with tempfile.TemporaryDirectory(prefix="index-", dir=within) as work:
        seen = Path(work) / "file" / name
        seen.parent.mkdir()
        seen.symlink_to(file.resolve())
        digests = Path(work) / "digests"
        job = {
            "file": str(seen), "terms": read_as.document(), "work": work, "out": str(digests),
            "fields": indexed_fields(terms), "key": key.hex(), "limits": asdict(Limits()),
        }  # fmt: skip
        _run(job, work)
        content = digests.read_bytes() if digests.exists() else b""
    fresh = out.with_name(out.name + ".new")
    fresh.write_bytes(MAGIC + content)
    fresh.replace(out)
    return len(content) // DIGEST_BYTES


def _run(job: dict[str, Any], work: str) -> None:
    from sharewell.engine.examine import _environment

    ran = subprocess.run(
        [sys.executable, "-m", "sharewell.engine.indexing"],
        input=json.dumps(job).encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        cwd=work, env=_environment(work), timeout=2 * job["limits"]["seconds"], check=False,
    )  # fmt: skip
    if ran.returncode:
        # Nothing of what it said: a traceback might quote the file.
        raise FileUnusable("the subject index of the file could not be built")


def holds(index: Path, digests: Sequence[bytes]) -> bool:
    """Whether any of the digests is in that index: a binary search, whatever its size."""
    with index.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise IndexUnreadable(index.name)
        count = (file.seek(0, 2) - len(MAGIC)) // DIGEST_BYTES
        return any(_found(file, count, each) for each in digests)


def _found(file: Any, count: int, wanted: bytes) -> bool:
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        file.seek(len(MAGIC) + middle * DIGEST_BYTES)
        here = file.read(DIGEST_BYTES)
        if here == wanted:
            return True
        low, high = (middle + 1, high) if here < wanted else (low, middle)
    return False


class IndexUnreadable(Exception):
    """A subject index is not one: what it says of anybody is worth nothing."""


# --- the child --------------------------------------------------------------------------------------------------------
def _child() -> None:
    job = json.load(sys.stdin)
    limits = Limits(**job["limits"])
    limits.apply()
    from sharewell.engine import staging
    from sharewell.engine.arrival import _staged

    terms, work = Terms.parse(job["terms"]), Path(job["work"])
    engine = staging.connect(work, limits)
    headers = _staged(Path(job["file"]), terms, work, engine).headers
    staging.close_doors(engine)
    columns = [(f"c{headers.index(name)}", kind) for name, kind in job["fields"].items() if name in headers]
    if not columns:
        return
    with Path(job["out"]).open("wb") as out:
        found = engine.execute(*_query(columns, bytes.fromhex(job["key"])))
        while rows := found.fetchmany(50_000):
            out.write(b"".join(bytes(row[0]) for row in rows))


def _query(columns: Sequence[tuple[str, str]], key: bytes) -> tuple[str, list[Any]]:
    """HMAC-SHA256 in SQL (RFC 2104), so that the engine sorts and bounds what Python could not hold."""
    block = key.ljust(64, b"\0")
    inner, outer = bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)
    plain = "translate({column}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
    normal = f"regexp_replace({plain}, '[ \\t\\r\\n\\-_()/''\\\\,;:+]', '', 'g')"
    values = " UNION ALL ".join(
        f"SELECT '{kind}:' || {normal.format(column=column)} AS v FROM staged WHERE {column} <> ''"  # noqa: S608
        for column, kind in columns
    )
    query = (
        f"SELECT DISTINCT unhex(substr(sha256(?::BLOB || unhex(sha256(?::BLOB || encode(v)))), 1, {2 * DIGEST_BYTES})) "  # noqa: S608
        f"AS d FROM ({values}) ORDER BY d"
    )
    return query, [outer, inner]


if __name__ == "__main__":
    _child()
