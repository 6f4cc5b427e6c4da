"""A paper, printed: what it says is there, in order, readable by a machine that reads aloud."""

import io
import re
import zipfile
from datetime import date

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from sharewell.engine import printing
from sharewell.vocabulary.paper import (
    Facts,
    Heading,
    Listed,
    Paper,
    PaperCannotBePrinted,
    Picture,
    Signatures,
    Table,
    Words,
)

A_BAR = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="5" height="5"/></svg>'
ONE_OF_EACH = (
    Heading(text="What was decided"),
    Words(text="The request is approved.", strong=True),
    Facts(pairs=(("Recipient", "Northshire Council"),)),
    Listed(items=("only for home visits", "only until April"), numbered=True),
    Table(caption="Fields that leave", columns=("Field", "Why"), rows=(("uprn", "to find the home"),)),
    Picture(svg=A_BAR, says="One bar, half as high as the frame"),
    Signatures(signatories=("Data owner, Northshire OPCC",)),
)
SAID = (
    "Decision letter", "DSR-2026-0004", "2 March 2026", "What was decided", "The request is approved.",
    "Northshire Council", "only until April", "Fields that leave", "to find the home", "Data owner, Northshire OPCC",
)  # fmt: skip


def a_paper(*blocks, **changed):
    said = {"title": "Decision letter", "issuer": "Northshire OPCC", "reference": "DSR-2026-0004"}
    return Paper(on=date(2026, 3, 2), blocks=blocks or ONE_OF_EACH, **(said | changed))


def read_pdf(printed):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages)


def read_word(printed):
    document = docx.Document(io.BytesIO(printed))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([each.text for each in document.paragraphs] + cells)


@pytest.mark.parametrize("said", SAID)
def test_everything_the_paper_says_is_in_both_formats(said):
    paper = a_paper()

    assert said in read_pdf(printing.pdf(paper))
    assert said in read_word(printing.word(paper))


def test_the_pdf_names_its_language_its_title_and_the_standards_it_keeps():
    printed = PdfReader(io.BytesIO(printing.pdf(a_paper())))

    said = printed.xmp_metadata.stream.get_data().decode()
    assert printed.trailer["/Root"]["/Lang"] == "en-GB"
    assert printed.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert printed.metadata.title == "Decision letter"
    assert re.search(r"<pdfuaid:part>1<", said)
    assert re.search(r"<pdfaid:part>2<.*<pdfaid:conformance>A<", said, re.DOTALL)


def test_a_picture_is_told_to_those_who_cannot_see_it():
    printed = printing.pdf(a_paper())

    alternatives = [
        each.get_object()["/Alt"]
        for each in PdfReader(io.BytesIO(printed))
        .trailer["/Root"]["/StructTreeRoot"]["/K"][0]
        .get_object()["/K"]
        if hasattr(each.get_object(), "get") and "/Alt" in each.get_object()
    ]
    assert "One bar, half as high as the frame" in alternatives


def test_the_same_paper_is_the_same_bytes():
    assert printing.pdf(a_paper()) == printing.pdf(a_paper())


@pytest.mark.parametrize("markup", ['#read("/etc/passwd")', "*bold*", "$x^2$", "@ref", "= Heading", "</w:t>"])
def test_text_is_never_read_as_markup(markup):
    paper = a_paper(Words(text=markup), title=markup)

    assert read_pdf(printing.pdf(paper)).count(markup) == 2
    assert read_word(printing.word(paper)).count(markup) == 2


def test_a_letter_the_typeface_lacks_is_shown_as_missing_and_the_rest_stays():
    printed = read_pdf(printing.pdf(a_paper(Words(text="Flat 3, \u4e2d\U0010fffd Road, Łódź"))))

    assert "Flat 3, \ufffd\ufffd Road, Łódź" in printed


@pytest.mark.parametrize("text", ["\t\u4e2d", "n\u20dd", "\ue000\t", "\\\u4e2d", "a\U0010fffd"])
def test_ascii_beside_a_letter_that_the_typeface_lacks_stays(text):
    printed = read_pdf(printing.pdf(a_paper(Words(text=f"nineteen {text} lanes"))))

    assert "nineteen" in printed
    assert "lanes" in printed


@given(text=st.text(min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_no_text_stops_the_printer(text):
    paper = a_paper(Words(text=text), Table(caption=text, columns=(text,), rows=((text,),)))

    assert printing.pdf(paper).startswith(b"%PDF-")
    assert zipfile.is_zipfile(io.BytesIO(printing.word(paper)))


def test_the_header_of_a_long_table_comes_again_on_each_page():
    rows = tuple((f"field {number}", "because it is needed") for number in range(120))
    paper = a_paper(Table(caption="Fields", columns=("Field", "Reason given"), rows=rows))

    pages = PdfReader(io.BytesIO(printing.pdf(paper))).pages

    assert len(pages) > 2
    assert all("Reason given" in page.extract_text() for page in pages)


def test_a_digest_stays_inside_its_column():
    paper = a_paper(
        Table(caption="Files", columns=("File", "SHA-256", "Rows"), rows=(("a", "ab" * 32, "3"),))
    )

    read = read_pdf(printing.pdf(paper)).replace("\u200b", "")
    lines = [line for line in read.splitlines() if "abab" in line]

    assert len(lines) > 1


def test_the_longest_name_of_a_file_stays_on_the_page_and_a_digest_on_its_line():
    name, digest = "x" * 250 + ".csv", "ab" * 32

    read = read_pdf(printing.pdf(a_paper(Facts(pairs=(("File", name), ("SHA-256", digest))))))

    assert max(map(len, read.splitlines())) < 250
    assert name in read.replace("\u200b", "").replace("\n", "")
    assert digest in read


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: a_paper(title=" "),
        lambda: Paper(title="Letter", issuer="us", on=date(2026, 3, 2), blocks=()),
        lambda: Heading(text="too deep", level=4),
        lambda: Table(caption="ragged", columns=("a", "b"), rows=(("only one",),)),
        lambda: Picture(svg=A_BAR, says=""),
    ],
)
def test_a_paper_that_cannot_be_read_is_not_made(wrong):
    with pytest.raises(PaperCannotBePrinted):
        wrong()
