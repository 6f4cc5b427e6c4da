"""What people take away: the kind of file, its name, and nothing at all for a form that nobody prints."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import Http404

from sharewell.vocabulary.paper import Paper, Words
from sharewell_office.design.files import KINDS, PRINTERS, as_file, as_stream, on_paper

PAPER = Paper(title="Minutes", issuer="Northshire", on=date(2026, 3, 2), blocks=(Words(text="Agreed."),))
BEGINS_WITH = {"pdf": b"%PDF-", "docx": b"PK"}


@pytest.mark.parametrize("form", PRINTERS)
def test_a_document_is_attached_under_its_name_as_what_it_is(form):
    answer = on_paper(lambda: PAPER, name="POL-1", form=form)

    assert answer["Content-Disposition"] == f'attachment; filename="POL-1.{form}"'
    assert answer["Content-Type"] == KINDS[form]
    assert answer.content.startswith(BEGINS_WITH[form])


@pytest.mark.parametrize("form", ["xlsx", "exe", "", "PDF"])
def test_a_form_that_nobody_prints_is_not_there_and_no_document_is_made(form):
    def must_not_be_made() -> Paper:
        raise AssertionError("a document was made for nothing")

    with pytest.raises(Http404):
        on_paper(must_not_be_made, name="POL-1", form=form)


@pytest.mark.parametrize("suffix", KINDS)
def test_the_kind_of_a_file_follows_from_the_end_of_its_name(suffix):
    assert as_file(b"", f"a.b.{suffix}")["Content-Type"] == KINDS[suffix]


def test_a_long_file_is_handed_over_line_by_line():
    answer = as_stream((line for line in ("a\r\n", "b\r\n")), "log.csv")

    assert answer.streaming
    assert b"".join(answer.streaming_content) == b"a\r\nb\r\n"
