"""A field schedule proposed from a sample file: the gate's own engine looks at it, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile

from sharewell.engine.examine import look_at
from sharewell.engine.unusable import FileUnusable
from sharewell.register.schedule import ScheduledField
from sharewell.release.report import look_dict
from sharewell_office.register.services import for_machines


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What a sample file says of the fields: those it has, and those by which somebody would be recognised.

    `unnamed` are columns whose header looks like somebody's data rather than a name ("column 4").
    """

    fields: tuple[ScheduledField, ...]
    quasi_identifiers: tuple[str, ...]
    unnamed: tuple[str, ...]


def fields_of(upload: TemporaryUploadedFile, *, on: date) -> Sample:
    """Names, types and kinds of personal data, as the gate sees them, or as a schema in their place says.

    Raises `FileUnusable`.

    Why a field is needed, and whether every row must have it, no sample can say.
    """
    name = (
        "".join(each for each in Path(upload.name or "").name if each.isprintable())[-100:].lstrip(".")
        or "file"
    )
    most = settings.SHAREWELL_EXAMINED_AT_ONCE
    if (upload.size or 0) > most:
        raise FileUnusable(f"{name}: more than {most // 1_000_000} MB; a sample of a few rows does")
    if name.lower().endswith(for_machines.SCHEMA_SUFFIXES):
        written = for_machines.schedule_in(Path(upload.temporary_file_path()).read_bytes(), name)
        return Sample(fields=written.fields, quasi_identifiers=(), unnamed=())
    seen = look_at(Path(upload.temporary_file_path()), on=on, name=name)
    told = look_dict(seen.facts, seen.findings, seen.disclosure)
    columns = dict(zip(seen.facts.headers, told["profile"], strict=False))
    fields = tuple(
        ScheduledField(name=header, type=_type(column), personal=_kind(column["personal"]))
        for header, column in columns.items()
        if column["field"] == header
    )
    likely = (told["disclosure"] or {}).get("quasi_identifiers", ())
    unnamed = tuple(column["field"] for header, column in columns.items() if column["field"] != header)
    return Sample(fields=fields, quasi_identifiers=tuple(likely), unnamed=unnamed)


def _type(column: Mapping[str, Any]) -> str:
    """A telephone or NHS number is no quantity: nobody adds it up, and it may begin with a nought."""
    is_a_mark = column["type"] == "integer" and column["personal"] != "none"
    return "string" if is_a_mark else str(column["type"])


def _kind(seen: str) -> str | None:
    """That a sample held none does not bind the files to come: then the gate goes by the field's name."""
    return None if seen == "none" else seen
