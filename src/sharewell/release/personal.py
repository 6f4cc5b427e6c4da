"""Personal data where none was agreed: when a column is believed to hold some, and what was agreed about it.

A look-alike proves nothing: one ten-digit reference in eleven passes the check of an NHS number. So a kind is
believed to be in a column

    when a valid hit stands beside a context word, in its cell or in the header; or
    when its form is written by nobody else (a postcode with its space), and nearly all of that form are valid; or
    when so many of the different look-alikes are valid that accident cannot explain it.

What is believed and was not agreed is G05. Words that tell of special categories or offences are G06, for a
person to look at. Nothing here reads a file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sharewell.register.table_schema import Field
from sharewell.release.detectors import DETECTORS, Detector
from sharewell.release.finding import Finding, found

# Of a form that speaks for itself, so many of all look-alikes in the column must be valid.
NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What the engine counted for one detector in one column.

    `rows` hold a valid hit; `beside` of them have a context word in the same cell. Of the different look-alikes
    in the column (or of a fair sample of them) there are `candidates`, and `valid` of those are valid.
    """

    rows: int
    beside: int = 0
    candidates: int = 0
    valid: int = 0


class Because(StrEnum):
    """What convinced: a word in the header, a word in the cell, or the column as a whole."""

    HEADER = "the header says so"
    CELL = "a word in the same cell says so"
    COLUMN = "the column as a whole shows it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A kind of personal data believed to be in a column, or a category of special terms met there (`term`)."""

    column: int
    kind: str
    because: Because
    count: int
    rows: tuple[int, ...]
    term: bool = False


def convinced(detector: Detector, tally: Tally, header: str) -> Because | None:
    """Whether that tally makes one believe that the column holds what the detector looks for, and why."""
    if not tally.rows:
        return None
    if re.search(detector.context, as_words(header)):
        return Because.HEADER
    if tally.beside:
        return Because.CELL
    by_form = detector.plain and 0 < tally.valid >= NEARLY_ALL * tally.candidates
    if by_form or at_least(tally.valid, tally.candidates, detector.chance) <= detector.doubt:
        return Because.COLUMN
    return None


def at_least(hits: int, tries: int, chance: float) -> float:
    """The probability of that many hits or more in so many independent tries (upper binomial tail)."""
    if hits <= tries * chance:
        return 1.0
    log = math.lgamma(tries + 1) - math.lgamma(hits + 1) - math.lgamma(tries - hits + 1)
    term = math.exp(log + hits * math.log(chance) + (tries - hits) * math.log1p(-chance))
    total, ratio = term, chance / (1 - chance)
    while term > total * 1e-12 and hits < tries:
        term *= (tries - hits) / (hits + 1) * ratio
        hits += 1
        total += term
    return total


# --- what a field is agreed to hold ---------------------------------------------------------------------
# The last words of a field's name → the kind it holds; the longest that fits decides.
_PEOPLE = frozenset(
    """
    applicant birth caller carer child client complainant contact customer defendant driver employee family first
    full given guardian householder known last maiden member middle occupier officer owner parent patient person
    persons preferred pupil referrer resident staff student subject suspect tenant user victim witness
    """.split()  # noqa: SIM905 - a list of words reads better as a text
)
_ENDINGS: dict[str, tuple[str, ...]] = {
    "name": ("surname", "forename", "forenames", "fullname", "firstname", "lastname", "initials", "next of kin"),
    "address": (
        "address", "addr", "address line", "street address", "street", "house number", "house name", "address full",
    ),
    "postcode": ("postcode", "post code", "postal code", "zip", "zip code", "zipcode"),
    "email": ("email", "e mail", "email address", "email addr", "e mail address", "mail address"),
    "phone": (
        "phone", "telephone", "tel", "mobile", "phone number", "telephone number", "tel number", "mobile number",
        "phone no", "telephone no", "tel no", "mobile no", "contact number", "contact no", "landline", "fax",
    ),
    "dob": ("dob", "date of birth", "birth date", "birthdate", "birthday", "d o b", "dateofbirth"),
    "nhs_number": ("nhs", "nhs number", "nhs no", "nhs num", "nhsnumber", "nhs id", "chi number"),
    "nino": ("nino", "ni number", "ni no", "national insurance number", "national insurance no", "ninumber"),
    "vehicle": (
        "vrm", "vrn", "vehicle registration", "vehicle reg", "registration mark", "number plate", "car reg", "reg no",
        "registration number", "vehicle registration mark", "vehicle registration number",
    ),
    "bank": (
        "sort code", "sortcode", "account number", "account no", "bank account", "bank details", "iban", "acct no",
    ),
    "card": ("card number", "card no", "pan", "card pan", "credit card", "debit card"),
    "ip": ("ip", "ip address", "ipaddress", "ip addr"),
    "identifier": (
        "person id", "client id", "patient id", "subject id", "user id", "member id", "customer id", "nominal id",
        "upn", "uprn", "pseudonym", "person ref", "client ref", "passport number", "passport no",
        "driving licence number",
    ),
    "none": ("mac address", "web address", "site address", "url address"),
}  # fmt: skip
_KIND_OF_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}
_LONGEST_ENDING = max(len(ending.split()) for ending in _KIND_OF_ENDING)


