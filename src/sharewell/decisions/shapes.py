"""Reading one fact or one answer from a document: its shape, its list, and what it becomes.

A blank or null answer is unanswered (`None`). Anything else that does not fit raises `Malformed`, whose text
says what was expected and never repeats a value: an answer may hold personal data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sharewell.policy.law.record import Law
from sharewell.policy.tables import Fact, Kind, Question
from sharewell.policy.truth import Value
from sharewell.vocabulary.when import Period, PeriodUnreadable


class Malformed(ValueError):
    """A value is not of the shape that was expected; the text says which is."""


# --- facts ----------------------------------------------------------------------------------------


def read_fact(fact: Fact, value: Any, law: Law) -> Value:
    """A fact's value. Lists become tuples; Schedule 1 paragraphs become a tuple of numbers (0 stands for
    none)."""
    match fact.kind:
        case Kind.CHOICE:
            return _choice(_yes_no_words(value, fact.choices), fact.choices)
        case Kind.LIST:
            return tuple(_choice(name.removeprefix("sc."), fact.choices) for name in _texts_or_none(value))
        case Kind.PARAGRAPHS:
            return _paragraphs(value, law)
        case kind:
            return _PLAIN.get(kind, _text)(value)


def _day(value: Any) -> str:
    day = read_day(value, "the day")
    if day is None:
        raise Malformed("expected a date")
    return day.isoformat()


def read_flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Malformed("expected true or false")
    return value


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Malformed("expected a whole number, 0 or more")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Malformed("expected text")
    return value


def _choice(value: Any, choices: tuple[str, ...]) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value not in choices:
        raise Malformed(f"expected one of {_listed(choices)}")
    return str(value)


def _listed(choices: tuple[str, ...]) -> str:
    return ", ".join(choices if len(choices) <= 12 else (*choices[:11], f"… ({len(choices)} in all)"))


def _yes_no_words(value: Any, choices: tuple[str, ...]) -> Any:
    # YAML's and JSON's own true and false are welcome wherever yes and no are.
    if isinstance(value, bool) and {"yes", "no"} <= set(choices):
        return "yes" if value else "no"
    return value


def read_texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise Malformed("expected a list of texts")
    return tuple(value)


def _texts_or_none(value: Any) -> tuple[str, ...]:
    return () if value == "none" else read_texts(value)


_VIA = re.compile(r"(36|37) via (\d{1,2})", re.ASCII)


def _paragraphs(value: Any, law: Law) -> tuple[int, ...]:
    """Paragraph numbers; "36 via 10" is 36 with the paragraph it extends beside it."""
    if value == "none":
        return ()
    numbers: list[int] = []
    for one in value if isinstance(value, list) else [value]:
        via = _VIA.fullmatch(one) if isinstance(one, str) else None
        numbers += map(int, via.groups()) if via else [_one_paragraph(one)]
    for number in numbers:
        if number not in law.paragraph:
            raise Malformed("expected paragraph numbers of Schedule 1 (1 to 4, 6 to 37), or none")
    return tuple(dict.fromkeys(numbers))


def _one_paragraph(value: Any) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 3:
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Malformed("expected paragraph numbers of Schedule 1 (1 to 4, 6 to 37), or none")
    return value


_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)


def _country(value: Any) -> str:
    if not isinstance(value, str) or not _COUNTRY.fullmatch(value) or value == "UK":
        raise Malformed("expected an ISO 3166-1 code of two capital letters (the United Kingdom is GB)")
    return value


def _period(value: Any) -> Period:
    try:
        return Period.parse(_text(value).strip())
    except PeriodUnreadable:
        raise Malformed("expected a period such as P24M") from None


def read_day(value: Any, what: str) -> date | None:
    """A calendar day as text, or none."""
    if value in (None, ""):
        return None
    try:
        if not isinstance(value, str) or len(value) != len("2026-04-01"):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise Malformed(f"{what}: expected a date such as 2026-04-01") from None


_PLAIN: Mapping[Kind, Callable[[Any], Value]] = {
    Kind.YES_NO: read_flag,
    Kind.NUMBER: _number,
    Kind.COUNTRY: _country,
    Kind.PERIOD: lambda value: str(_period(value)),
    Kind.DATE: _day,
}


# --- answers --------------------------------------------------------------------------------------


def read_answer(question: Question, value: Any) -> Value | None:
    """An answer's value, or `None` where it is blank and so unanswered."""
    if value is None or value in ([], {}) or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str):
        value = value.strip()
    return _ANSWERS[question.kind](question, _yes_no_words(value, question.choices))


