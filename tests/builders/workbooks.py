"""Workbooks changed byte by byte, as programs other than ours would write them, or somebody who hides something."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from builders.release import a_workbook

SHEET = "xl/worksheets/sheet1.xml"


def changed(part: str, change: Callable[[bytes], bytes], content: bytes | None = None) -> bytes:
    """A workbook with one of its parts changed byte by byte, as programs other than ours would write it."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content or a_workbook())) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return written.getvalue()


def with_part(name: str, content: bytes = b"<x/>") -> bytes:
    """A workbook with one more part."""
    written = io.BytesIO(a_workbook())
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr(name, content)
    return written.getvalue()
