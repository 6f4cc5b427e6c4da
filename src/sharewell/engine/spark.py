"""The same queries on a Spark Connect endpoint: DuckDB's SQL, translated by SQLGlot, with a list of what may occur.

    probe --probing--> SQL of DuckDB --translated--> SQL of Spark --endpoint--> counts and row numbers

Engines agree on little that is written alike. So a query may only use what is on the list below, of which the
tests show that both engines answer the same; anything else is refused before it is sent, never approximated.
"""

from __future__ import annotations

import re
import socket
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp

from sharewell.engine.endpoint import EndpointUnusable, address
from sharewell.engine.observing import count_column, missing_values
from sharewell.engine.probing import Probing
from sharewell.register.terms import Terms, TermsUnusable
from sharewell.release.judgement import Column
from sharewell.release.plan import Observation, Probe

# What a query of ours may call; every function that is not here is refused.
ALLOWED = (
    exp.And, exp.Or, exp.Case, exp.If, exp.Cast, exp.TryCast, exp.Count, exp.Sum, exp.Min, exp.Max, exp.Coalesce,
    exp.Length, exp.LogicalAnd, exp.LogicalOr, exp.RegexpFullMatch, exp.RegexpLike, exp.Unicode, exp.Ascii, exp.Exists,
    exp.Left, exp.Right,
)  # fmt: skip
_IN_ASCII = {"d": "0-9", "w": "0-9A-Za-z_", "s": r"\t\n\f\r "}
_WHOLE = {"INT128", "HUGEINT"}


class NotOnThisEngine(Exception):
    """A query needs what the engines do not have alike; it says what."""


class OnSpark:
    """Answers the queries about the staged table on an endpoint such as sc://127.0.0.1:50051.

    `staged` is the staged table with its row numbers as Parquet, where the endpoint can read it.
    """

    def __init__(self, endpoint: str, staged: Path) -> None:
        self.session: Any = _session(endpoint)
        self.session.read.parquet(str(staged)).createOrReplaceTempView("staged")

    @property
    def version(self) -> str:
        return str(self.session.version)

    def execute(self, query: str) -> _Answer:
        return _Answer([tuple(row) for row in self.session.sql(translated(query)).collect()])


class _Answer:
    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self.rows = rows

    def fetchone(self) -> tuple[Any, ...] | None:
        return self.rows[0] if self.rows else None

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.rows


def _session(endpoint: str) -> Any:
    # The client asks again for ten minutes; whoever waits for an answer wants to know now.
    with socket.create_connection(address(endpoint), timeout=10):
        pass
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # which pandas it would like is of no use to whoever checks a file
            from pyspark.sql import SparkSession
    except ImportError:
        raise EndpointUnusable("the package pyspark-client is not installed here") from None
    return SparkSession.builder.remote(endpoint).create()


def answered(
    endpoint: str, staged: Path, terms: Terms | None, headers: Sequence[str], probes: Sequence[Probe]
) -> tuple[list[Observation], tuple[Column, ...], str]:
    """What the endpoint says to the probes and of the columns, and its version. Raises `EndpointUnusable`."""
    try:
        spark = OnSpark(endpoint, staged)
        probing = Probing(spark, missing_values(terms), counts=count_column(terms, headers))
        observations = [seen for _, seen in probing.observe(probes)]
        columns = probing.columns(len(headers))
        version = spark.version
        spark.session.stop()
        return observations, columns, version
    except NotOnThisEngine as problem:
        raise EndpointUnusable(f"{problem} is not said alike by both engines") from None
    except (EndpointUnusable, TermsUnusable):
        raise
    except Exception as problem:  # the client's errors have no common ancestor, and may quote the file
        raise EndpointUnusable(f"the endpoint did not answer ({type(problem).__name__})") from None


# --- the translation ----------------------------------------------------------------------------------
def translated(query: str) -> str:
    """A query of DuckDB's dialect in Spark's. Raises `NotOnThisEngine` for what is not on the list."""
    tree = sqlglot.parse_one(query, read="duckdb")
    for found in tree.find_all(exp.Func):
        name = found.name if isinstance(found, exp.Anonymous) else found.sql_name()
        if not isinstance(found, ALLOWED) and name != "hash":
            raise NotOnThisEngine(f"the function {name.lower()}")
    if isinstance(tree, exp.Select) and tree.args.get("limit"):
        # Ours keeps the order of the file where nothing is said; a cluster keeps none.
        tree = tree.order_by("rowid")
    for kind, change in _CHANGES.items():
        nodes: list[Any] = list(tree.find_all(kind))
        for node in nodes:
            node.replace(change(node))
    return tree.sql(dialect="spark")


def _hash(node: Any) -> Any:
    return exp.func("xxhash64", *node.expressions) if node.name.lower() == "hash" else node


def _matches(node: Any) -> Any:
    pattern = node.expression
    if not (isinstance(pattern, exp.Literal) and pattern.is_string):
        raise NotOnThisEngine("a pattern that is not written out")
    whole = exp.Literal.string(rf"\A(?:{in_ascii(pattern.this)})\z")
    return exp.RegexpLike(this=node.this, expression=whole)


def _least(node: Any) -> Any:
    """DuckDB's min(x, 20): the twenty least."""
    if not node.args.get("count"):
        return node
    gathered = exp.func("sort_array", exp.func("collect_list", node.this))
    return exp.func("slice", gathered, exp.Literal.number(1), node.args["count"])


def _type(node: Any) -> Any:
    return exp.DataType.build("DECIMAL(38, 0)") if node.sql(dialect="duckdb") in _WHOLE else node


_CHANGES: dict[type, Callable[[Any], Any]] = {
    exp.DataType: _type,
    exp.RegexpFullMatch: _matches,
    exp.Min: _least,
    exp.Anonymous: _hash,
}


def in_ascii(pattern: str) -> str:
    r"""The pattern so that \d, \w, \s and the dot mean in every engine what they mean in RE2.

    To Java the dot stops at more line ends than one, to Rust a digit is a digit of any script. Raises
    `NotOnThisEngine` for a pattern that cannot be said alike.
    """
    parts: list[str] = []
    inside = False
    for part in re.findall(r"\\.|\[\^?\]?|\(\?[^:]|.", pattern, re.DOTALL):
        if part.startswith("(?") and not inside:
            raise NotOnThisEngine(f"the pattern's {part}…, which the engines read differently")
        if part[0] == "\\" and part[1] in _IN_ASCII:
            letters = _IN_ASCII[part[1]]
            parts.append(letters if inside else f"[{letters}]")
        elif part[0] == "\\" and part[1] in "DWSbBpPCQE":
            raise NotOnThisEngine(f"the pattern's {part}, which the engines read differently")
        elif part == "." and not inside:
            parts.append(r"[^\n]")
        elif part in "^$" and not inside:
            parts.append(r"\A" if part == "^" else r"\z")
        else:
            inside = (inside or part[0] == "[") and part != "]"
            parts.append(part)
    return "".join(parts)
