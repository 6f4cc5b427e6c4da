"""The rules on a Spark Connect endpoint (Sail): the same findings as the engine in the child."""

from __future__ import annotations

import csv
import json
import subprocess
import sys

import pytest

from builders.release import MONDAY, judged, some_facts, some_terms
from sharewell.cli.check import in_words
from sharewell.engine.beside import Beside
from sharewell.engine.endpoint import EndpointUnusable, refuse_unsafe
from sharewell.engine.examine import examine, look_at
from sharewell.engine.spark import NotOnThisEngine, in_ascii, translated
from sharewell.release.page import page
from sharewell.release.report import Report

# What engines are known to disagree on: dates without months, exponents, line ends, other scripts, nothing.
EDGES = [
    "2020", "2020-02-30", "2020-02-29", "0000-01-01", "9999-12-31", "1e3", "1e400", ".5", "5.", "+1", "-0", "NaN",
    "INF",
    "x\n", "ab\n", "ab", "٣", "", "NA", "true", "True", "1" * 39, "9" * 38, "1" * 18, "=1", "-x", "-", "é", 'a"b',
    "2020-01-01T10:00:00Z", " 1", "1 ", "AB", "A B", "a.b", "a\rb", "10:00:00", "ab", "1.0", "a\u2028b", "Zoë",
]  # fmt: skip
FIELDS = [
    {"type": "string", "constraints": {"pattern": r"a.b"}},
    {"type": "string", "constraints": {"pattern": r"[\w ]+"}},
    {"type": "string", "constraints": {"pattern": r"(ab|\d+)$"}},
    {"type": "string", "constraints": {"enum": ["ab", "x\n"], "required": True}},
    {"type": "string", "constraints": {"minLength": 2, "maxLength": 3, "unique": True}},
    {"type": "integer", "constraints": {"minimum": 0, "unique": True}},
    {"type": "number", "constraints": {"minimum": -5, "maximum": 10, "unique": True}},
    {"type": "date", "constraints": {"minimum": "2020-02-29", "unique": True}},
    {"type": "datetime"},
    {"type": "time"},
    {"type": "year"},
    {"type": "yearmonth"},
    {"type": "boolean"},
    {"type": "string", "format": "email"},
]


