"""The terms on which a file may leave: what an agreement (or a decision, once) lets the gate check.

One document says it all: under which authority, to whom, between which days, which fields of which type, how
many rows, kept how long. The gate needs nothing else, and nobody can add to it on the way: a key that is not
in the list is refused, because a misspelt limit would otherwise be no limit.

    document (YAML, JSON, or the office's own record)  --parse-->  Terms  --document-->  the same document

What a file is held to stands in `limits`, what is done to it before it leaves in `treatment`.

The `schema` is a Frictionless Table Schema (see `table_schema`). Dates, recipient, authority and retention
may be missing here: that is not an error of writing but a reason not to release, and the gate says so (G10,
G15).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sharewell.register.limits import Dialect, Disclosure, Freshness, Scope, iso, without_nothing
from sharewell.register.method import Method
from sharewell.register.table_schema import Schema
from sharewell.register.treatment import Treatment
from sharewell.register.unusable import Reader, TermsUnusable
from sharewell.vocabulary.when import Period

__all__ = ["Dialect", "Disclosure", "Freshness", "Scope", "Terms", "TermsUnusable", "Treatment"]

AUTHORITY_KINDS = ("agreement", "decision", "contract", "determination")

# How sure a certificate of destruction is, by its level.
CERTIFICATES: Mapping[int, str] = {
    1: "a statement",
    2: "a signed certificate",
    3: "a signed certificate with evidence (a log, a photograph)",
    4: "a signed certificate with evidence that somebody else audited",
}


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
    dialect: Dialect = field(default_factory=Dialect)
    sheet: str | None = None
    scope: Scope = field(default_factory=Scope)
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
        return without_nothing(
            **({self.kind: self.reference} if self.kind else {}),
            recipient=self.recipient,
            valid_from=iso(self.valid_from),
            valid_until=iso(self.valid_until),
            retention=str(self.retention) if self.retention else None,
            destroy_by=iso(self.destroy_by),
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
            issued=iso(self.issued),
            expires=iso(self.expires),
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
