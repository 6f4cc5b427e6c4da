"""How the body of a write is read: JSON, without what no database keeps and no page shows."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser


class Reading(Parser):
    """Refuses NUL and half a surrogate pair anywhere in the text, NaN, and a key given twice."""

    def parse_body(self, request: HttpRequest) -> Any:
        return json.loads(
            request.body.decode("utf-8"),
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_float=_float,
        )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for name, value in pairs:
        _must_be_text(name)
        _must_be_text(value)
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key stands there twice")
    return dict(pairs)


def _must_be_text(value: Any) -> None:
    if isinstance(value, list):
        for each in value:
            _must_be_text(each)
    elif isinstance(value, str):
        value.encode("utf-8")  # half a pair raises here
        if "\0" in value:
            raise ValueError("NUL")


def _no_number(_text: str) -> None:
    raise ValueError("not a number")


def _float(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError("not a number")
    return value
