"""The same queries on a Spark Connect endpoint: DuckDB's SQL, translated by SQLGlot, with a list of what may occur.

    probe --probing--> SQL of DuckDB --translated--> SQL of Spark --endpoint--> counts and row numbers

Engines agree on little that is written alike. So a query may only use what is on the list below, of which the
tests show that both engines answer the same; anything else is refused before it is sent, never approximated.
"""

from __future__ import annotations

import socket
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp

from sharewell.engine.alike import NotAlike, in_ascii
from sharewell.engine.disclosing import Disclosing, likely_measures
from sharewell.engine.elsewhere import left_as
from sharewell.engine.endpoint import EndpointUnusable, address
from sharewell.engine.lists import Comparison
from sharewell.engine.observing import count_column, missing_values
from sharewell.engine.picking import picked
from sharewell.engine.probing import Probing
from sharewell.engine.staging import row_count
from sharewell.register.terms import Terms, TermsUnusable
from sharewell.release.judgement import Column
from sharewell.release.plan import Observation, Probe, What

# What a query of ours may call; every function that is not here is refused.
ALLOWED = (
    exp.And, exp.Or, exp.Case, exp.If, exp.Cast, exp.TryCast, exp.Count, exp.Sum, exp.Min, exp.Max, exp.Coalesce,
    exp.Length, exp.LogicalAnd, exp.LogicalOr, exp.RegexpFullMatch, exp.RegexpLike, exp.Unicode, exp.Ascii, exp.Exists,
    exp.Left, exp.Right, exp.Abs, exp.Exp, exp.Floor, exp.Greatest, exp.Ln, exp.AnyValue, exp.RowNumber, exp.Lead,
    exp.Least, exp.Replace, exp.RegexpReplace,
)  # fmt: skip
_WHOLE = {"INT128", "HUGEINT"}


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

    def batches(self, query: str) -> Iterator[Any]:
        """The rows of a query as batches of Arrow; one at least, be it empty."""
        rows = self.session.sql(translated(query)).toArrow()
        return iter(rows.to_batches() or rows.schema.empty_table().to_batches())


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
class Left:
    """What the child left for the endpoint besides the staged table: see `Arrival`. `rows` is how many it staged."""

    rows: int
    earlier: Mapping[str, tuple[str, Sequence[str]]]
    lists: tuple[Comparison, ...]
    part_of: Mapping[str, Mapping[str, str]]

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Left:
        lists = (Comparison(What(what), keys, fields) for what, keys, fields in document["lists"])
        return cls(**{**document, "lists": tuple(lists)})

    @property
    def tables(self) -> Iterator[str]:
        yield "staged"
        yield from (table for table, _ in self.earlier.values())
        for comparison in self.lists:
            yield from comparison.tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the endpoint said: to each probe, of each column, of the classes of the file; and its version.

    `picked` says whether any cell could hold personal data.
    """

    observations: Sequence[Observation]
    columns: tuple[Column, ...]
    disclosure: dict[str, Any] | None
    picked: bool
    version: str


def answered(
    endpoint: str,
    work: Path,
    terms: Terms | None,
    headers: Sequence[str],
    probes: Sequence[Probe],
    *,
    left: Left,
    aside: Path,
) -> Said:
    """What the endpoint says of the tables in `work`, to those probes. Raises `EndpointUnusable`.

    The cells that could hold personal data are written to `aside`, as Parquet.
    """
    try:
        spark = OnSpark(endpoint, work, tuple(left.tables))
        said = _Asking(spark, terms, headers, left).asked(probes, aside)
        spark.session.stop()
        return said
    except NotAlike as problem:
        raise EndpointUnusable(f"{problem} is not said alike by both engines") from None
    except (EndpointUnusable, TermsUnusable):
        raise
    except Exception as problem:  # the client's errors have no common ancestor, and may quote the file
        raise EndpointUnusable(f"the endpoint did not answer ({type(problem).__name__})") from None


class _Asking:
    def __init__(self, spark: OnSpark, terms: Terms | None, headers: Sequence[str], left: Left) -> None:
        self.spark, self.terms, self.headers, self.left = spark, terms, headers, left
        self.probing = Probing(spark, missing_values(terms), counts=count_column(terms, headers))

    def asked(self, probes: Sequence[Probe], aside: Path) -> Said:
        self._refuse_other_rows()
        # The child understands these patterns; the endpoint need not be asked whether it does.
        self.probing.patterns |= {probe.bound for probe in probes if probe.what is What.PATTERN}
        lists = {each.what: each for each in self.left.lists}
        by_row = [probe for probe in probes if probe.check != "G07" and probe.what not in lists]
        answers = {id(probe): seen for probe, seen in self.probing.observe(by_row)}
        answers |= {id(probe): self._of_a_list(lists[probe.what]) for probe in probes if probe.what in lists}
        measures = None
        if self.terms is None:
            measures = likely_measures(self.spark, self.headers, anywhere=True)
        elif self.terms.disclosure is not None:
            disclosing = Disclosing(
                self.spark,
                self.headers,
                self.terms,
                earlier=self.left.earlier,
                part_of=self.left.part_of,
                anywhere=True,
            )
            answers |= {id(probe): disclosing.observe(probe) for probe in probes if probe.check == "G07"}
            measures = disclosing.measured.as_dict() if disclosing.measured else None
        return Said(
            observations=[answers[id(probe)] for probe in probes],
            columns=self.probing.columns(len(self.headers)),
            disclosure=measures,
            picked=self._pick(aside),
            version=self.spark.version,
        )

    def _refuse_other_rows(self) -> None:
        if row_count(self.spark) != self.left.rows:
            raise EndpointUnusable("the endpoint does not see the file that was staged here")

    def _of_a_list(self, comparison: Comparison) -> Observation:
        return comparison.observed(self.spark, *comparison.tables)

    def _pick(self, aside: Path) -> bool:
        from sharewell.engine.batches import (
            write_parquet,
        )  # only here: after the client has loaded Arrow its way

        batches = picked(self.spark, self.probing, len(self.headers))
        first = next(batches, None)
        if first is not None:
            write_parquet(chain([first], batches), aside)
        return first is not None


# --- the translation ----------------------------------------------------------------------------------
def translated(query: str) -> str:
    """A query of DuckDB's dialect in Spark's. Raises `NotAlike` for what is not on the list."""
    return said_to_spark(sqlglot.parse_one(query, read="duckdb"))


def said_to_spark(tree: Any) -> str:
    """The same of a query that is parsed."""
    for found in tree.find_all(exp.Func):
        name = found.name if isinstance(found, exp.Anonymous) else found.sql_name()
        if not isinstance(found, ALLOWED) and name != "hash":
            raise NotAlike(f"the function {name.lower()}")
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
        raise NotAlike("a pattern that is not written out")
    whole = exp.Literal.string(rf"\A(?:{in_ascii(pattern.this)})\z")
    return exp.RegexpLike(this=node.this, expression=whole)


def _replaced(node: Any) -> Any:
    """Spark replaces everywhere, where DuckDB does it once unless it is told ('g')."""
    pattern = node.expression.this
    anchored = pattern.startswith("^") or pattern.endswith("$")
    if not anchored and "g" not in (node.args["modifiers"].this if node.args.get("modifiers") else ""):
        raise NotAlike("the first of several replacements")
    replaced = node.copy()
    replaced.set("modifiers", None)
    if anchored:
        replaced.set("expression", exp.Literal.string(in_ascii(pattern)))
    return replaced


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
    exp.RegexpReplace: _replaced,
    exp.Min: _least,
    exp.Anonymous: _hash,
}
