"""The report as a paper: the same words as the page, printed so that a screen reader reads it."""

from __future__ import annotations

import io

import pypdf

from builders.release import COLUMNS, MONDAY, judged, some_facts, some_terms
from sharewell.engine.printing import pdf
from sharewell.release.page import page
from sharewell.release.paper import paper
from sharewell.release.report import Report
from sharewell.vocabulary.paper import Table


def a_report(facts=None):
    facts = facts or some_facts([*COLUMNS, "extra_field"])
    judgement = judged(some_terms(), facts)
    return Report(
        terms=some_terms(), facts=facts, judgement=judgement, engine=("duckdb", "1.5"), terms_sha256="1" * 64
    )


def read(report):
    printed = pypdf.PdfReader(io.BytesIO(pdf(paper(report, on=MONDAY))))
    return printed, " ".join(" ".join(each.extract_text().split()) for each in printed.pages)


def test_the_pdf_says_what_the_page_says():
    report = a_report()

    _, text = read(report)

    for said in ("This file must not leave as it is", "G01", "extra_field", "Take the column out"):
        assert said in page(report)
        assert said in text


def test_every_check_has_its_row_and_the_table_its_headers():
    (table,) = [block for block in paper(a_report(), on=MONDAY).blocks if isinstance(block, Table)]

    assert [row[0] for row in table.rows] == [f"G{number:02}" for number in range(1, 19)]
    assert table.columns == ("Check", "What must hold", "Result")


def test_it_is_tagged_has_a_language_and_is_the_same_bytes_on_the_same_day():
    report = a_report(some_facts())

    printed, _ = read(report)

    root = printed.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert pdf(paper(report, on=MONDAY)) == pdf(paper(report, on=MONDAY))
