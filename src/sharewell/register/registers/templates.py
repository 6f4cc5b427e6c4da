"""Our templates, each a register of its versions: one is in use, and the ones before it stay as they were (OPCC 6.2).

A template is made of parts: a heading, our words, and the blanks that whoever drafts fills in. A version is an entry
that answers for each part how it is worded. How hard a version is to fill in is measured from its text (WMFS 3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sharewell.register.components import COMPONENTS, TEMPLATE_VERSION, Component, template_words
from sharewell.register.measure import Measured, measure
from sharewell.register.particulars import QUALITY, TASKS, Template
from sharewell.register.registers.clauses import CLAUSES
from sharewell.register.registers.entry import Ask, Entry, EntryStatus, Question, Register, Said
from sharewell.register.standard_terms import TOPICS
from sharewell.vocabulary.canonical import digest
from sharewell.vocabulary.event import JSON
from sharewell.vocabulary.paper import Block, Facts, Heading, Paper, Signatures, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a template: our `words` as they are shipped, and the labels of what is filled in (`blanks`)."""

    id: str
    heading: str
    citation: str
    words: str = ""
    blanks: tuple[str, ...] = ()
    essential: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One template. `signs` are those who sign it; the shipped wording is version `shipped`."""

    name: str
    title: str
    about: str
    parts: tuple[Part, ...]
    signs: tuple[str, ...]
    shipped: str = TEMPLATE_VERSION


# What is filled in under each component: each is asked once in the draft, and printed where it belongs.
_BLANKS: Mapping[str, tuple[str, ...]] = {
    "isa.title": ("Title",),
    "isa.parties": (
        "The other party",
        "Further parties",
        "Which way the data go",
        "What the parties are to each other",
    ),
    "isa.purpose": ("Purpose", "Benefits"),
    "isa.data_items": ("Our data set", "Each field: name, type, why it is needed"),
    "isa.data_standard": (QUALITY["format"],),
    "isa.lawful": ("Lawful basis of each party, for each direction",),
    "isa.power": ("Legal power of each party",),
    "isa.dpia": ("The impact assessment, or why there is none",),
    "isa.flow": ("First day", "Last day"),
    "isa.method": ("How it is sent",),
    "isa.quality": (QUALITY["accuracy"], QUALITY["minimised"]),
    "isa.amend": (QUALITY["amendment"],),
    "isa.retention": ("How long the recipient may keep it", QUALITY["retention"]),
    "isa.governance": tuple(TASKS.values()),
    "isa.audit": ("What assures us of the recipient",),
}


def _part(component: Component, template: Template) -> Part:
    blanks = _BLANKS.get(component.id, ())
    if template is Template.JOINT and component.id == "isa.transparency":
        blanks = (*blanks, "Where the essence of the arrangement is published")
    if template is Template.ONE_WAY and component.id == "isa.parties":
        blanks = ("The recipient",)
    return Part(
        id=component.id,
        heading=component.label,
        citation=component.citation,
        words=template_words(template).get(component.id, ""),
        blanks=blanks,
        essential=component.essential,
    )


def _agreement(template: Template, title: str, about: str) -> Form:
    parts = [_part(each, template) for each in COMPONENTS if each.by != "signature"]
    return Form(
        name=f"template-{template.value.replace('_', '-')}",
        title=title,
        about=about,
        parts=tuple(part for part in parts if part.words or part.blanks),
        signs=("The owner of the data set, for us", "The other party"),
    )


FORMS = (
    _agreement(
        Template.OURS,
        "Information sharing agreement",
        "Our simplified agreement between separate controllers who share both ways.",
    ),
    _agreement(
        Template.ONE_WAY,
        "One-way disclosure agreement",
        "The same for data that go one way only.",
    ),
    _agreement(
        Template.JOINT,
        "Joint controller arrangement",
        "For those who decide together why and how: UK GDPR Article 26.",
    ),
    Form(
        name="template-processor",
        title="Processor contract",
        about="For those who only act for us, or we for them: UK GDPR Article 28.",
        parts=(
            Part(
                id="schedule",
                heading="The schedule",
                citation="UK GDPR Article 28(3)",
                blanks=(
                    "The controller",
                    "The processor",
                    "What is done, for how long, and why",
                    "Whom the data are about",
                    "Kinds of personal data",
                    "Sub-processors, or none",
                    "Transfers abroad, or none",
                    "Security, and what was seen of it",
                    "First day",
                    "Last day",
                ),
            ),
            *(
                Part(id=each.id, heading=each.label, citation=each.citation, words=each.words)
                for each in CLAUSES
            ),
        ),
        signs=("The controller", "The processor"),
    ),
    Form(
        name="template-standard-terms",
        title="Standard terms",
        about="What a recipient of a one-off release accepts before it collects.",
        parts=tuple(
            Part(
                id=each.id,
                heading=each.label,
                citation=each.citation,
                words=each.words,
                essential=each.essential,
            )
            for each in TOPICS
        ),
        signs=(),
        shipped="1",
    ),
)
BY_NAME: Mapping[str, Form] = {each.name: each for each in FORMS}
OF_AGREEMENTS: Mapping[Template, Form] = {
    template: BY_NAME[f"template-{template.value.replace('_', '-')}"]
    for template in (Template.OURS, Template.ONE_WAY, Template.JOINT)
}


def _register(form: Form) -> Register:
    worded = [each for each in form.parts if each.words]
    return Register(
        name=form.name,
        title=form.title,
        one="version",
        prefix="TPL",
        about=form.about + " Each entry is a version; putting one into use retires the one before.",
        questions=(
            Question(id="version", label="Version", needed=True),
            Question(id="changes", label="What is new in it", ask=Ask.TEXT, needed=True),
            *(
                Question(
                    id=each.id,
                    label=each.heading,
                    citation=each.citation,
                    ask=Ask.TEXT,
                    needed=each.essential,
                )
                for each in worded
            ),
        ),
        listed=("version", "changes"),
        into_force="Put into use",
        follows=_released,
    )


def _released(before: Entry | None, after: Entry) -> Iterator[Said]:
    """A version goes live: how much it asks of whoever drafts stands beside it, to be compared with the next."""
    if after.status is EntryStatus.IN_FORCE and (before is None or before.status is not EntryStatus.IN_FORCE):
        size = measured(after)
        details: dict[str, JSON] = {
            "version": after.said("version"),
            "fields": size.fields,
            "minutes": size.minutes,
        }
        yield "template.released", {**details, "reading_age": size.reading_age}


REGISTERS = tuple(_register(each) for each in FORMS)


def shipped(form: Form) -> Entry:
    """The version that comes with Sharewell: in use until the office puts one of its own into use."""
    words = {each.id: each.words for each in form.parts if each.words}
    return Entry(
        register=form.name,
        reference=f"{form.name}/{form.shipped}",
        title=form.title,
        status=EntryStatus.IN_FORCE,
        answers={"version": form.shipped, "changes": "As it comes with Sharewell.", **words},
    )


def words_of(version: Entry) -> dict[str, str]:
    """The wording a draft begins with."""
    form = BY_NAME[version.register]
    return {each.id: said for each in form.parts if (said := version.said(each.id))}


def digest_of(version: Entry) -> str:
    """The SHA-256 of everything a version says: what its printed copies carry."""
    form = BY_NAME[version.register]
    parts = [[each.id, each.heading, version.said(each.id), list(each.blanks)] for each in form.parts]
    return digest({"template": form.name, "version": version.said("version"), "parts": parts})


def measured(version: Entry) -> Measured:
    """How much there is to read and to fill in."""
    form = BY_NAME[version.register]
    texts = [
        text for each in form.parts for text in (each.heading, version.said(each.id), *each.blanks) if text
    ]
    return measure(texts, fields=sum(len(each.blanks) for each in form.parts))


def printed(version: Entry, *, issuer: str, on: date) -> Paper:
    """A version with its blanks, to be filled in by hand or in Word. It carries its number and its digest."""
    form = BY_NAME[version.register]
    return Paper(
        title=form.title,
        issuer=issuer,
        reference=version.reference,
        on=on,
        blocks=tuple(_blocks(form, version)),
    )


def _blocks(form: Form, version: Entry) -> Iterator[Block]:
    yield Facts(pairs=(("Version", version.said("version")), ("Digest of this version", digest_of(version))))
    for each in form.parts:
        yield Heading(text=each.heading)
        if said := version.said(each.id):
            yield Words(text=said)
        if each.blanks:
            yield Facts(pairs=tuple((blank, "……………………") for blank in each.blanks))
    if form.signs:
        yield Heading(text="Signatures")
        yield Signatures(signatories=form.signs)
