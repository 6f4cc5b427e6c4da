"""The record of processing activities (UK GDPR Article 30), worked out from the registers and never typed in twice.

An activity is a data set put to use. What the asset register says of it, the agreements that rest on it and the notice
fill the regulator's fields; a mandatory field that stays empty is said to be missing. What we process for others comes
from the contracts in which we are the processor (Article 30(2)).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sharewell.register.registers import contracts
from sharewell.register.registers.entry import Entry
from sharewell.vocabulary.when import Period, PeriodUnreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who keeps the record: the controller, whom it followed by law, and its Data Protection Officer."""

    name: str
    dpo: str = ""
    predecessor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What one agreement in force says of a data set. `sends` is false where we only receive under it; `incidents` are
    on the card of its party, each with its day.
    """

    agreement: str
    purpose: str
    party: str
    basis: str
    data: str = ""
    sends: bool = True
    transfers: str = ""
    security: str = ""
    dpia: str = ""
    condition: str = ""
    incidents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Everything about one data set: its entry in the asset register, and what rests on it."""

    office: Office
    asset: Entry
    uses: tuple[Use, ...] = ()
    contracts: tuple[Entry, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the record. `find` gives what the registers hold of it; several things are told on lines."""

    id: str
    label: str
    citation: str
    find: Callable[[Sources], Iterable[str]]
    mandatory: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One line of the record: the field's text by its id. `own`: the office keeps it in order to keep its promises, and
    no information asset stands behind it.
    """

    reference: str
    title: str
    told: Mapping[str, str]
    own: bool = False

    def missing(self) -> tuple[Field, ...]:
        """The mandatory fields of which the registers hold nothing."""
        return tuple(each for each in FIELDS if each.mandatory and not self.told[each.id])


def _asset(*questions: str) -> Callable[[Sources], Iterable[str]]:
    return lambda sources: [sources.asset.said(each) for each in questions]


def _uses(name: str) -> Callable[[Sources], Iterable[str]]:
    return lambda sources: [getattr(each, name) for each in sources.uses]


def _controller(sources: Sources) -> Iterator[str]:
    yield from keeper(sources.office)


def keeper(office: Office) -> Iterator[str]:
    yield office.name
    if office.predecessor:
        yield f"in succession to {office.predecessor}"
    if office.dpo:
        yield f"Data Protection Officer: {office.dpo}"


def _purposes(sources: Sources) -> Iterator[str]:
    yield sources.asset.said("value")
    yield from (each.purpose for each in sources.uses)


def _recipients(sources: Sources) -> Iterator[str]:
    yield from (each.party for each in sources.uses if each.sends)
    yield from (f"{each.title} (processor)" for each in sources.contracts)
    yield sources.asset.said("access")


def _data(sources: Sources) -> Iterator[str]:
    yield sources.asset.said("special")
    yield from (f"{each.agreement}: {each.data}" for each in sources.uses if each.data)
    if not sources.uses:
        yield sources.asset.said("personal")


def _transfers(sources: Sources) -> Iterator[str]:
    said = [each.transfers for each in sources.uses] + [each.said("transfers") for each in sources.contracts]
    yield from said or ["None"]


def _retention(sources: Sources) -> Iterator[str]:
    try:
        yield Period.parse(sources.asset.said("retention")).in_words()
    except PeriodUnreadable:
        yield sources.asset.said("retention")


def _source(sources: Sources) -> Iterator[str]:
    yield sources.asset.said("source")
    yield from (f"From {each.party}" for each in sources.uses if not each.sends)


# Which rights a lawful basis of Article 6(1) takes away, gives, or gives back: the point, and the articles beside
# access, rectification and restriction, which everybody has.
_RIGHTS: Mapping[str, str] = {
    "a": "withdrawing consent, erasure, portability (Articles 7(3), 17, 20)",
    "b": "erasure, portability (Articles 17, 20)",
    "c": "neither erasure nor objection (Article 17(3)(b))",
    "d": "erasure (Article 17)",
    "e": "objection; no erasure while the task needs the data (Articles 21, 17(3)(b))",
    "f": "objection, erasure (Articles 21, 17)",
}
_POINT = re.compile(r"6\s*\(1\)\s*\(([a-f])\)")


def _bases(sources: Sources) -> Iterator[str]:
    yield sources.asset.said("lawful_basis")
    yield from _uses("basis")(sources)


def _rights(sources: Sources) -> Iterator[str]:
    points = dict.fromkeys(point for basis in _bases(sources) for point in _POINT.findall(basis))
    if points:
        yield "Access, rectification, restriction (Articles 15, 16, 18)"
    yield from (f"On Article 6(1)({point}): {_RIGHTS[point]}" for point in points)
    yield f"Decisions by machines: {sources.asset.said('automated') or 'none on file'}"


def _consents(sources: Sources) -> Iterator[str]:
    """Where the consents lie; said to be missing where consent is the basis and nobody says."""
    where = sources.asset.said("consents")
    rests_on_it = any("a" in _POINT.findall(basis) for basis in _bases(sources))
    yield where or ("Not on file, though consent is the basis" if rests_on_it else "")


def _assessments(sources: Sources) -> Iterator[str]:
    for each in sources.uses:
        yield f"{each.agreement}: {each.dpia}" if each.dpia else ""


def _links(sources: Sources) -> Iterator[str]:
    yield from (each.agreement for each in sources.uses)
    yield from (each.reference for each in sources.contracts)


# In the regulator's order; what its template adds to Article 30 is not mandatory.
FIELDS = (
    Field(
        id="ropa.controller",
        label="Controller, joint controllers and Data Protection Officer",
        citation="UK GDPR Article 30(1)(a)",
        mandatory=True,
        find=_controller,
    ),
    Field(
        id="ropa.purposes",
        label="Purposes",
        citation="UK GDPR Article 30(1)(b)",
        mandatory=True,
        find=_purposes,
    ),
    Field(
        id="ropa.people",
        label="Categories of people",
        citation="UK GDPR Article 30(1)(c)",
        mandatory=True,
        find=_asset("personal"),
    ),
    Field(
        id="ropa.data",
        label="Categories of personal data",
        citation="UK GDPR Article 30(1)(c)",
        mandatory=True,
        find=_data,
    ),
    Field(
        id="ropa.recipients",
        label="Recipients, also abroad",
        citation="UK GDPR Article 30(1)(d)",
        mandatory=True,
        find=_recipients,
    ),
    Field(
        id="ropa.transfers",
        label="Transfers abroad, and safeguards",
        citation="UK GDPR Article 30(1)(e)",
        mandatory=True,
        find=_transfers,
    ),
    Field(
        id="ropa.retention",
        label="Time limits for erasure",
        citation="UK GDPR Article 30(1)(f)",
        mandatory=True,
        find=_retention,
    ),
    Field(
        id="ropa.security",
        label="Security, in general",
        citation="UK GDPR Article 30(1)(g)",
        mandatory=True,
        find=lambda sources: [sources.asset.said("risk"), *_uses("security")(sources)],
    ),
    Field(
        id="ropa.function",
        label="Business function and owner",
        citation="ICO template",
        find=_asset("business_area", "owner"),
    ),
    Field(
        id="ropa.art6",
        label="Lawful basis (Article 6)",
        citation="ICO template",
        find=_bases,
    ),
    Field(
        id="ropa.art9",
        label="Condition for special category or offence data",
        citation="ICO template; DPA 2018 Schedule 1 paragraph 41",
        find=_uses("condition"),
    ),
    Field(
        id="ropa.rights",
        label="Rights available; automated decisions",
        citation="ICO template",
        find=_rights,
    ),
    Field(id="ropa.source", label="Where the data come from", citation="ICO template", find=_source),
    Field(
        id="ropa.notice",
        label="Privacy notice",
        citation="ICO template",
        find=lambda sources: [sources.notice],
    ),
    Field(id="ropa.consent", label="Where consents are recorded", citation="ICO template", find=_consents),
    Field(id="ropa.contract", label="Agreements and contracts", citation="ICO template", find=_links),
    Field(id="ropa.location", label="Where they are kept", citation="ICO template", find=_asset("location")),
    Field(id="ropa.dpia", label="Impact assessment", citation="ICO template", find=_assessments),
    Field(
        id="ropa.breach",
        label="Breaches and near misses",
        citation="ICO template; UK GDPR Article 33(5)",
        find=lambda sources: [told for each in sources.uses for told in each.incidents],
    ),
    Field(
        id="ropa.p3",
        label="For law enforcement: legal basis, profiling, transfers, logs",
        citation="DPA 2018 s.61",
        find=_asset("part3"),
    ),
)


def activity(sources: Sources) -> Activity:
    """One line of the controller's record. Each thing is told once, in the order in which it was found."""
    return Activity(
        reference=sources.asset.reference,
        title=sources.asset.title,
        told={each.id: in_lines(each.find(sources)) for each in FIELDS},
    )


def in_lines(found: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(each.strip() for each in found if each.strip()))


# --- what we do for others --------------------------------------------------------------------------------------------
PROCESSOR_FIELDS = (
    ("Processor and Data Protection Officer", "UK GDPR Article 30(2)(a)"),
    ("Controller we act for", "UK GDPR Article 30(2)(a)"),
    ("What we do for it", "UK GDPR Article 30(2)(b)"),
    ("Transfers abroad, and safeguards", "UK GDPR Article 30(2)(c)"),
    ("Security, in general", "UK GDPR Article 30(2)(d)"),
)


def processor_record(
    held: Iterable[Entry], *, office: Office, names: Mapping[str, str]
) -> tuple[tuple[str, ...], ...]:
    """A line for each contract in which we are the processor, in the order of `PROCESSOR_FIELDS`."""
    return tuple(
        (
            in_lines(_controller(Sources(office=office, asset=each))),
            names.get(each.said("party"), each.said("party")),
            each.said("service"),
            each.said("transfers"),
            each.said("security"),
        )
        for each in held
        if each.said("side") == contracts.WE
    )
