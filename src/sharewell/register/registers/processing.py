"""The record of processing activities (UK GDPR Article 30), worked out from the registers and never typed in twice.

An activity is a data set put to use. What the asset register says of it, the agreements that rest on it and the notice
fill the regulator's fields; a mandatory field that stays empty is said to be missing. What we process for others comes
from the contracts in which we are the processor (Article 30(2)).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sharewell.register.registers import contracts
from sharewell.register.registers.entry import Entry
from sharewell.vocabulary.paper import Block, Facts, Heading, Listed, Paper, Words
from sharewell.vocabulary.when import Period, PeriodUnreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who keeps the record: the controller, whom it followed by law, and its Data Protection Officer."""

    name: str
    dpo: str = ""
    predecessor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What one agreement in force says of a data set. `sends` is false where we only receive under it."""

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
    """One line of the record: the field's text by its id."""

    reference: str
    title: str
    told: Mapping[str, str]

    @property
    def own(self) -> bool:
        """Whether the office keeps it for its own promises, and no information asset stands behind it."""
        return self.reference in _OWN

    def missing(self) -> tuple[Field, ...]:
        """The mandatory fields of which the registers hold nothing."""
        return tuple(each for each in FIELDS if each.mandatory and not self.told[each.id])


def _asset(*questions: str) -> Callable[[Sources], Iterable[str]]:
    return lambda sources: [sources.asset.said(each) for each in questions]


def _uses(name: str) -> Callable[[Sources], Iterable[str]]:
    return lambda sources: [getattr(each, name) for each in sources.uses]


def _controller(sources: Sources) -> Iterator[str]:
    yield from _keeper(sources.office)


def _keeper(office: Office) -> Iterator[str]:
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
        find=lambda sources: [sources.asset.said("lawful_basis"), *_uses("basis")(sources)],
    ),
    Field(
        id="ropa.art9",
        label="Condition for special category or offence data",
        citation="ICO template; DPA 2018 Schedule 1 paragraph 41",
        find=_uses("condition"),
    ),
    Field(id="ropa.source", label="Where the data come from", citation="ICO template", find=_source),
    Field(
        id="ropa.notice",
        label="Privacy notice",
        citation="ICO template",
        find=lambda sources: [sources.notice],
    ),
    Field(id="ropa.contract", label="Agreements and contracts", citation="ICO template", find=_links),
    Field(id="ropa.location", label="Where they are kept", citation="ICO template", find=_asset("location")),
    Field(id="ropa.dpia", label="Impact assessment", citation="ICO template", find=_uses("dpia")),
)


def activity(sources: Sources) -> Activity:
    """One line of the controller's record. Each thing is told once, in the order in which it was found."""
    return Activity(
        reference=sources.asset.reference,
        title=sources.asset.title,
        told={each.id: _told(each.find(sources)) for each in FIELDS},
    )


def _told(found: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(each.strip() for each in found if each.strip()))


# --- what the office keeps in order to keep its promises --------------------------------------------------------------
# Digests with a key are still personal data (Article 4(5)), and so they stand in the record like anything else.
_OWN: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "subject-index": (
        "Subject index of what was released",
        {
            "ropa.purposes": "Telling recipients of corrections, and answering who received somebody’s data",
            "ropa.people": "Those in files that were released",
            "ropa.data": "Keyed digests of the identifiers in each file; nothing in clear",
            "ropa.retention": "An index until the certificate of its copy is in; a key until no index needs it",
            "ropa.security": "The key lies apart from the database; a look-up needs a reason and is on the record",
            "ropa.function": "The Data Protection Officer",
            "ropa.art6": "Article 6(1)(c): Articles 15(1)(c) and 19",
            "ropa.source": "The files that were released",
            "ropa.location": "The vault, beside the sealed parcels",
            "ropa.dpia": "Screened: no new technology, and nothing is decided about anybody",
        },
    ),
    "differencing-index": (
        "Differencing index of what was released",
        {
            "ropa.purposes": "Refusing a file that, with an earlier one, would single somebody out",
            "ropa.people": "Those in files that were released under a limit of disclosure",
            "ropa.data": "Keyed digests of groups of people, and how many are in each; nothing in clear",
            "ropa.retention": "Until the last parcel that it serves is certified as destroyed",
            "ropa.security": "The key lies apart from the database; its change is on the record",
            "ropa.function": "The owner of the data set",
            "ropa.art6": "Article 6(1)(c): Article 25, data protection by design",
            "ropa.source": "The files that were released",
            "ropa.location": "The database; its keys beside the office’s other keys",
            "ropa.dpia": "Named for each data set on the page of the index",
        },
    ),
}


def of_our_own(office: Office) -> tuple[Activity, ...]:
    """What the office keeps so that Article 19 and the gate's promises can be kept: two indexes of keyed digests."""
    same = {
        "ropa.controller": _told(_keeper(office)),
        "ropa.recipients": "None",
        "ropa.transfers": "None",
    }
    nothing = {each.id: "" for each in FIELDS}
    return tuple(
        Activity(reference=reference, title=title, told={**nothing, **same, **told})
        for reference, (title, told) in _OWN.items()
    )


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
            _told(_controller(Sources(office=office, asset=each))),
            names.get(each.said("party"), each.said("party")),
            each.said("service"),
            each.said("transfers"),
            each.said("security"),
        )
        for each in held
        if each.said("side") == contracts.WE
    )


# --- printed ----------------------------------------------------------------------------------------------------------
def printed(
    activities: Iterable[Activity],
    for_others: Iterable[tuple[str, ...]],
    *,
    office: Office,
    on: date,
) -> Paper:
    """The whole record as a document: both halves of Article 30."""
    return Paper(
        title="Record of processing activities",
        issuer=office.name,
        on=on,
        blocks=(
            Words(text="Under Article 30 of the UK GDPR. Worked out from the registers on the day above."),
            Heading(text="What we do as a controller"),
            *_controllers(tuple(activities)),
            Heading(text="What we do for others as a processor"),
            *_processors(tuple(for_others)),
        ),
    )


def _controllers(activities: tuple[Activity, ...]) -> Iterator[Block]:
    for each in activities:
        yield Heading(text=each.title, level=2)
        yield Facts(pairs=tuple((field.label, each.told[field.id] or "Nothing on file") for field in FIELDS))
        if missing := each.missing():
            yield Words(text="Missing, and mandatory:", strong=True)
            yield Listed(items=tuple(f"{field.label} ({field.citation})" for field in missing))
    if not activities:
        yield Words(text="Nothing: no information asset is on the register.")


def _processors(lines: tuple[tuple[str, ...], ...]) -> Iterator[Block]:
    for line in lines:
        yield Facts(pairs=tuple(zip((label for label, _ in PROCESSOR_FIELDS), line, strict=True)))
    if not lines:
        yield Words(text="Nothing: no contract on file names us as the processor.")
