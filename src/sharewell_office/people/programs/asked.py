"""What a form asks on screen, as the body of a write: one definition of the questions, for people and for programs.

    Certificate = body_of(forms.Certify)

    def certify(request, reference: str, payload: Certificate):
        form = filled(forms.Certify, payload)      # valid, or a 422 that names every field that is wrong

Dates are "2026-04-01" and times "14:30" where the screen has boxes; what may be left open on screen may be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import Annotated, Any, Literal, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from ninja import Field, Schema
from pydantic import ConfigDict, create_model

from sharewell_office.design.fields import DateField
from sharewell_office.people.programs.problems import NotAsAsked

Asked = TypeVar("Asked", bound=forms.Form)


class _Body(Schema):
    model_config = ConfigDict(extra="forbid")


def body_of(form: type[forms.Form]) -> Any:
    """The schema of what `form` asks. Raises `TypeError` for a field that JSON does not hold, such as a file."""
    room = form.__module__.removeprefix("sharewell_office.").removesuffix(".forms").rpartition(".")[-1]
    fields: dict[str, Any] = {name: _asked(field) for name, field in form.base_fields.items()}
    return create_model(f"{room.capitalize()}{form.__name__}", __base__=_Body, __doc__=form.__doc__, **fields)


def filled(form: type[Asked], payload: Schema, **given: Any) -> Asked:
    """The form as if `payload` had been posted with it; `given` is what it is made with. Raises `NotAsAsked`."""
    said: dict[str, Any] = {}
    for name, value in payload.dict().items():
        said |= _posted(name, form.base_fields[name], value)
    made = form(said, **given)
    if not made.is_valid():
        raise NotAsAsked(made.errors.as_data())
    return made


class QuestionAsked(Schema):
    """A question of a form whose questions hang on what it is about; `values` are those that may be answered."""

    name: str
    asked: str
    required: bool
    values: list[str]
    answer: Any


def questions(form: forms.Form) -> list[dict[str, Any]]:
    """What a form asks, and what stands there now."""
    return [
        {
            "name": name,
            "asked": _told(field),
            "required": field.required,
            "values": [str(value) for value, _ in getattr(field, "choices", ())],
            "answer": form.get_initial_for_field(field, name),
        }
        for name, field in form.fields.items()
    ]


def refilled(form: Asked, answers: Mapping[str, Any], **given: Any) -> Asked:
    """The form with these answers in place of those that stand there; what is not said stays. Raises `NotAsAsked`."""
    unknown = {
        name: [ValidationError("There is no such question.")] for name in answers if name not in form.fields
    }
    if unknown:
        raise NotAsAsked(unknown)
    said: dict[str, Any] = {}
    for name, field in form.fields.items():
        said |= _posted(name, field, answers.get(name, form[name].value()))
    made = type(form)(said, **given)
    if not made.is_valid():
        raise NotAsAsked(made.errors.as_data())
    return made


def _asked(field: forms.Field) -> tuple[Any, Any]:
    """The type of one answer, and what stands for it where it is left out (`...`: nothing does)."""
    for kind, described in _TYPES:
        if isinstance(field, kind):
            return described(field)
    raise TypeError(f"no program can answer a {type(field).__name__}")


def _text(field: Any) -> tuple[Any, Any]:
    least = 1 if field.required else 0
    return Annotated[
        str, Field(min_length=least, max_length=field.max_length, description=_told(field))
    ], _open(field, "")


def _choice(field: Any) -> tuple[Any, Any]:
    return Annotated[_among(field.choices), Field(description=_told(field))], _open(field, "")


def _choices(field: Any) -> tuple[Any, Any]:
    return Annotated[list[_among(field.choices)], Field(description=_told(field))], _open(field, [])  # type: ignore[misc]


def _among(choices: Iterable[tuple[Any, Any]]) -> Any:
    """One of the values, where the form knows them before it is made; else any text, and the form will say."""
    values = tuple(str(value) for value, _ in choices)
    return Literal[values] if values else str


def _number(field: Any) -> tuple[Any, Any]:
    bounds = Field(ge=field.min_value, le=field.max_value, description=_told(field))
    return (Annotated[int, bounds], ...) if field.required else (Annotated[int, bounds] | None, None)


def _when(kind: type) -> Callable[[Any], tuple[Any, Any]]:
    def described(field: Any) -> tuple[Any, Any]:
        asked = Field(description=_told(field))
        return (Annotated[kind, asked], ...) if field.required else (Annotated[kind, asked] | None, None)

    return described


def _yes_or_no(field: Any) -> tuple[Any, Any]:
    return Annotated[bool, Field(description=_told(field))], _open(field, default=False)


_TYPES: tuple[tuple[type[forms.Field], Callable[[Any], tuple[Any, Any]]], ...] = (
    (DateField, _when(date)),
    (forms.DateField, _when(date)),
    (forms.TimeField, _when(time)),
    (forms.IntegerField, _number),
    (forms.BooleanField, _yes_or_no),
    (forms.MultipleChoiceField, _choices),
    (forms.ChoiceField, _choice),
    (forms.CharField, _text),
)


def _open(field: forms.Field, default: Any) -> Any:
    return ... if field.required else default


def _told(field: forms.Field) -> str:
    return " ".join(str(each).strip() for each in (field.label or "", field.help_text) if each)


def _posted(name: str, field: forms.Field, value: Any) -> dict[str, Any]:
    """The answer as a browser sends it."""
    if value is None or value is False:
        return {}
    if isinstance(field, DateField) and isinstance(value, str):
        year, month, day = [*value.split("-", 2), "", ""][:3]
        return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}
    if isinstance(field, DateField):
        return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": f"{value.year:04}"}
    return {name: value if isinstance(value, list) else str(value)}
