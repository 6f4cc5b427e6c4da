"""The same plan on a Spark Connect endpoint: the same findings as the engine in the child, check by check.

The endpoint is Sail, which the tests start; or one that runs already, a stock Spark say, where SHAREWELL_ENDPOINT has
its address (it must see the folder of temporary files).
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.each_check import ALONE, CONCEALING
from builders.personal_cells import BY_HEADER, NOT_SEEN, SEEN
from builders.release import FIELDS as AGREED
from builders.release import MONDAY, a_csv, judged, some_facts, some_terms
from sharewell.cli.check import in_words
from sharewell.engine import staging
from sharewell.engine.alike import NotAlike, in_ascii
from sharewell.engine.beside import Beside
from sharewell.engine.detecting import ANYTHING
from sharewell.engine.endpoint import EndpointUnusable, refuse_unsafe
from sharewell.engine.examine import examine, look_at
from sharewell.engine.limits import Limits
from sharewell.engine.picking import could_match
from sharewell.engine.spark import translated
from sharewell.engine.staging import quoted
from sharewell.release.checks import CHECKS
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
    """Sail in a process of its own, which ends when its standard input does; or the endpoint that is named."""
    # xdist's workers have no file as their main module, which PySpark takes for a run of its own doctests.
    sys.modules["__main__"].__dict__.setdefault("__file__", __file__)
    if "SHAREWELL_ENDPOINT" in os.environ:
        yield os.environ["SHAREWELL_ENDPOINT"]
        return
    pytest.importorskip("pysail")
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
        "G01": "duckdb", "G02": "spark", "G03": "spark", "G04": "duckdb", "G05": "duckdb and spark",
        "G06": "duckdb and spark", "G08": "spark", "G09": "spark", "G11": "duckdb and spark",
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


COUNTS = {
    "quasi_identifiers": ["ward", "sex"],
    "count_field": "people",
    "min_cell": 5,
    "total_label": "Total",
}
TABLE = [
    ("East", "F", "3"), ("East", "M", "[c]"), ("East", "Total", "20"), ("West", "F", "[c]"), ("West", "M", "9.0"),
    ("West", "Total", "16."), ("Total", "F", "10"), ("Total", "M", "26"), ("Total", "Total", "36"),
    ("North", "F", "1e1"), ("North", "M", "-2"), ("", "Total", "9.5"), ("South", "F", "٣"), ("South", "M", "9" * 38),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_both_engines_work_out_the_same_small_cells(tmp_path, endpoint):
    fields = [{"name": "ward"}, {"name": "sex"}, {"name": "people"}]
    terms = some_terms(schema={"fields": fields}, disclosure=COUNTS)
    path, before = tmp_path / "counts.csv", tmp_path / "before.csv"
    path.write_bytes(a_csv([("ward", "sex", "people"), *TABLE]))
    before.write_bytes(a_csv([("ward", "sex", "people"), ("West", "M", "12"), ("North", "M", "-2")]))

    here, _, findings = said(path, terms, earlier=(before,))
    there, engines, _ = said(path, terms, endpoint, earlier=(before,))

    assert there == here
    assert len([each for each in findings if each.check == "G07"]) > 3
    assert engines["G07"] == "spark"


# --- each check -------------------------------------------------------------------------------------------------------
WRONG = (
    "referral_id,ward,referred_on,note,full_name,extra\n"
    'SW1,East,2026-05-01,"ring 07700 900123",Ann Lee,x\n'
    "SW1,East,2020-02-30,was convicted of burglary,ANN-LEE,\n"
    "XX3,West,2025-12-31,=1+1,Raj Patel,\n"
    "SW4,,2026-05-04,,Zoë Ng,\n"
)
ALL_WRONG = {
    "agreement": None,
    "decision": "DSR-2026-0001",
    "valid_until": "2026-05-31",
    "retention": None,
    "schema": {
        "fields": [*AGREED, {"name": "note"}, {"name": "full_name", "type": "string", "personal": "name"}]
    },
    "completeness": {"ward": 0.95},
    "freshness": {"field": "referred_on", "max_age": "P7D"},
    "scope": {"keys": "approved.csv", "period_field": "referred_on", "period_from": "2026-01-01"},
    "disclosure": {"quasi_identifiers": ["ward"], "k": 2},
    "treatments": [{"field": "referred_on", "do": "band", "years": 1}],
}
OF_THE_OFFICE = {"G12", "G13", "G16", "G17"}


def lists_beside(folder):
    (folder / "approved.csv").write_text("referral_id\nSW1\nSW4\n")
    (folder / "withheld.csv").write_text("full_name\nann lee\nZOË NG\n")
    return {"approved": folder / "approved.csv", "withheld": folder / "withheld.csv"}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_file_that_fails_every_check_fails_them_alike_on_both_engines(tmp_path, endpoint, drill_n):
    path, beside = tmp_path / "file.csv", lists_beside(tmp_path)
    path.write_text(WRONG)
    for changed in ({}, {"treatments": []})[: drill_n(1, 2)]:
        terms = some_terms(**ALL_WRONG | changed)

        here, _, findings = said(path, terms, **beside)
        there, engines, _ = said(path, terms, endpoint, **beside)

        assert there == here
        fails = {each.check for each in findings}
        assert fails == {check.id for check in CHECKS} - OF_THE_OFFICE
        # What asks the terms alone asks no engine, and of what is read nothing is left to a second reader.
        assert {check for check in fails if "spark" not in (engines[check] or "")} == {
            "G01",
            "G10",
            "G14",
            "G15",
        }


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_each_check_alone_comes_to_the_same_on_both_engines(tmp_path, endpoint, drill_n):
    for case, (content, besides, _) in list(ALONE.items())[-drill_n(2, len(ALONE)) :]:
        path = tmp_path / ("file.xlsx" if content is CONCEALING else "file.csv")
        path.write_bytes(content)
        (tmp_path / "people.csv").write_text("referral_id\nSW1\n")
        lists = {"approved": "G04 people", "withheld": "G18"}
        beside = {name: tmp_path / "people.csv" for name, of in lists.items() if case.startswith(of)}

        here, _, _ = said(path, some_terms(**besides), **beside)
        there, _, _ = said(path, some_terms(**besides), endpoint, **beside)

        assert there == here, case


# --- personal data ----------------------------------------------------------------------------------------------------
# Letters and digits of other scripts beside it, in it, and other cases: what the engines read as a boundary, or alike.
VARIED = [
    lambda cell: cell,
    lambda cell: f"é{cell}é",
    lambda cell: f"٣{cell}\n",
    lambda cell: f"_{cell}",
    lambda cell: f"’{cell}’",
    lambda cell: cell.upper(),
    lambda cell: cell.replace("s", "ſ").replace("k", "\u212a"),
    lambda cell: cell.replace("1", "١"),
    lambda cell: f"{cell}\u202e~",
]


def of_cells(folder):
    cells = [varied(cell) for cell in (*(each[0] for each in SEEN), *NOT_SEEN) for varied in VARIED]
    several = [cells[start : start + 81] for start in range(0, len(cells), 81)]
    columns = [*several, *([cell] for _, cell, _ in BY_HEADER)]
    header = [*(f"f{n}" for n in range(len(several))), *(header for header, _, _ in BY_HEADER)]
    path = folder / "cells.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = zip_longest(*columns, fillvalue="smoke alarm missing")
        csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([header, *rows])
    return path, header


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_both_engines_see_the_same_personal_data(tmp_path, endpoint):
    path, header = of_cells(tmp_path)
    terms = some_terms(schema={"fields": [{"name": name, "personal": "none"} for name in header]})

    here, _, findings = said(path, terms)
    there, engines, _ = said(path, terms, endpoint)

    assert there == here
    assert len([each for each in findings if each.check == "G05"]) > 20
    assert (engines["G05"], engines["G06"]) == ("duckdb and spark",) * 2


PIECES = st.sampled_from([*"019 -.,()'’+@_/:\n\u212a\u017fée٣ABab", *(cell for cell, *_ in SEEN)])


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(st.lists(PIECES, max_size=4).map("".join), min_size=20, max_size=20))
def test_whatever_is_found_in_a_cell_is_picked(engine_here, texts):
    """In DuckDB, of the cell made ASCII: to every other engine that reads it, it is the same text."""
    (missed,) = engine_here.execute(
        f"SELECT count(*) FROM (SELECT unnest(?) AS c) "
        f"WHERE regexp_matches(c, {quoted(ANYTHING)}) AND NOT {could_match('c', ANYTHING)}",
        [texts],
    ).fetchone()

    assert missed == 0


@pytest.fixture(scope="module")
def engine_here(tmp_path_factory):
    return staging.connect(tmp_path_factory.mktemp("engine"), Limits())


# --- what stays here --------------------------------------------------------------------------------------------------
STAYS = [
    {"type": "date", "format": "%d/%m/%Y"},
    {"type": "object"},
    {"type": "string", "constraints": {"pattern": r"\w+\b"}},
    {"type": "string", "constraints": {"pattern": r"(?i)ab"}},
]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_what_engines_read_differently_is_answered_here_and_said(tmp_path, endpoint):
    path = tmp_path / "file.csv"
    header = ",".join(f"f{n}" for n in range(len(STAYS)))
    path.write_text(f'{header}\n31/02/2026,"{{",AB!,AB\n01/02/2026,"{{""a"":1}}",AB,é\n')
    terms = some_terms(schema={"fields": [{"name": f"f{n}", **field} for n, field in enumerate(STAYS)]})

    here, _, findings = said(path, terms)
    there, engines, _ = said(path, terms, endpoint)

    assert there == here
    assert [each.rows for each in findings if each.check == "G02"] == [(1,), (1,), (1,), (2,)]
    assert engines["G02"] == "duckdb and spark"


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
    with pytest.raises(NotAlike):
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
    with pytest.raises(NotAlike):
        in_ascii(pattern)


def test_the_first_rows_are_asked_for_in_their_order():
    assert translated("SELECT rowid + 1 FROM staged WHERE c0 = 'x' LIMIT 20").endswith(
        "ORDER BY rowid LIMIT 20"
    )