SAIL = """
import sys
from pysail.spark import SparkConnectServer
server = SparkConnectServer()
server.start()
print(server.listening_address[1], flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def endpoint():
    """Sail in a process of its own, which ends when its standard input does."""
    pytest.importorskip("pysail")
    # xdist's workers have no file as their main module, which PySpark takes for a run of its own doctests.
    sys.modules["__main__"].__dict__.setdefault("__file__", __file__)
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", SAIL],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        yield f"sc://127.0.0.1:{int(server.stdout.readline())}"
        server.stdin.close()


def a_file(folder):
    cells = ("".join(f'"{cell.replace(chr(34), chr(34) * 2)}",' for _ in FIELDS) for cell in EDGES)
    header = ",".join(f"f{n}" for n in range(len(FIELDS)))
    content = "\n".join([f"{header},id", *(f"{row}{n}" for n, row in enumerate(cells))]) + "\n"
    path = folder / "file.csv"
    path.write_bytes(content.encode())
    return path


def said(path, terms, where=None, **beside):
    report = examine(path, terms, terms_sha256="", on=MONDAY, endpoint=where, beside=Beside(**beside))
    told = report.as_dict()
    engines = {each["check"]: each.pop("engine", None) for each in told["checks"]}
    return json.dumps(told | {"engine": None}), engines, report.judgement.findings


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_both_engines_find_the_same_on_what_engines_disagree_on(tmp_path, endpoint):
    named = [{"name": f"f{n}", "personal": "none", **field} for n, field in enumerate(FIELDS)]
    schema = {"fields": [*named, {"name": "id"}], "missingValues": ["", "NA"]}
    more = {"freshness": {"field": "f7", "max_age": "P30D"}, "completeness": {"f0": 0.99}}
    terms = some_terms(schema=schema, **more)
    path = a_file(tmp_path)

    here, _, findings = said(path, terms)
    there, engines, _ = said(path, terms, endpoint)

    assert there == here
    assert len(findings) > len(FIELDS)
    assert {check: engine for check, engine in engines.items() if engine} == {
        "G01": "duckdb", "G02": "spark", "G03": "spark", "G04": "duckdb", "G05": "duckdb", "G06": "duckdb",
        "G08": "spark", "G09": "spark", "G11": "duckdb and spark",
    }  # fmt: skip


def of_people(folder, name="people.csv", *, without=()):
    """The edge cells as quasi-identifiers, a missing one among them, and beside them what is learned of each."""
    rows = [
        (index, cell, ("F", "M", "", "NA")[index % 4], EDGES[index % 7], ("1", "2.5", "x", "", "1e3", "-0")[index % 6])
        for index, cell in enumerate(EDGES * 3)
    ]  # fmt: skip
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(
            [("cell", "sex", "code", "amount"), *(row[1:] for row in rows if row[0] not in without)]
        )
    return path


ASKED = {
    "k alone": {"k": 4},
    "k, l and t, with an order and without": {"k": 3, "sensitive": ["amount", "code"], "l": 3, "t": 0.25},
}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED.keys())
def test_both_engines_single_out_the_same_people(tmp_path, endpoint, asked):
    fields = [{"name": "cell"}, {"name": "sex"}, {"name": "code"}, {"name": "amount", "type": "number"}]
    disclosure = {"quasi_identifiers": ["cell", "sex"], **asked}
    terms = some_terms(schema={"fields": fields, "missingValues": ["", "NA"]}, disclosure=disclosure)
    path = of_people(tmp_path)
    earlier = (of_people(tmp_path, "earlier.csv", without={0, 5, 9, 40}),) if "k" in asked else ()

    here, _, findings = said(path, terms, earlier=earlier)
    there, engines, _ = said(path, terms, endpoint, earlier=earlier)

    assert there == here
    assert [each for each in findings if each.check == "G07"]
    assert engines["G07"] == "spark"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_what_the_endpoint_cannot_answer_is_answered_here_and_said(tmp_path, endpoint):
    path = tmp_path / "counts.csv"
    path.write_text("ward,people\nEast,3\nWest,[c]\nTotal,20\n")
    fields = [{"name": "ward"}, {"name": "people", "type": "integer"}]
    disclosure = {
        "quasi_identifiers": ["ward"],
        "count_field": "people",
        "min_cell": 5,
        "total_label": "Total",
    }
    terms = some_terms(schema={"fields": fields}, disclosure=disclosure)

    here, _, _ = said(path, terms)
    there, engines, _ = said(path, terms, endpoint)

    assert there == here
    assert (engines["G07"], engines["G02"]) == ("duckdb", "spark")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("a_path", [a_file, of_people])
def test_a_look_without_terms_is_the_same_too(tmp_path, endpoint, a_path):
    path = a_path(tmp_path)

    here, there = look_at(path, on=MONDAY), look_at(path, on=MONDAY, endpoint=endpoint)

    assert (there.facts, there.findings, there.disclosure) == (here.facts, here.findings, here.disclosure)


def test_a_page_and_a_terminal_say_which_engine_answered_what():
    report = Report(
        terms=some_terms(), facts=some_facts(), judgement=judged(), engine=("duckdb and spark", "1 and 4"),
        terms_sha256="", engines={"G02": "spark", "G05": "duckdb"},
    )  # fmt: skip

    assert "Answered by spark: G02." in in_words(report)
    assert "(by duckdb)" in page(report)


def test_an_endpoint_that_does_not_answer_is_said_in_one_line(tmp_path):
    with pytest.raises(EndpointUnusable, match="did not answer"):
        examine(a_file(tmp_path), some_terms(), terms_sha256="", on=MONDAY, endpoint="sc://127.0.0.1:1")


@pytest.mark.parametrize(
    "good", ["sc://localhost:1", "sc://127.0.0.1", "sc://spark.example.org:443/;use_ssl=true"]
)
def test_an_endpoint_of_this_machine_or_behind_tls_is_good(good):
    refuse_unsafe(good)


@pytest.mark.parametrize(
    "bad", ["sc://spark.example.org:1", "http://localhost:1", "sc://", "localhost:1", ""]
)
def test_nothing_is_said_in_clear_to_another_machine(bad):
    with pytest.raises(EndpointUnusable):
        refuse_unsafe(bad)


@pytest.mark.parametrize(
    "query", ["SELECT try_strptime(c0, '%d') FROM staged", "SELECT read_csv('x')", "SELECT md5(c0)"]
)
def test_a_function_that_is_not_on_the_list_is_refused(query):
    with pytest.raises(NotOnThisEngine):
        translated(query)


PATTERNS = [
    (r"\d+", "[0-9]+"), (r"[\d-]", "[0-9-]"), ("a.b", r"a[^\n]b"), ("[.]", "[.]"), (r"\.", r"\."), ("^a$", r"\Aa\z"),
    ("[^$]", "[^$]"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "said"), PATTERNS)
def test_a_pattern_is_said_in_ascii(pattern, said):
    assert in_ascii(pattern) == said


@pytest.mark.parametrize("pattern", [r"\bx", r"[\D]", r"\pL", r"(?i)x", r"\Qx\E"])
def test_a_pattern_that_engines_read_differently_is_refused(pattern):
    with pytest.raises(NotOnThisEngine):
        in_ascii(pattern)


def test_the_first_rows_are_asked_for_in_their_order():
    assert translated("SELECT rowid + 1 FROM staged WHERE c0 = 'x' LIMIT 20").endswith(
        "ORDER BY rowid LIMIT 20"
    )
