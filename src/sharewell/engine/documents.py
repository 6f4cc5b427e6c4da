"""Read a document somebody wrote: YAML 1.2 (core) or JSON, text staying text.

`yes`, `no`, `on`, `off` and `NO` are words; 2026-04-01 is a word; a repeated key is a mistake, not the last one's win.
Aliases are refused: a few hundred bytes of them can name more values than a machine can hold.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

LARGEST = 4_000_000  # bytes: the largest terms seen have 3,000 fields and 400 kB


class DocumentUnreadable(Exception):
    """The document cannot be read; the text says which file, where in it, and what was expected, in one line."""


def read_document(path: Path) -> Any:
    """The value a YAML or JSON file holds. Raises `DocumentUnreadable` with one clear line for anything else."""
    return parse_document(read_text(path), name=path.name)


def read_text(path: Path) -> str:
    """The text of a small UTF-8 file (a byte order mark is allowed). Raises `DocumentUnreadable`."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as problem:
        raise DocumentUnreadable(f"{path.name}: {(problem.strerror or 'cannot be read').lower()}") from None
    if len(content) > LARGEST:
        raise DocumentUnreadable(
            f"{path.name}: more than {LARGEST:,} bytes; this is not a document of that kind"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise DocumentUnreadable(f"{path.name}: byte {problem.start} is not UTF-8 text") from None


def parse_document(text: str, *, name: str) -> Any:
    """The value that `text` holds; `name` is what to call it in a complaint."""
    value = _parse_json(text, name) if text.lstrip().startswith(("{", "[")) else _parse_yaml(text, name)
    _refuse_what_json_cannot_hold(value, name)
    return value


def _parse_json(text: str, name: str) -> Any:
    # JSON is YAML 1.2, tabs apart, and json is a hundred times faster; what only YAML can read falls through to it.
    def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise DocumentUnreadable(f"{name}: a key is repeated")
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=once_each)
    except (ValueError, RecursionError):
        return _parse_yaml(text, name)


def _parse_yaml(text: str, name: str) -> Any:
    # Half the time of a short command went into loading the reader of YAML, whether there was any or not.
    from sharewell.engine import yaml_documents

    try:
        return yaml_documents.load(text)
    except yaml_documents.NotReadHere as problem:
        raise DocumentUnreadable(f"{name}: {problem}") from None


def _refuse_what_json_cannot_hold(value: Any, name: str) -> None:
    match value:
        case dict():
            for key, inner in value.items():
                if not isinstance(key, str):
                    raise DocumentUnreadable(f"{name}: a key must be text")
                _refuse_what_json_cannot_hold(inner, name)
        case list():
            for inner in value:
                _refuse_what_json_cannot_hold(inner, name)
        case float() if not math.isfinite(value):
            raise DocumentUnreadable(f"{name}: a number must be finite")
        case str() | int() | float() | None:
            return
        case _:
            raise DocumentUnreadable(f"{name}: a value of a kind that is not read here")
