"""Privacy notices: the main one, the specific ones beside it, and what each is missing (OPCC 4.2, 4.3).

A notice's text is made of its answers and of the register: who receives data is never typed in. Publishing freezes the
text as an edition, with the parties it names; when an agreement with somebody else comes into force, the edition is
missing a recipient, and says so until it is published again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from sharewell.register.registers.entry import Ask, Entry, Question, Register
from sharewell.vocabulary.canonical import digest
from sharewell.vocabulary.paper import Block, Facts, Heading, Listed, Paper, Words

_CONTENTS = (
    ("pn.identity", "Who we are, and how to reach us", "UK GDPR Articles 13(1)(a) and 14(1)(a)", True),
    ("pn.dpo", "Our Data Protection Officer", "UK GDPR Articles 13(1)(b) and 14(1)(b)", True),
    ("pn.purpose", "Why we use your data, and on which lawful basis", "UK GDPR Articles 13(1)(c) and 14(1)(c)", True),
    ("pn.categories", "What we hold, and how", "UK GDPR Article 14(1)(d); OPCC 4.2", True),
    ("pn.li", "Legitimate interests we rely on", "UK GDPR Articles 13(1)(d) and 14(2)(b)", False),
    ("pn.transfers", "Whether your data leave the United Kingdom", "UK GDPR Articles 13(1)(f) and 14(1)(f)", True),
    ("pn.retention", "How long we keep them", "UK GDPR Articles 13(2)(a) and 14(2)(a)", True),
    ("pn.rights", "Your rights", "UK GDPR Articles 13(2)(b) and 14(2)(c)", True),
    ("pn.withdraw", "How to withdraw consent", "UK GDPR Articles 13(2)(c) and 14(2)(d)", False),
    ("pn.complain", "How to complain", "UK GDPR Articles 13(2)(d) and 14(2)(e); DPA 2018 s.164A", True),
    ("pn.source", "Where your data come from", "UK GDPR Article 14(2)(f)", True),
    ("pn.statutory", "Whether you have to give them", "UK GDPR Article 13(2)(e)", False),
    ("pn.adm", "Decisions made by machines", "UK GDPR Articles 13(2)(f) and 14(2)(g)", True),
)  # fmt: skip
NOTICES = Register(
    name="notices",
    title="Privacy notices",
    one="privacy notice",
    prefix="PN",
    about="What people are told of how we use their data. The text is made from the register: whom we share with is "
    "taken from the agreements in force.",
    questions=(
        Question(id="url", label="Where people find it", hint="Its address, or where it hangs"),
        *(
            Question(id=id, label=label, citation=citation, ask=Ask.TEXT, needed=needed)
            for id, label, citation, needed in _CONTENTS
        ),
    ),
    listed=("url",),
    into_force="Publish a new edition",
    again=True,
)
SPECIFIC = Register(
    name="specific-notices",
    title="Specific notices",
    one="specific notice",
    prefix="SN",
    about="What certain people are told in addition, because a sharing would surprise them or matters much to them "
    "(OPCC 4.3). Each links to the main notice.",
    questions=(
        Question(
            id="audience", label="Whom is it for?", needed=True, hint="Victims referred to support services"
        ),
        Question(
            id="trigger",
            label="Why is it needed?",
            citation="OPCC 4.3",
            ask=Ask.CHOICE,
            needed=True,
            choices=(
                ("pn.trig.1", "Special category or offence data are shared"),
                ("pn.trig.2", "People might not expect it, or might object"),
                ("pn.trig.3", "It has a significant effect on people"),
                ("pn.trig.4", "The recipient is one they might not expect"),
                ("pn.trig.5", "It serves several different purposes"),
            ),
        ),
        Question(id="main", label="The main notice it links to", ask=Ask.NOTICE, needed=True),
        Question(id="what", label="What is shared, with whom and why", ask=Ask.TEXT, needed=True),
        Question(id="choice", label="What people can do about it", ask=Ask.TEXT, needed=True),
        Question(
            id="how",
            label="How is it given?",
            needed=True,
            hint="Read out, handed over, sent with the letter",
        ),
        Question(
            id="when",
            label="When is it given?",
            ask=Ask.CHOICE,
            needed=True,
            choices=(
                ("collection", "When the data are collected (Article 13)"),
                ("month", "Within a month at the latest (Article 14)"),
                ("first_contact", "At the first communication (Article 14)"),
                ("before_disclosure", "Before the first disclosure (Article 14)"),
            ),
        ),
    ),
    listed=("audience", "main"),
    into_force="Publish a new edition",
    again=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """A party that personal data go to under something in force, and what for."""

    party: str
    name: str
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A notice as it was published: `number` counts, `named` are the references of the parties it names."""

    number: int
    on: date
    named: frozenset[str]
    digest: str


def text_of(notice: Entry, *, sharings: Iterable[Sharing], issuer: str, on: date, main: str = "") -> Paper:
    """The notice as people read it. `main` is where the main notice is found (for a specific one)."""
    specific = notice.register == SPECIFIC.name
    body = _specific(notice, main) if specific else _main(notice, tuple(sharings))
    return Paper(title=notice.title, issuer=issuer, reference=notice.reference, on=on, blocks=body)


def _main(notice: Entry, sharings: tuple[Sharing, ...]) -> tuple[Block, ...]:
    parts: list[Block] = []
    for id, label, *_ in _CONTENTS:
        if notice.said(id):
            parts += [Heading(text=label), *_paragraphs(notice.said(id))]
        if id == "pn.categories":
            parts += [Heading(text="Whom we share them with"), *_shared_with(sharings)]
    return tuple(parts)


def _shared_with(sharings: tuple[Sharing, ...]) -> tuple[Block, ...]:
    if not sharings:
        return (
            Words(text="We share your data regularly with nobody. If that changes, this notice says so."),
        )
    by_party: dict[str, list[str]] = {}
    for each in sharings:
        by_party.setdefault(each.name, []).append(each.purpose.strip())
    told = (
        f"{name}: {' '.join(dict.fromkeys(filter(None, why)))}".rstrip(": ")
        for name, why in sorted(by_party.items())
    )
    return (Words(text="We have agreements to share data regularly with:"), Listed(items=tuple(told)))


def _specific(notice: Entry, main: str) -> tuple[Block, ...]:
    label = dict(SPECIFIC.question("when").choices)
    return (
        Facts(
            pairs=(
                ("Who this is for", notice.said("audience")),
                ("How you are told", notice.said("how")),
                ("When", label.get(notice.said("when"), "").partition(" (")[0]),
            )
        ),
        Heading(text="What we share"),
        *_paragraphs(notice.said("what")),
        Heading(text="What you can do"),
        *_paragraphs(notice.said("choice")),
        Heading(text="More"),
        Words(text=f"This adds to our main privacy notice{f', which you find at {main}' if main else ''}."),
    )


def _paragraphs(text: str) -> tuple[Words, ...]:
    return tuple(Words(text=line.strip()) for line in text.splitlines() if line.strip())


def digest_of(paper: Paper) -> str:
    """What an edition is known by: the SHA-256 of its words, whatever day they are printed."""
    return digest({"title": paper.title, "blocks": [asdict(block) for block in paper.blocks]})


def not_named(named: Iterable[str], sharings: Iterable[Sharing]) -> tuple[Sharing, ...]:
    """The recipients that are missing from a published edition, each once (OPCC 4.2)."""
    known = set(named)
    missing: Mapping[str, Sharing] = {each.party: each for each in sharings if each.party not in known}
    return tuple(missing.values())
