"""What the survey asks about each flow of data. A flow is data of one kind that goes to, or comes from, one body.

The questions are data: the pages, the printed report and the sheet are made of them, and a test holds them against
the list that the scrutiny review was given (WMFS 2.0, 2.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a question is answered."""

    LINE = "line"
    WORDS = "words"
    NUMBER = "number"
    CHOICE = "choice"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `page` is the page it stands on; `choices` are value and words; not every one must be answered."""

    name: str
    page: str
    asks: str
    kind: Kind = Kind.LINE
    hint: str = ""
    choices: Mapping[str, str] | None = None
    required: bool = True


PAGES = {
    "what": "What data is it?",
    "who": "Who is at the other end?",
    "why": "Why, and how does it get there?",
    "agreement": "What allows it?",
    "keeping": "How long is it kept?",
}
OFTEN = {
    "once": "Once",
    "now_and_then": "Now and then",
    "daily": "Every day, or all the time",
    "weekly": "Every week",
    "monthly": "Every month",
    "quarterly": "Every quarter",
    "yearly": "Every year",
}
QUESTIONS = (
    Question(name="data", page="what", asks="What data is shared?", hint="For example: absence records"),
    Question(name="subjects", page="what", asks="Who is the data about?", hint="For example: our own staff"),
    Question(
        name="people", page="what", asks="About how many people, in a year?", kind=Kind.NUMBER,
        hint="A good guess is enough",
    ),
    Question(
        name="direction", page="who", asks="Which way does it go?", kind=Kind.CHOICE,
        choices={"to": "We give it", "from": "We are given it", "both": "Both ways"},
    ),
    Question(
        name="where", page="who", asks="Where is the other end?", kind=Kind.CHOICE,
        choices={"outside": "Outside our organisation", "inside": "Another team of our own organisation"},
    ),
    Question(
        name="other", page="who", asks="Who is it?",
        hint="The organisation, or the team: not the name of a person",
    ),
    Question(name="purpose", page="why", asks="What is it for?", kind=Kind.WORDS),
    Question(name="how_often", page="why", asks="How often?", kind=Kind.CHOICE, choices=OFTEN),
    Question(
        name="how_sent", page="why", asks="How is it sent?", kind=Kind.CHOICE,
        choices={
            "email": "E-mail",
            "portal": "A portal or a secure transfer",
            "system": "A system that both use, or a link between systems",
            "paper": "On paper",
            "media": "On a memory stick or a disc",
            "spoken": "By word of mouth",
        },
    ),
    Question(
        name="agreed", page="agreement", asks="Is there an agreement, or a decision, that allows it?",
        kind=Kind.CHOICE, choices={"yes": "Yes", "no": "No", "unknown": "I do not know"},
        hint="It is not held against your team if there is none. That is what we want to find.",
    ),
    Question(
        name="agreement", page="agreement", asks="What is its reference?", required=False,
        hint="For example ISA-2026-0001. Leave it empty if you do not know it.",
    ),
    Question(
        name="lawful_basis", page="agreement", asks="Which lawful basis is it shared under?", required=False,
        hint="Leave it empty if you do not know.",
    ),
    Question(
        name="retention", page="keeping", asks="How long does whoever receives it keep it?", required=False,
        hint="Leave it empty if you do not know.",
    ),
    Question(
        name="reviewed", page="keeping", asks="When did anybody last look at whether it is still needed?",
        kind=Kind.DAY, required=False, hint="Leave it empty if nobody has.",
    ),
)  # fmt: skip
BY_NAME = {question.name: question for question in QUESTIONS}


def on_page(page: str) -> tuple[Question, ...]:
    return tuple(question for question in QUESTIONS if question.page == page)