def as_words(header: str) -> str:
    """A header as words in lower case: `complainantDob`, `complainant_dob` and "Complainant DOB" are one."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", header)
    return " ".join(re.findall(r"[a-z]+|[0-9]+", parted.lower()))


def inferred(header: str) -> str:
    """The kind of personal data that a field of that name holds where nobody said; "none" if it says nothing."""
    words = [word for word in as_words(header).split() if not word.isdigit()]
    for length in range(min(_LONGEST_ENDING, len(words)), 0, -1):
        kind = _KIND_OF_ENDING.get(" ".join(words[-length:]))
        if kind is not None:
            return kind
    # Wards, schools and products have names too: only a person's, or nothing but "name".
    if words[-1:] == ["name"] and (len(words) == 1 or words[-2] in _PEOPLE):
        return "name"
    return "none"


def agreed(header: str, declared: str | None) -> str:
    """What the field holds: as declared (`none` is binding), else as its name says."""
    return inferred(header) if declared is None else declared


def covers(agreed_kind: str, kind: str) -> bool:
    """Whether finding `kind` is no surprise in a field agreed to hold `agreed_kind`.

    An address holds its postcode, and its streets and houses are named after people; an e-mail address is made
    of names.
    """
    also = {"address": ("postcode", "name"), "email": ("name",)}
    return kind == agreed_kind or kind in also.get(agreed_kind, ())


# What special terms are called in the header of a field that is agreed to hold them.
SAID_BY_HEADER = {
    "health": r"health|medical|diagnos[ei]s|disabilit(?:y|ies)|condition|illness",
    "racial or ethnic origin": r"ethnic(?:ity)?|race|origin",
    "religion or belief": r"religion|faith|belief",
    "political opinions": r"politic(?:s|al)",
    "trade union membership": r"union",
    "sex life or sexual orientation": r"sex|sexual|orientation|gender",
    "genetic or biometric data": r"genetic|biometric|dna",
    "offences": r"offences?|crimes?|criminal|convictions?|arrests?",
}


def terms_expected(header: str, category: str) -> bool:
    """Whether the field's own name says that it holds that special category: then it was agreed."""
    return re.search(rf"\b(?:{SAID_BY_HEADER[category]})\b", as_words(header)) is not None


_LOOKED_FOR = frozenset(detector.kind for detector in DETECTORS)


# --- what it means ----------------------------------------------------------------------------------------
IN_WORDS = {
    "name": "names of people",
    "address": "street addresses",
    "postcode": "postcodes",
    "email": "e-mail addresses",
    "phone": "telephone numbers",
    "dob": "dates of birth",
    "nhs_number": "NHS numbers",
    "nino": "National Insurance numbers",
    "vehicle": "vehicle registration marks",
    "bank": "bank accounts",
    "card": "payment card numbers",
    "ip": "IP addresses",
    "identifier": "identifiers",
    "none": "no personal data",
}


def undeclared(
    fields: Sequence[Field], headers: Sequence[str], names: Sequence[str], seen: Sequence[Seen]
) -> Iterator[Finding]:
    """What was seen in agreed columns and was not agreed: G05, and for special terms G06.

    A column that is not in the terms at all is refused as such (G01). `names` are the headers as they may be
    shown.
    """
    declared = {field.name: field for field in fields}
    for each in seen:
        field = declared.get(headers[each.column])
        if field is None:
            continue
        holds = agreed(field.name, field.personal)
        if not each.term and not covers(holds, each.kind):
            yield _personal_data(each, names[each.column], f"The field is agreed to hold {IN_WORDS[holds]}.")
        if each.term and _is_free_text(field, holds) and not terms_expected(field.name, each.kind):
            yield _special_terms(each, names[each.column])


def unagreed(
    headers: Sequence[str], names: Sequence[str], filled: Sequence[int], seen: Sequence[Seen]
) -> Iterator[Finding]:
    """What was seen in a file that nobody has agreed anything about: all of it is worth knowing.

    A filled column that is called `surname` holds surnames, whether or not they are in the dictionary.
    """
    for column, header in enumerate(headers):
        kind = inferred(header)
        if filled[column] and kind in _LOOKED_FOR and not any(each.column == column for each in seen):
            by_header = Seen(column=column, kind=kind, because=Because.HEADER, count=filled[column], rows=())
            yield _personal_data(by_header, names[column], "Nothing is agreed about this file.")
    for each in seen:
        if each.term:
            yield _special_terms(each, names[each.column])
        else:
            yield _personal_data(each, names[each.column], "Nothing is agreed about this file.")


def profiled(
    header: str, declared: str | None, filled: int, here: Sequence[Seen]
) -> tuple[str, float | None]:
    """The kind of personal data that most rows of a column hold, and the share of its filled cells that do.

    Where none was seen, what the field is agreed to hold; of an identifier nobody can count the share.
    """
    kind = agreed(header, declared)
    personal = [each for each in here if not each.term]
    most = max(personal, key=lambda each: (each.count, each.kind == kind), default=None)
    if most is not None and filled:
        return most.kind, round(most.count / filled, 6)
    return kind, None if kind in ("none", "identifier") else 0.0


def _personal_data(seen: Seen, name: str, agreement: str) -> Finding:
    return found(
        "G05",
        f"Cells hold {IN_WORDS[seen.kind]} ({seen.kind}): {seen.because}. {agreement}",
        f"Take them out, or treat the field; or vary the agreement (`personal: {seen.kind}`).",
        field=name,
        count=seen.count,
        rows=seen.rows,
    )


def _special_terms(seen: Seen, name: str) -> Finding:
    return found(
        "G06",
        f"Cells have words that tell of {seen.kind}.",
        "Have a person look whether the words are about somebody and were meant to be shared; else take them out.",
        field=name,
        count=seen.count,
        rows=seen.rows,
    )


def _is_free_text(field: Field, holds: str) -> bool:
    """Words mean something in running text; not in a code list, a surname or the name of a street."""
    return (
        field.type in ("string", "any")
        and holds in ("none", "identifier")
        and "enum" not in field.constraints
    )
