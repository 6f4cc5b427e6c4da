"""What would mend a finding: a treatment offered beside it, and the terms as they stand with that treatment.

    finding + terms  --mends-->  treatments to choose from
    terms + the one chosen  --narrowed-->  the same terms, under which less leaves

A mend narrows and never widens: the authority, the recipient, the days, the scope and the limits stay as agreed, and no
field is there that was not. The file is then examined anew; whether the mend sufficed is for the gate to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sharewell.register.table_schema import Field
from sharewell.register.terms import Disclosure, Terms, TermsUnusable, Treatment
from sharewell.register.treatment import EVERY_FIELD

# What the cells of a field still keep to once they were treated so. Of a mask, nothing but whether something is there.
_KEEPS: Mapping[str, frozenset[str]] = {
    "mask": frozenset({"required"}),
    "pseudonymise": frozenset({"required", "unique"}),
    "band": frozenset({"required"}),
    "district": frozenset({"required"}),
    "generalise": frozenset({"required"}),
    "suppress": frozenset(),
}
_KEPT_BY_A_MASK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """One thing that can be done about a finding. `label` says it as an instruction: "Drop the column 'x'"."""

    label: str
    treatments: tuple[Treatment, ...]


def mends(finding: Mapping[str, Any], terms: Terms, *, hierarchies: Sequence[str] = ()) -> tuple[Mend, ...]:
    """What can be offered beside a finding (as a report tells it), under the terms it was judged by; () for nothing.

    `hierarchies` are the names of the lists that generalise. What the terms could not be narrowed by is not offered:
    a field that a limit of the terms is about does not simply go.
    """
    if finding["check"] == "G02":
        return tuple(mend for mend in _failing_rows(finding) if _is_possible(mend, terms))
    offer = _OFFERS.get(finding["check"])
    field = finding["field"]
    if offer is None or not field:
        return ()
    return tuple(mend for mend in offer(field, terms, hierarchies) if _is_possible(mend, terms))


def drop_all(findings: Sequence[Mapping[str, Any]], terms: Terms) -> Mend | None:
    """Every column nobody agreed to, dropped at once; None where one is there, and has its own button.

    A column whose header is not fit to be shown ("column 4") cannot be named; it goes with all that are not agreed.
    """
    extra = [each for each in findings if each["check"] == "G01" and each["field"] not in terms.schema.names]
    drops = [mend for each in extra for mend in mends(each, terms)]
    missing = {each["field"] for each in findings if each["check"] == "G02" and not each.get("count")}
    if len(drops) == len(extra) < 2 or missing.issuperset(terms.schema.names):
        return None  # it has a button of its own; or it is another table, of which nothing would be left
    columns = f"all {len(extra)} columns that are" if len(extra) > 1 else "the column that is"
    others = Treatment(field=EVERY_FIELD, do="drop_others", arguments={})
    named = tuple(treatment for mend in drops for treatment in mend.treatments)
    mend = Mend(
        label=f"Drop {columns} not agreed", treatments=named if len(drops) == len(extra) else (others,)
    )
    return mend if _is_possible(mend, terms) else None


def narrowed(terms: Terms, treatments: Sequence[Treatment]) -> Terms:
    """The terms with these treatments after those agreed. Raises `TermsUnusable` where a limit would lose its field."""
    fields = list(terms.schema.fields)
    for treatment in treatments:
        fields = [kept for each in fields if (kept := _as_it_leaves(each, treatment)) is not None]
    left = {each.name for each in fields}
    schema = replace(
        terms.schema,
        fields=tuple(fields),
        primary_key=terms.schema.primary_key if left.issuperset(terms.schema.primary_key) else (),
        raw={key: value for key, value in terms.schema.raw.items() if key != "primaryKey"},
    )
    document = replace(terms, schema=schema, treatments=(*terms.treatments, *treatments)).document()
    if schema.primary_key:
        document["schema"]["primaryKey"] = list(schema.primary_key)
    return Terms.parse(document)


def _as_it_leaves(field: Field, treatment: Treatment) -> Field | None:
    """The field as it is declared once it was treated so; None where it does not leave any more."""
    if field.name != treatment.field or treatment.do in ("round", "leave_out"):
        return field
    if treatment.do == "drop":
        return None
    keeps = _KEEPS[treatment.do]
    constraints = {name: value for name, value in field.constraints.items() if name in keeps}
    said = {name: value for name, value in field.raw.items() if name in ("name", "personal", "why", "title")}
    raw = {**said, "type": "string", **({"constraints": constraints} if constraints else {})}
    return Field(name=field.name, constraints=constraints, personal=field.personal, raw=raw)


def _is_possible(mend: Mend, terms: Terms) -> bool:
    if all(treatment in terms.treatments for treatment in mend.treatments):
        return False  # it was done, and did not suffice
    try:
        return bool(narrowed(terms, mend.treatments).schema.fields)
    except TermsUnusable:
        return False


# --- one function per check that a treatment can mend -------------------------------------------------------------
def _undeclared_column(field: str, terms: Terms, _: Sequence[str]) -> Iterator[Mend]:
    # "column 4" stands for a header that is not fit to be shown; nobody can name it to have it dropped.
    if field not in terms.schema.names and not field.startswith("column "):
        yield _drop(field)


def _personal_data(field: str, terms: Terms, hierarchies: Sequence[str]) -> Iterator[Mend]:
    if field not in terms.schema.names:
        yield from _undeclared_column(field, terms, hierarchies)
        return
    yield _one(f"Mask every cell of '{field}'", field, "mask", keep=0)
    yield _one(
        f"Mask '{field}' but for the last {_KEPT_BY_A_MASK} characters", field, "mask", keep=_KEPT_BY_A_MASK
    )
    yield _one(f"Replace '{field}' by pseudonyms", field, "pseudonymise")
    if field not in terms.schema.primary_key:
        yield _drop(field)


def _words(field: str, terms: Terms, _: Sequence[str]) -> Iterator[Mend]:
    if field in terms.schema.names:
        yield _one(f"Mask every cell of '{field}'", field, "mask", keep=0)
        yield _drop(field)


def _singled_out(field: str, terms: Terms, hierarchies: Sequence[str]) -> Iterator[Mend]:
    asked = terms.disclosure or Disclosure()
    if asked.count_field == field:
        yield _one(f"Suppress the small counts of '{field}'", field, "suppress", below_k=True)
        return
    names = [name for name in field.split(", ") if name in asked.quasi_identifiers]
    if names and asked.k is not None:
        yield Mend(
            label=f"Empty {_listed(names)} in the rows that fewer than {asked.k} share",
            treatments=tuple(_treatment(name, "suppress", below_k=True) for name in names),
        )
        yield _one(f"Leave out the rows that fewer than {asked.k} share", names[0], "leave_out", below_k=True)
    for name in names:
        yield from _coarser(terms.schema.field(name), terms, hierarchies)


def _coarser(field: Field, terms: Terms, hierarchies: Sequence[str]) -> Iterator[Mend]:
    name, kind = field.name, field.type
    if kind in ("date", "datetime", "year", "yearmonth"):
        yield _one(f"Band '{name}' to 10 years", name, "band", years=10)
    elif kind == "integer":
        yield _one(f"Band '{name}' to steps of 10", name, "band", width=10)
    elif "postcode" in name.lower() or field.personal == "postcode":
        yield _one(f"Cut '{name}' to the postcode district", name, "district")
    for hierarchy in hierarchies:
        if hierarchy.removesuffix(".csv") in (name, f"{name}s"):
            yield _one(f"Generalise '{name}' by one level", name, "generalise", hierarchy=hierarchy, level=1)


def _failing_rows(finding: Mapping[str, Any]) -> Iterator[Mend]:
    """Of many rows a report names the first only: what is wrong in so many is mended where the file was made."""
    rows = finding.get("rows", ())
    if finding["field"] and rows and len(rows) == finding["count"]:
        label = "Leave the row out" if len(rows) == 1 else f"Leave these {len(rows)} rows out"
        yield _one(label, finding["field"], "leave_out", rows=list(rows))


_OFFERS = {"G01": _undeclared_column, "G05": _personal_data, "G06": _words, "G07": _singled_out}


def _drop(field: str) -> Mend:
    return _one(f"Drop the column '{field}'", field, "drop")


def _one(label: str, field: str, do: str, **arguments: Any) -> Mend:
    return Mend(label=label, treatments=(_treatment(field, do, **arguments),))


def _treatment(field: str, do: str, **arguments: Any) -> Treatment:
    return Treatment(field=field, do=do, arguments=arguments)


def _listed(names: Sequence[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


# --- a treatment in words -----------------------------------------------------------------------------------------
def in_words(treatment: Treatment) -> str:
    """What a treatment did, for a page or the record: "'phone' masked but for the last 3 characters"."""
    kept = treatment.arguments.get("keep")
    if treatment.do == "leave_out":
        rows = treatment.arguments.get("rows")
        return f"{len(rows)} rows left out by their numbers" if rows else "rows left out that too few share"
    if treatment.do == "drop_others":
        return "every column dropped that is not agreed"
    how = "years" if "years" in treatment.arguments else "mask all" if kept == 0 else treatment.do
    said = _DONE[how].format(**treatment.arguments)
    return f"'{treatment.field}' {said}"


_DONE = {
    "drop": "dropped",
    "pseudonymise": "replaced by pseudonyms",
    "mask": "masked but for the last {keep} characters",
    "mask all": "masked",
    "band": "banded to steps of {width}",
    "years": "banded to {years} years",
    "district": "cut to the postcode district",
    "round": "rounded to {to}",
    "generalise": "generalised to level {level}",
    "suppress": "emptied where too few share it",
}
