"""The fields of a file: a Frictionless Table Schema, with one word of our own, `personal`.

Names, types, formats, constraints, keys and `missingValues` keep their published meaning
(https://specs.frictionlessdata.io/table-schema/). Keys we do not know are kept and given back unchanged, as
that standard asks; a type, format or constraint we cannot judge is refused, because the gate would have to
wave it through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sharewell.register.unusable import Reader

PERSONAL_KINDS = (
    "name", "address", "postcode", "email", "phone", "dob", "nhs_number",
    "nino", "vehicle", "bank", "card", "ip", "identifier", "none",
)  # fmt: skip

# The formats of each type that the gate can judge. "*" takes a strptime pattern as well ("%d/%m/%Y").
FORMATS: Mapping[str, tuple[str, ...]] = {
    "string": ("default", "email", "uri", "binary", "uuid"),
    "number": ("default",),
    "integer": ("default",),
    "boolean": ("default",),
    "date": ("default", "*"),
    "time": ("default", "*"),
    "datetime": ("default", "*"),
    "year": ("default",),
    "yearmonth": ("default",),
    "duration": ("default",),
    "geopoint": ("default", "array", "object"),
    "geojson": ("default",),
    "object": ("default",),
    "array": ("default",),
    "any": ("default",),
}
CONSTRAINTS = (
    "required", "unique", "minLength", "maxLength", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "pattern", "enum",
)  # fmt: skip
BOUNDED = frozenset({"number", "integer", "date", "time", "datetime", "year", "yearmonth"})
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
DIRECTIVES = frozenset("YmdHMSyfjbBpI%")
TRUE_VALUES = ("true", "True", "TRUE", "1")
FALSE_VALUES = ("false", "False", "FALSE", "0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column as it leaves. `constraints` are JSON values; `personal` is None when it is to be inferred."""

    name: str
    type: str = "string"
    format: str = "default"
    constraints: Mapping[str, Any] = field(default_factory=dict)
    personal: str | None = None
    true_values: tuple[str, ...] = TRUE_VALUES
    false_values: tuple[str, ...] = FALSE_VALUES
    decimal_char: str = "."
    group_char: str | None = None
    bare_number: bool = True
    raw: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, reader: Reader) -> Field:
        kind = reader.one_of("type", reader.text("type") or "string", tuple(FORMATS))
        personal = reader.text("personal")
        if personal is not None:
            reader.one_of("personal", personal, PERSONAL_KINDS)
        return cls(
            name=reader.needed_text("name"),
            type=kind,
            format=_format(reader, kind),
            constraints=_constraints(reader.inside("constraints"), kind),
            personal=personal,
            true_values=reader.texts("trueValues") or TRUE_VALUES,
            false_values=reader.texts("falseValues") or FALSE_VALUES,
            decimal_char=reader.matching("decimalChar", r"[^\d\s]", "one character") or ".",
            group_char=reader.matching("groupChar", r"[^\d]", "one character"),
            bare_number=reader.yes_no("bareNumber", default=True),
            raw=dict(reader.document),
        )

    def document(self) -> dict[str, Any]:
        return dict(self.raw) or _field_document(self)

    @property
    def required(self) -> bool:
        return self.constraints.get("required") is True

    @property
    def unique(self) -> bool:
        return self.constraints.get("unique") is True


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """`fields` of a row must be found together as `refers_to` of some row of the same file."""

    fields: tuple[str, ...]
    refers_to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The columns a file may and must have, in any order, and the keys among them."""

    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    missing_values: tuple[str, ...] = ("",)
    raw: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, reader: Reader) -> Schema:
        fields = tuple(Field.read(each) for each in reader.each("fields"))
        if not fields:
            reader.refuse("fields", "at least one field: an empty schema agrees to nothing")
        names = [each.name for each in fields]
        _refuse_repeated(names, reader)
        return cls(
            fields=fields,
            primary_key=_names(reader, "primaryKey", names),
            unique_keys=_unique_keys(reader, names),
            foreign_keys=tuple(_foreign_key(each, names) for each in reader.each("foreignKeys")),
            missing_values=_missing_values(reader),
            raw={key: value for key, value in reader.document.items() if key != "fields"},
        )

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.fields)

    def field(self, name: str) -> Field:
        return next(each for each in self.fields if each.name == name)

    def document(self) -> dict[str, Any]:
        return {
            "fields": [each.document() for each in self.fields],
            **(dict(self.raw) or _schema_document(self)),
        }


def _format(reader: Reader, kind: str) -> str:
    """The format of a type: one of the published ones, or for dates and times a strptime pattern."""
    given = reader.text("format") or "default"
    allowed = FORMATS[kind]
    if given in allowed:
        return given
    if "*" in allowed and "%" in given and _directives(given) <= DIRECTIVES:
        return given
    known = [each if each != "*" else "a pattern such as %d/%m/%Y" for each in allowed]
    return reader.refuse("format", f"for the type {kind} one of {', '.join(known)}")


def _directives(pattern: str) -> set[str]:
    return {after[:1] for after in pattern.replace("%%", "").split("%")[1:]}


def _constraints(reader: Reader, kind: str) -> dict[str, Any]:
    reader.only(*CONSTRAINTS)
    for key in ("required", "unique"):
        reader.yes_no(key, default=False)
    for key in ("minLength", "maxLength"):
        reader.whole(key, least=0)
    reader.text("pattern")
    for key in BOUNDS:
        _bound(reader, key, kind)
    allowed = reader.get("enum")
    if allowed is not None and not (isinstance(allowed, list) and allowed and all(map(_scalar, allowed))):
        reader.wrong("enum", "a list of at least one value")
    return dict(reader.document)


def _bound(reader: Reader, key: str, kind: str) -> None:
    bound = reader.get(key)
    if bound is None:
        return
    if kind not in BOUNDED:
        reader.refuse(key, f"no bound on the type {kind}")
    if not _scalar(bound) or isinstance(bound, bool):
        reader.wrong(key, "a value of the field's type")


def _scalar(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)


def _refuse_repeated(names: list[str], reader: Reader) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            reader.refuse(f"fields[{index}].name", f"each field once, and {name!r} is there already")


def _names(reader: Reader, key: str, known: list[str]) -> tuple[str, ...]:
    """One field name or a list of them, all of the schema."""
    value = reader.get(key)
    names = (value,) if isinstance(value, str) else reader.texts(key)
    for name in names:
        if name not in known:
            reader.refuse(key, f"fields of the schema, and {name!r} is not one")
    return names


def _unique_keys(reader: Reader, known: list[str]) -> tuple[tuple[str, ...], ...]:
    groups = reader.get("uniqueKeys")
    if groups is None:
        return ()
    if not isinstance(groups, list):
        reader.wrong("uniqueKeys", "a list of lists of field names")
    return tuple(
        _names(Reader({f"uniqueKeys[{i}]": group}, reader.path), f"uniqueKeys[{i}]", known)
        for i, group in enumerate(groups)
    )


def _foreign_key(reader: Reader, known: list[str]) -> ForeignKey:
    fields = _names(reader, "fields", known)
    reference = reader.needed_inside("reference")
    if reference.get("resource") not in (None, ""):
        reference.refuse("resource", 'the file itself (""): the gate sees no other')
    refers_to = _names(reference, "fields", known)
    if not fields or len(fields) != len(refers_to):
        reader.refuse("fields", "as many fields as the reference has, and at least one")
    return ForeignKey(fields=fields, refers_to=refers_to)


def _missing_values(reader: Reader) -> tuple[str, ...]:
    """What stands for "nothing here". The second edition of the standard also writes {value, label}."""
    given = reader.get("missingValues")
    if given is None:
        return ("",)
    if not isinstance(given, list):
        reader.wrong("missingValues", "a list of texts")
    values = [each.get("value") if isinstance(each, Mapping) else each for each in given]
    texts = tuple(each for each in values if isinstance(each, str))
    if len(texts) != len(values):
        reader.refuse("missingValues", "a list of texts")
    return texts


def _field_document(one: Field) -> dict[str, Any]:
    """A field made in code rather than read: the shortest document that reads back as it."""
    defaults = Field(name=one.name)
    entries = {
        "type": one.type,
        "format": None if one.format == defaults.format else one.format,
        "constraints": dict(one.constraints) or None,
        "personal": one.personal,
        "trueValues": None if one.true_values == defaults.true_values else list(one.true_values),
        "falseValues": None if one.false_values == defaults.false_values else list(one.false_values),
        "decimalChar": None if one.decimal_char == "." else one.decimal_char,
        "groupChar": one.group_char,
        "bareNumber": None if one.bare_number else False,
    }
    return {"name": one.name, **{key: value for key, value in entries.items() if value is not None}}


def _schema_document(schema: Schema) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    if schema.primary_key:
        entries["primaryKey"] = list(schema.primary_key)
    if schema.unique_keys:
        entries["uniqueKeys"] = [list(group) for group in schema.unique_keys]
    if schema.foreign_keys:
        entries["foreignKeys"] = [
            {"fields": list(key.fields), "reference": {"resource": "", "fields": list(key.refers_to)}}
            for key in schema.foreign_keys
        ]
    if schema.missing_values != ("",):
        entries["missingValues"] = list(schema.missing_values)
    return entries