def _chosen(question: Question, value: Any) -> Value:
    return _choice(value, question.choices)


def _worded(_: Question, value: Any) -> Value:
    return _text(value)


def _chosen_or_worded(question: Question, value: Any) -> Value:
    """A choice, or words. What is written like a choice (`pow.99`) and is none was mistyped: it names nothing."""
    said = _text(value)
    written_alike = {choice.partition(".")[0] for choice in question.choices if "." in choice}
    start, dot, rest = said.partition(".")
    if dot and start in written_alike and said not in question.choices and " " not in rest:
        raise Malformed(f"expected one of {_listed(question.choices)}, or a citation")
    return said


def _chosen_or_period(question: Question, value: Any) -> Value:
    if value in question.choices:
        return str(value)
    try:
        return str(_period(value))
    except Malformed:
        raise Malformed(f"expected {_listed(question.choices)}, or a period such as P24M") from None


def _list_or_none(_: Question, value: Any) -> Value:
    if value == "none":
        return "none"
    if not isinstance(value, list) or any(one in (None, "", []) or isinstance(one, bool) for one in value):
        raise Malformed("expected none or a list")
    return tuple(one if isinstance(one, str) else str(one) for one in value)


def _fields(_: Question, value: Any) -> Value:
    """The field list: a tuple of (field, why), the need blank where none was given."""
    if not isinstance(value, list):
        raise Malformed("expected a list of {field, why}")
    return tuple(_field(row, one) for row, one in enumerate(value, start=1))


def _field(row: int, given: Any) -> tuple[str, str]:
    if not isinstance(given, Mapping) or not set(given) <= {"field", "why"}:
        raise Malformed(f"row {row}: expected {{field, why}}")
    name, why = given.get("field"), given.get("why")
    if not isinstance(name, str) or not name.strip():
        raise Malformed(f"row {row}: expected the field's name")
    if why is not None and not isinstance(why, str):
        raise Malformed(f"row {row}: expected text in 'why'")
    return name.strip(), (why or "").strip()


def _exemption(question: Question, value: Any) -> Value:
    """`none`, or a record with all four keys (blank text where nothing was said)."""
    if value == "none":
        return "none"
    keys = ("exemption", "right", "prejudice", "until")
    if not isinstance(value, Mapping) or not set(value) <= set(keys):
        raise Malformed("expected none or {exemption, right, prejudice, until}")
    record = {key: value.get(key) or "" for key in keys}
    if not all(isinstance(one, str) for one in record.values()) or not record["exemption"].strip():
        raise Malformed("expected text in exemption, right and prejudice, and a date in until")
    if record["exemption"] not in question.choices:
        raise Malformed(f"exemption: expected one of {_listed(question.choices)}")
    read_day(record["until"], "until")
    return record


_ANSWERS: Mapping[Kind, Callable[[Question, Any], Value]] = {
    Kind.CHOICE: _chosen,
    Kind.CHOICE_OR_TEXT: _chosen_or_worded,
    Kind.TEXT: _worded,
    Kind.PERIOD: _chosen_or_period,
    Kind.LIST_OR_NONE: _list_or_none,
    Kind.FIELDS: _fields,
    Kind.EXEMPTION: _exemption,
}
