"""The field schedule: exactly which fields may leave, what each looks like, and why it is needed (OPCC 3.4a, 3.4e).

This is what the gate enforces. For machines it is a Frictionless Table Schema, to which `why` and `personal` are added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sharewell.register.table_schema import FORMATS, PERSONAL_KINDS


class LineUnreadable(ValueError):
    """A line names no column, the same one again, or says of it what nobody understands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledField:
    """One field that may leave: its header exactly as it stands in the file, its type, and why it is needed.

    `type` and `format` are those of Table Schema; `constraints` likewise (`required`, `enum`, `pattern` …).
    `personal` says what kind of personal data it holds; None leaves it to be inferred from the name.
    """

    name: str
    type: str = "string"
    format: str = ""
    why: str = ""
    personal: str | None = None
    constraints: Mapping[str, Any] = field(default_factory=dict)

    def descriptor(self) -> dict[str, Any]:
        """The field as Table Schema has it (with `why` and `personal` as additional properties)."""
        described: dict[str, Any] = {"name": self.name, "type": self.type}
        for key, value in (("format", self.format), ("why", self.why), ("personal", self.personal)):
            if value:
                described[key] = value
        if self.constraints:
            described["constraints"] = dict(self.constraints)
        return described

    @classmethod
    def from_descriptor(cls, descriptor: Mapping[str, Any]) -> ScheduledField:
        """Read a field of a Table Schema. Properties that are not the schedule's business are left behind."""
        return cls(
            name=descriptor["name"],
            type=descriptor.get("type", "string"),
            format=descriptor.get("format", ""),
            why=descriptor.get("why", ""),
            personal=descriptor.get("personal"),
            constraints=dict(descriptor.get("constraints", {})),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The agreed fields in their agreed order, and the field or fields that identify a row."""

    fields: tuple[ScheduledField, ...] = ()
    primary_key: tuple[str, ...] = ()

    def table_schema(self) -> dict[str, Any]:
        """The schedule as a Frictionless Table Schema."""
        schema: dict[str, Any] = {"fields": [each.descriptor() for each in self.fields]}
        if self.primary_key:
            schema["primaryKey"] = list(self.primary_key)
        return schema

    @classmethod
    def from_table_schema(cls, schema: Mapping[str, Any]) -> Schedule:
        """Read a Table Schema back (`table_schema` and this are each other's inverse)."""
        key = schema.get("primaryKey", [])
        return cls(
            fields=tuple(ScheduledField.from_descriptor(each) for each in schema.get("fields", ())),
            primary_key=(key,) if isinstance(key, str) else tuple(key),
        )

    @classmethod
    def from_lines(cls, text: str) -> Schedule:
        """Read columns as people write them down, one on a line: `email, email, required`.

        After the name come, in any order, a type of Table Schema, a kind of personal data, and `required`. Raises
        `LineUnreadable`.
        """
        fields = tuple(_of_line(line) for line in text.splitlines() if line.strip())
        if len({each.name for each in fields}) < len(fields):
            raise LineUnreadable
        return cls(fields=fields)


def _of_line(line: str) -> ScheduledField:
    name, *said = (each.strip() for each in line.split(","))
    types, kinds = (
        [each for each in said if each in FORMATS],
        [each for each in said if each in PERSONAL_KINDS],
    )
    rest = [each for each in said if each not in (*types, *kinds)]
    if not name or len(types) > 1 or len(kinds) > 1 or rest not in ([], ["required"]):
        raise LineUnreadable
    return ScheduledField(
        name=name,
        type=(*types, "string")[0],
        personal=(*kinds, None)[0],
        constraints={"required": True} if rest else {},
    )
