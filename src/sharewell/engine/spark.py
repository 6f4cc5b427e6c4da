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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp

from sharewell.engine.arrival import Earlier
from sharewell.engine.disclosing import Disclosing, likely_measures
from sharewell.engine.elsewhere import has_classes, left_as
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
    exp.Left, exp.Right, exp.Abs, exp.Exp, exp.Floor, exp.Greatest, exp.Ln, exp.AnyValue, exp.RowNumber, exp.Lead,
    exp.Least,
)  # fmt: skip
_IN_ASCII = {"d": "0-9", "w": "0-9A-Za-z_", "s": r"\t\n\f\r "}
_WHOLE = {"INT128", "HUGEINT"}


class NotOnThisEngine(Exception):
    """A query needs what the engines do not have alike; it says what."""


class OnSpark:
    """Answers the queries about the staged table on an endpoint such as sc://127.0.0.1:50051.

    The tables lie in `work` as Parquet with their row numbers (`elsewhere.leave`), where the endpoint can read them.
    """

    def __init__(self, endpoint: str, work: Path, tables: Sequence[str] = ("staged",)) -> None:
        self.session: Any = _session(endpoint)
        for table in tables:
            self.session.read.parquet(str(left_as(work, table))).createOrReplaceTempView(table)

    @property
    def version(self) -> str:
        return str(self.session.version)

    def execute(self, query: str) -> _Answer:
        """Ask a query. A table that is made of one is a view of it there: nothing is kept on the endpoint."""
        tree = sqlglot.parse_one(query, read="duckdb")
        if isinstance(tree, exp.Drop):
            for table in tree.args["tables"]:
                self.session.catalog.dropTempView(table.name)
            return _Answer([])
        if isinstance(tree, exp.Create):
            self.session.sql(said_to_spark(tree.expression)).createOrReplaceTempView(tree.this.name)
            return _Answer([])
        return _Answer([tuple(row) for row in self.session.sql(said_to_spark(tree)).collect()])


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the endpoint said: to each probe, of each column, of the classes of the file; and its version."""

    observations: Sequence[Observation]
    columns: tuple[Column, ...]
    disclosure: dict[str, Any] | None
    version: str


def answered(
    endpoint: str,
    work: Path,
    terms: Terms | None,
    headers: Sequence[str],
    probes: Sequence[Probe],
    *,
    earlier: Earlier,
) -> Said:
    """What the endpoint says of the tables in `work`, to those probes. Raises `EndpointUnusable`."""
    try:
        spark = OnSpark(endpoint, work, ["staged", *(table for table, _ in earlier.values())])
        said = _asked(spark, terms, headers, probes, earlier)
        spark.session.stop()
        return said
    except NotOnThisEngine as problem:
        raise EndpointUnusable(f"{problem} is not said alike by both engines") from None
    except (EndpointUnusable, TermsUnusable):
        raise
    except Exception as problem:  # the client's errors have no common ancestor, and may quote the file
        raise EndpointUnusable(f"the endpoint did not answer ({type(problem).__name__})") from None


def _asked(
    spark: OnSpark, terms: Terms | None, headers: Sequence[str], probes: Sequence[Probe], earlier: Earlier
) -> Said:
    probing = Probing(spark, missing_values(terms), counts=count_column(terms, headers))
    by_row = probing.observe([probe for probe in probes if probe.check != "G07"])
    answers = {id(probe): seen for probe, seen in by_row}
    measures = None
    if terms is None:
        measures = likely_measures(spark, headers, anywhere=True)
    elif terms.disclosure is not None and has_classes(terms):
        disclosing = Disclosing(spark, headers, terms, earlier=earlier, anywhere=True)
        answers |= {id(probe): disclosing.observe(probe) for probe in probes if probe.check == "G07"}
        measures = disclosing.measured.as_dict() if disclosing.measured else None
    return Said(
        observations=[answers[id(probe)] for probe in probes],
        columns=probing.columns(len(headers)),
        disclosure=measures,
        version=spark.version,
    )


# --- the translation ----------------------------------------------------------------------------------
def translated(query: str) -> str:
    """A query of DuckDB's dialect in Spark's. Raises `NotOnThisEngine` for what is not on the list."""
    return said_to_spark(sqlglot.parse_one(query, read="duckdb"))


def said_to_spark(tree: Any) -> str:
    """The same of a query that is parsed."""
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
    return str(tree.sql(dialect="spark"))


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
