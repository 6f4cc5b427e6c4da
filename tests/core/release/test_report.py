"""The report in the shape that INTERFACES promises, and the page made of it."""

from __future__ import annotations

from dataclasses import replace

from builders.release import COLUMNS, judged, some_facts, some_terms
from sharewell.release.page import page
from sharewell.release.report import Report


def a_report(facts=None, terms=None):
    facts, terms = facts or some_facts(), terms or some_terms()
    return Report(
        terms=terms,
        facts=facts,
        judgement=judged(terms, facts),
        engine=("duckdb", "1.5"),
        terms_sha256="1" * 64,
    )


def test_the_keys_are_those_of_interfaces():
    answer = a_report(some_facts([*COLUMNS, "extra_field"])).as_dict()

    assert list(answer) == [
        "decision", "file", "treated", "findings", "disclosure", "profile", "checks", "engine", "terms_sha256",
    ]  # fmt: skip
    assert set(answer["file"]) == {"name", "sha256", "rows", "columns"}
    assert set(answer["findings"][0]) == {
        "check", "code", "severity", "field", "count", "rows", "reason", "remedy", "citation",
    }  # fmt: skip
    assert set(answer["profile"][0]) == {"field", "type", "filled", "distinct", "personal", "share"}
    assert set(answer["checks"][0]) == {"check", "version", "result"}
    assert answer["engine"] == {"name": "duckdb", "version": "1.5"}


def test_the_code_and_the_citation_are_the_checks_own():
    finding = a_report(some_facts([*COLUMNS, "extra_field"])).as_dict()["findings"][0]

    assert (finding["code"], finding["citation"]) == ("G_FIELD_UNDECLARED", "OPCC 3.4e, 7.2")


def test_the_page_says_every_finding_and_lets_no_markup_through():
    terms = some_terms(recipient="<script>alert(1)</script>")

    html = page(a_report(some_facts([*COLUMNS, "extra_field"]), terms))

    assert "extra_field" in html
    assert "This file must not leave as it is" in html
    assert "<script>" not in html


def test_the_page_says_what_was_treated_and_measured():
    terms = some_terms(treatments=[{"field": "phone", "do": "drop"}])
    report = replace(
        a_report(terms=terms), arrived_columns=4, treated_sha256="2" * 64, disclosure={"k": 5, "t": None}
    )

    html = page(report)

    assert "2 rows, 4 columns" in html
    assert "phone: drop; 3 columns leave" in html
    assert "k 5" in html
