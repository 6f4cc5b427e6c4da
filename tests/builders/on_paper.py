"""What a printed file says, whichever form it was printed in."""

from __future__ import annotations

import io

from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader


def in_words(content: bytes, form: str) -> str:
    """The words of a PDF, a Word document or a workbook, spaces and line breaks as one space."""
    # A soft break lets long digests wrap on paper: it is no letter.
    return " ".join(_READ[form](io.BytesIO(content)).replace("\u200b", "").split())


def _pdf(file: io.BytesIO) -> str:
    return " ".join(page.extract_text() for page in PdfReader(file).pages)


def _docx(file: io.BytesIO) -> str:
    document = Document(file)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(each.text for each in document.paragraphs), *cells])


def _xlsx(file: io.BytesIO) -> str:
    sheet = load_workbook(file, read_only=True).active
    return " ".join(str(cell or "") for row in sheet.values for cell in row)


_READ = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx}
