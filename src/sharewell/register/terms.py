"""The terms on which a file may leave: what an agreement (or a decision, once) lets the gate check.

One document says it all: under which authority, to whom, between which days, which fields of which type, how
many rows, kept how long. The gate needs nothing else, and nobody can add to it on the way: a key that is not
in the list is refused, because a misspelt limit would otherwise be no limit.

    document (YAML, JSON, or the office's own record)  --parse-->  Terms  --document-->  the same document

The `schema` is a Frictionless Table Schema (see `table_schema`). Dates, recipient, authority and retention
may be missing here: that is not an error of writing but a reason not to release, and the gate says so (G10,
G15).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sharewell.register.method import Method
from sharewell.register.table_schema import Schema
from sharewell.register.unusable import Reader, TermsUnusable
from sharewell.vocabulary.when import Period

__all__ = ["Dialect", "Disclosure", "Freshness", "Scope", "Terms", "TermsUnusable", "Treatment"]

AUTHORITY_KINDS = ("agreement", "decision", "contract", "determination")
ENCODINGS = ("utf-8", "ascii", "iso-8859-1", "windows-1252", "utf-16", "utf-16-le", "utf-16-be")

# How sure a certificate of destruction is, by its level.
CERTIFICATES: Mapping[int, str] = {
    1: "a statement",
    2: "a signed certificate",
    3: "a signed certificate with evidence (a log, a photograph)",
    4: "a signed certificate with evidence that somebody else audited",
}
# What each treatment takes besides `field` and `do`, and of which type.
TREATMENTS: Mapping[str, Mapping[str, type]] = {
    "drop": {},
    "pseudonymise": {},
    "mask": {"keep": int},
    "band": {"years": int, "width": int},
    "district": {},
    "round": {"to": int},
    "generalise": {"hierarchy": str, "level": int},
    "suppress": {"below_k": bool, "secondary": bool},
    "leave_out": {"below_k": bool, "rows": list},  # whole rows: record suppression
}


# Of these at least one must be said, and no two of a treatment stand side by side.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "mask": ("keep",),
    "band": ("years", "width"),
    "round": ("to",),
    "generalise": ("hierarchy",),
    "suppress": ("below_k",),
    "leave_out": ("below_k", "rows"),
}
# A cell can be such that these treatments cannot be carried out on it (a band of something that is no date).
CAN_FAIL = frozenset({"band", "district", "round", "generalise"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a delimited file is written (Frictionless table dialect). `delimiter` None: by the file's kind."""

    delimiter: str | None = None
    encoding: str = "utf-8"
    skip_initial_space: bool = False

    @classmethod
    def read(cls, reader: Reader) -> Dialect:
        reader.only("delimiter", "encoding", "skipInitialSpace")
        encoding = reader.text("encoding") or "utf-8"
        reader.one_of("encoding", encoding.lower(), ENCODINGS)
        return cls(
            delimiter=reader.matching(
                "delimiter", r"[^\r\n\"]", "one character, neither a quote nor a line end"
            ),
            encoding=encoding.lower(),
            skip_initial_space=reader.yes_no("skipInitialSpace", default=False),
        )

    def document(self) -> dict[str, Any]:
        return _without_nothing(
            delimiter=self.delimiter,
            encoding=None if self.encoding == "utf-8" else self.encoding,
            skipInitialSpace=self.skip_initial_space or None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """How much, about when, and about whom. `keys` names a CSV of the approved people; its header names the
    fields.
    """

    max_rows: int | None = None
    min_rows: int | None = None
    period_field: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    keys: str | None = None

    @classmethod
    def read(cls, reader: Reader) -> Scope:
        reader.only("max_rows", "min_rows", "period_field", "period_from", "period_to", "keys")
        scope = cls(
            max_rows=reader.whole("max_rows", least=0),
            min_rows=reader.whole("min_rows", least=0),
            period_field=reader.text("period_field"),
            period_from=reader.day("period_from"),
            period_to=reader.day("period_to"),
            keys=reader.text("keys"),
        )
        # A period without its field, or a field without a period, would limit nothing and look as if it did.
        if (scope.period_field is None) != (scope.period_from is None and scope.period_to is None):
            reader.refuse("period_field", "a field and at least one of period_from and period_to, together")
        return scope

    def document(self) -> dict[str, Any]:
        return _without_nothing(
            max_rows=self.max_rows,
            min_rows=self.min_rows,
            period_field=self.period_field,
            period_from=_iso(self.period_from),
            period_to=_iso(self.period_to),
            keys=self.keys,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """The greatest age of a record on the day of release, by the date in `field`."""

    field: str
    max_age: Period

    @classmethod
    def read(cls, reader: Reader) -> Freshness:
        reader.only("field", "max_age")
        return cls(field=reader.needed_text("field"), max_age=reader.needed_period("max_age"))

    def document(self) -> dict[str, Any]:
        return {"field": self.field, "max_age": str(self.max_age)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """How hard it must be to single somebody out. `sensitive` is the disclosure-control term *sensitive
    attribute*. In a table of counts `part_of` names, for a field, the hierarchy that says what its values are parts of,
    where such sums stand in the table too.
    """

    quasi_identifiers: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    k: int | None = None
    l: float | None = None  # noqa: E741 - the field's own name for it
    t: float | None = None
    count_field: str | None = None
    min_cell: int | None = None
    total_label: str | None = None
    part_of: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, reader: Reader) -> Disclosure:
        reader.only(*(name for name in cls.__dataclass_fields__))
        return cls(
            quasi_identifiers=reader.texts("quasi_identifiers"),
            sensitive=reader.texts("sensitive"),
            k=reader.whole("k", least=1),
            l=reader.number("l", least=1),
            t=reader.number("t", least=0),
            count_field=reader.text("count_field"),
            min_cell=reader.whole("min_cell", least=1),
            total_label=reader.text("total_label"),
            part_of=reader.names("part_of"),
        ).refusing_limits_on_nothing(reader)

    def refusing_limits_on_nothing(self, reader: Reader) -> Disclosure:
        """A limit without what it limits would hold nobody back and look as if it did."""
        for name in ("k", "l", "t"):
            if reader.get(name) is not None and not self.quasi_identifiers and self.count_field is None:
                reader.refuse(name, "`quasi_identifiers` beside it: without them it limits nothing")
        for name in ("l", "t"):
            if reader.get(name) is not None and not self.sensitive:
                reader.refuse(name, "`sensitive` beside it: without them it limits nothing")
        if self.min_cell is not None and self.count_field is None:
            reader.refuse("min_cell", "`count_field` beside it: without it, it limits nothing")
        return self

    @property
    def smallest_cell(self) -> int | None:
        """In a table of counts: from how many people on a cell may be told. None: it is not said."""
        said = [limit for limit in (self.min_cell, self.k) if limit is not None]
        return max(said) if said else None

    def document(self) -> dict[str, Any]:
        return _without_nothing(
            quasi_identifiers=list(self.quasi_identifiers) or None,
            sensitive=list(self.sensitive) or None,
            k=self.k,
            l=self.l,
            t=self.t,
            count_field=self.count_field,
            min_cell=self.min_cell,
            total_label=self.total_label,
            part_of=dict(self.part_of) or None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """One change made to one field before the file leaves, with what that change needs to know."""

    field: str
    do: str
    arguments: Mapping[str, Any]

    @classmethod
    def read(cls, reader: Reader) -> Treatment:
        do = reader.one_of("do", reader.needed_text("do"), tuple(TREATMENTS))
        takes = TREATMENTS[do]
        reader.only("field", "do", *takes)
        given = {name: reader.of_type(name, kind) for name, kind in takes.items() if name in reader.document}
        _refuse_half_said(do, given, reader)
        return cls(field=reader.needed_text("field"), do=do, arguments=given)

    def document(self) -> dict[str, Any]:
        return {"field": self.field, "do": self.do, **self.arguments}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed about one kind of release. Days are inclusive; `None` and empty mean it is not said.

    `kind` and `reference` are the authority ("agreement", "ISA-2026-0007"). `withhold` and `prior` name files beside
    the terms: people whose data do not leave, and what the recipient holds already. `sealed_with` is how the parcel is
    sealed, `certificate_level` how sure a certificate of destruction must be (1 to 4; None: 2).

    `signature`, `issued`, `expires`, `recipient_keys` (verified age public keys) and `digests` (SHA-256 of each file
    that the terms name) are the office's, on an exported copy: see docs/spec/parcel.md.
    """

    schema: Schema
    kind: str | None = None
    reference: str | None = None
    recipient: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    retention: Period | None = None
    destroy_by: date | None = None
    standard_terms: str | None = None
    sealed_with: Method = Method.KEY
    certificate_level: int | None = None
    dialect: Dialect = Dialect()
    sheet: str | None = None
    scope: Scope = Scope()
    completeness: Mapping[str, float] = field(default_factory=dict)
    freshness: Freshness | None = None
    disclosure: Disclosure | None = None
    treatments: tuple[Treatment, ...] = ()
    withhold: str | None = None
    prior: tuple[str, ...] = ()
    recipient_keys: tuple[str, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    issued: date | None = None
    expires: date | None = None
    signature: str | None = None

    @classmethod
    def parse(cls, document: Any) -> Terms:
        """Read a terms document (mappings, lists and scalars). Raises `TermsUnusable(where, problem)`."""
        reader = Reader.of(document)
        reader.only(*KEYS)
        terms = cls(
            **_authority(reader),
            recipient=reader.text("recipient"),
            valid_from=reader.day("valid_from"),
            valid_until=reader.day("valid_until"),
            retention=reader.period("retention"),
            destroy_by=reader.day("destroy_by"),
            standard_terms=reader.text("standard_terms"),
            sealed_with=Method(
                reader.one_of("sealed_with", reader.text("sealed_with") or Method.KEY.value, tuple(Method))
            ),
            certificate_level=reader.whole("certificate_level", least=1),
            dialect=Dialect.read(reader.inside("dialect")),
            sheet=reader.text("sheet"),
            schema=Schema.read(reader.needed_inside("schema")),
            scope=Scope.read(reader.inside("scope")),
            completeness=reader.shares("completeness"),
            freshness=reader.optional("freshness", Freshness.read),
            disclosure=reader.optional("disclosure", Disclosure.read),
            treatments=tuple(Treatment.read(each) for each in reader.each("treatments")),
            withhold=reader.text("withhold"),
            prior=reader.texts("prior"),
            recipient_keys=reader.texts("recipient_keys"),
            digests=reader.digests("digests"),
            issued=reader.day("issued"),
            expires=reader.day("expires"),
            signature=reader.text("signature"),
        )
        if terms.certificate_level is not None:
            reader.one_of("certificate_level", str(terms.certificate_level), tuple(map(str, CERTIFICATES)))
        _refuse_days_that_never_come(terms, reader)
        _refuse_fields_nobody_declared(terms, reader)
        _refuse_suppressing_below_nothing(terms)
        return terms

    @property
    def files(self) -> tuple[str, ...]:
        """The files beside them that these terms name, each once."""
        hierarchies = [each.arguments.get("hierarchy") for each in self.treatments]
        part_of = self.disclosure.part_of.values() if self.disclosure else ()
        named = (self.scope.keys, self.withhold, *self.prior, *hierarchies, *part_of)
        return tuple(dict.fromkeys(name for name in named if name))

    def document(self) -> dict[str, Any]:
        """The terms as plain JSON values; `Terms.parse` of it gives these terms again."""
        return _without_nothing(
            **({self.kind: self.reference} if self.kind else {}),
            recipient=self.recipient,
            valid_from=_iso(self.valid_from),
            valid_until=_iso(self.valid_until),
            retention=str(self.retention) if self.retention else None,
            destroy_by=_iso(self.destroy_by),
            standard_terms=self.standard_terms,
            sealed_with=None if self.sealed_with is Method.KEY else self.sealed_with.value,
            certificate_level=self.certificate_level,
            dialect=self.dialect.document() or None,
            sheet=self.sheet,
            schema=self.schema.document(),
            scope=self.scope.document() or None,
            completeness=dict(self.completeness) or None,
            freshness=self.freshness.document() if self.freshness else None,
            disclosure=self.disclosure.document() if self.disclosure else None,
            treatments=[each.document() for each in self.treatments] or None,
            withhold=self.withhold,
            prior=list(self.prior) or None,
            recipient_keys=list(self.recipient_keys) or None,
            digests=dict(self.digests) or None,
            issued=_iso(self.issued),
            expires=_iso(self.expires),
            signature=self.signature,
        )


KEYS = (
    *AUTHORITY_KINDS,
    "recipient",
    "valid_from",
    "valid_until",
    "retention",
    "destroy_by",
    "standard_terms",
    "sealed_with",
    "certificate_level",
    "dialect",
    "sheet",
    "schema",
    "scope",
    "completeness",
    "freshness",
    "disclosure",
    "treatments",
    "withhold",
    "prior",
    "recipient_keys",
    "digests",
    "issued",
    "expires",
    "signature",
)


def _authority(reader: Reader) -> dict[str, str | None]:
    """The one authority a release stands on: two would leave open which of them was checked."""
    named = [kind for kind in AUTHORITY_KINDS if kind in reader.document]
    if len(named) > 1:
        reader.refuse(named[1], f"one authority: it already names `{named[0]}`")
    kind = named[0] if named else None
    return {"kind": kind, "reference": reader.needed_text(kind) if kind else None}


def _refuse_days_that_never_come(terms: Terms, reader: Reader) -> None:
    """A period that ends before it begins has no day in it: somebody mistyped one of the two."""
    for first, last, start, end in (
        ("valid_from", "valid_until", terms.valid_from, terms.valid_until),
        ("issued", "expires", terms.issued, terms.expires),
        ("scope.period_from", "scope.period_to", terms.scope.period_from, terms.scope.period_to),
    ):
        if start is not None and end is not None and end < start:
            reader.refuse(last, f"a day on or after {first}")


def _refuse_fields_nobody_declared(terms: Terms, reader: Reader) -> None:
    """A limit on a field that is not in the schema limits nothing: say so rather than pass it by."""
    after = set(terms.schema.names)
    # A treatment names a field as it comes in; one that is dropped is not in the schema of the file as it
    # leaves.
    named: list[tuple[str, str | None]] = [
        *((f"completeness.{name}", name) for name in terms.completeness),
        ("scope.period_field", terms.scope.period_field),
        ("freshness.field", terms.freshness.field if terms.freshness else None),
    ]
    if terms.disclosure:
        named += [("disclosure.quasi_identifiers", name) for name in terms.disclosure.quasi_identifiers]
        named += [("disclosure.sensitive", name) for name in terms.disclosure.sensitive]
        named += [("disclosure.count_field", terms.disclosure.count_field)]
        named += [("disclosure.part_of", name) for name in terms.disclosure.part_of]
    for where, name in named:
        if name is not None and name not in after:
            reader.refuse(where, f"a field of the schema, and {name!r} is not one")


def _refuse_half_said(do: str, given: Mapping[str, Any], reader: Reader) -> None:
    """A treatment that does not say how far it goes could be none at all."""
    needed = NEEDED.get(do, ())
    if needed and len([name for name in needed if name in given]) != 1:
        reader.refuse(needed[0], f"{' or '.join(needed)}: how far `{do}` goes")
    if do == "generalise" and "level" not in given:
        reader.refuse("level", "a column of the hierarchy, counted from 0")
    for name in ("years", "width", "to"):
        if given.get(name) == 0:
            reader.refuse(name, "a whole number of at least 1")
    if given.get("below_k") is False:
        reader.refuse("below_k", "true; leave the treatment out where nothing is to be suppressed")
    if "rows" in given and not (given["rows"] and all(type(row) is int and row > 0 for row in given["rows"])):
        reader.refuse("rows", "the numbers of rows of the file as it comes, the first of them 1")


def _refuse_suppressing_below_nothing(terms: Terms) -> None:
    asked = terms.disclosure or Disclosure()
    by_class = asked.k is not None and bool(asked.quasi_identifiers)
    for number, treatment in enumerate(terms.treatments):
        is_the_count = treatment.field == asked.count_field and asked.smallest_cell is not None
        if treatment.do not in ("suppress", "leave_out") or "rows" in treatment.arguments:
            continue
        if treatment.do == "suppress" and is_the_count:
            continue
        where = f"treatments[{number}]"
        if treatment.arguments.get("secondary"):
            raise TermsUnusable(f"{where}.secondary", "expected the field to be `disclosure.count_field`")
        if not by_class:
            raise TermsUnusable(
                f"{where}.below_k", "expected `disclosure.k` and `disclosure.quasi_identifiers`"
            )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _without_nothing(**entries: Any) -> dict[str, Any]:
    return {key: value for key, value in entries.items() if value is not None}
