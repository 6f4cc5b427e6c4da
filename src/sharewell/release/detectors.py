"""What each kind of personal data looks like: patterns, check digits, and the words that stand beside it.

The patterns are RE2, for the engine to look with; nothing here reads a file. When a column is believed to hold a
kind is decided in `personal`. `docs/spec/detectors.md` says the same for people, with the measured error rates.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sharewell.release.words import GIVEN_NAMES, SPECIAL_TERMS, SURNAMES

_GIVEN, _SURNAME = "|".join(GIVEN_NAMES), "|".join(SURNAMES)
_CAPITALISED = r"[A-Z][a-z]+(?:['’\-][A-Z][a-z]+)*"
_OUTWARD = (
    r"(?:[A-PR-UWYZ][0-9]{1,2}|[A-PR-UWYZ][A-HK-Y][0-9]{1,2}|[A-PR-UWYZ][A-HK-Y]?[0-9][A-HJKMNP-Y]|GIR)"
)
_INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
_MARK = r"[A-HJ-PR-Y]{2}(?:0[2-9]|[1-7][0-9])"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_MONTH_NAME = r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_SAME_DIGITS = "|".join(f"[{digit} -]+" for digit in range(10))


class CheckDigits(StrEnum):
    """The arithmetic that a valid number satisfies. The engine does it; what it is stands in the spec."""

    NONE = ""
    MODULUS_11 = "modulus 11"  # NHS Data Dictionary, NHS NUMBER: weights 10 to 2
    LUHN = "Luhn"  # ISO/IEC 7812-1 annex B
    MODULUS_97 = "modulus 97"  # ISO 13616-1, for the United Kingdom's IBAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Detector:
    """One way in which a kind of personal data is written.

    `finds` is what to look for in a cell (RE2). What it finds is valid if it matches `exactly` (all of it) but not
    `never`, and satisfies the `check` digits. `context` is what makes one valid hit enough. Without it: of a form
    that is `plain`, nearly all of the look-alikes must be valid; otherwise `chance` is the share of look-alikes
    valid by accident, and `doubt` how seldom a column of accidents may be stopped. With neither, only context
    decides. Look-alikes are what `finds` finds, or `alike` where that is wider.
    """

    id: str
    kind: str
    finds: str
    context: str
    exactly: str = ""
    never: str = ""
    check: CheckDigits = CheckDigits.NONE
    alike: str = ""
    plain: bool = False
    chance: float = 1.0
    doubt: float = 0.0

    @property
    def by_column(self) -> bool:
        """Whether the column as a whole can convince."""
        return self.plain or self.chance < 1


_PERSON = (
    r"(?i)\b(?:surnames?|forenames?|first name|last name|full name|given name|next of kin|complainant|victim|witness"
    r"|applicant|tenant|patient|client|carer|spoke (?:to|with)|daughter|son|wife|husband|mother|father|mum|dad|sister"
    r"|brother|neighbour|named|name is|called)\b"
)
_PHONE = r"(?i)\b(?:tel|telephone|phone|phoned|mobile|mob|call|called|ring|rang|text|texted|contact|fax|whatsapp)\b"
_BANK = r"(?i)\b(?:sort ?codes?|account|accounts|acct|acc no|bank|bacs|iban)\b|\ba/c\b"
_VEHICLE = r"(?i)\b(?:vehicles?|car|van|lorry|motorbike|reg|registration|vrm|number plate|driving|drives)\b"
_POSTCODE = (
    r"(?i)\b(?:postcode|post code|postal|address|lives at|living at|moved to|flat|street|road|avenue|lane)\b"
)

DETECTORS: tuple[Detector, ...] = (
    Detector(
        id="NHS number",
        kind="nhs_number",
        finds=r"\b[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}\b",
        check=CheckDigits.MODULUS_11,
        context=r"(?i)\bnhs\b|\bn\.h\.s\b|\b(?:health|hospital|patient|chi) (?:no|num|number|id)\b",
        chance=1 / 11,
        doubt=1e-4,
    ),
    Detector(
        id="National Insurance number",
        kind="nino",
        finds=r"\b[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-Z]\b",
        # HMRC NIM39110: no D, F, I, Q, U, V first, nor O second; not these pairs; A to D last.
        exactly=r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]",
        never=r"(?:BG|GB|KN|NK|NT|TN|ZZ).*",
        context=r"(?i)\b(?:nino|ni (?:no|num|number)|national insurance|nat ins)\b",
        plain=True,
        chance=0.09,
        doubt=1e-4,
    ),
    Detector(
        id="National Insurance number in any case",
        kind="nino",
        finds=r"(?i:\b[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[a-d]\b)",
        context=r"(?i)\b(?:nino|ni (?:no|num|number)|ni|national insurance|nat ins)\b",
    ),
    Detector(
        id="postcode",
        kind="postcode",
        finds=r"\b[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}\b",
        exactly=rf"{_OUTWARD} {_INWARD}",
        context=_POSTCODE,
        plain=True,
    ),
    Detector(
        id="postcode without its space",
        kind="postcode",
        finds=r"\b[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}\b",
        exactly=rf"{_OUTWARD}{_INWARD}",
        context=_POSTCODE,
        chance=0.5,
        doubt=1e-3,
    ),
    Detector(
        id="postcode in any case",
        kind="postcode",
        finds=r"(?i:\b[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2}\b)",
        exactly=rf"(?i:{_OUTWARD} ?{_INWARD})",
        never=r"(?i).*(?:1st|2nd|3rd|[04-9]th)",
        context=_POSTCODE,
    ),
    Detector(
        id="e-mail address",
        kind="email",
        finds=r"\b[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}\b",
        context=r"(?i)\be-?mail\b",
        plain=True,
    ),
    Detector(
        id="mobile or international telephone number",
        kind="phone",
        finds=(
            r"\b0[0-9]{10}\b|\b07[0-9]{3}[ -][0-9]{3}[ -]?[0-9]{3}\b"
            r"|\+44[ -]?(?:\(0\)[ -]?)?[0-9](?:[ -]?[0-9]){8,9}\b"
        ),
        exactly=r"07[1-57-9][0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{3}|\+44.*",
        context=_PHONE,
        plain=True,
        chance=0.1,
        doubt=1e-4,
    ),
    Detector(
        id="landline number in groups",
        kind="phone",
        finds=r"(?:\(0[1238][0-9]{1,4}\) ?|\b0[1238][0-9]{1,4}[ -])[0-9]{3,4}[ -]?[0-9]{3,4}\b",
        context=_PHONE,
        plain=True,
    ),
    Detector(
        id="landline number",
        kind="phone",
        finds=r"\b[0-9]{11}\b",
        exactly=r"0(?:1[1-9]|2[0-9]|3[0347]|8[047])[0-9]{8}",
        context=_PHONE,
        chance=0.05,
        doubt=1e-4,
    ),
    Detector(
        id="date of birth",
        kind="dob",
        finds=(
            rf"\b(?:(?:19|20)[0-9]{{2}}[-/]{_MONTH}[-/]{_DAY}|{_DAY}[./-]{_MONTH}[./-](?:(?:19|20)[0-9]{{2}}|[0-9]{{2}})"
            rf"|{_DAY}(?:st|nd|rd|th)? {_MONTH_NAME},? (?:19|20)?[0-9]{{2}}|(?:19|20)[0-9]{{6}})\b"
        ),
        context=r"(?i)\b(?:dob|d\.o\.b|date of birth|birth ?date|birth|born|birthday)\b",
    ),
    Detector(
        id="vehicle registration mark",
        kind="vehicle",
        finds=r"\b[A-Z]{2}[0-9]{2} [A-Z]{3}\b",
        exactly=rf"{_MARK} [A-HJ-PR-Z]{{3}}",
        context=_VEHICLE,
        plain=True,
    ),
    Detector(
        id="vehicle registration mark without its space",
        kind="vehicle",
        finds=r"\b[A-Z]{2}[0-9]{2}[A-Z]{3}\b",
        exactly=rf"{_MARK}[A-HJ-PR-Z]{{3}}",
        context=_VEHICLE,
        chance=0.5,
        doubt=1e-4,
    ),
    Detector(
        id="older or lower-case registration mark",
        kind="vehicle",
        finds=r"(?i:\b(?:[a-y]{2}[0-9]{2} ?[a-z]{3}|[a-y][0-9]{1,3} ?[a-z]{3}|[a-z]{3} ?[0-9]{1,3}[a-y])\b)",
        context=_VEHICLE,
    ),
    Detector(
        id="sort code and account number",
        kind="bank",
        finds=r"\b[0-9]{2}-[0-9]{2}-[0-9]{2}[ ,;/]{1,3}[0-9]{8}\b",
        context=_BANK,
        plain=True,
    ),
    Detector(
        id="sort code",
        kind="bank",
        finds=r"\b[0-9]{2}-[0-9]{2}-[0-9]{2}\b|\b[0-9]{2} [0-9]{2} [0-9]{2}\b",
        context=r"(?i)\b(?:sort ?codes?|bank (?:account|details)|bacs)\b",
    ),
    Detector(
        id="bank account number",
        kind="bank",
        finds=r"\b[0-9]{8}\b",
        never=r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])",
        context=_BANK,
    ),
    Detector(
        id="IBAN",
        kind="bank",
        finds=r"\bGB[0-9]{2} ?[A-Z]{4}(?: ?[0-9]){14}\b",
        check=CheckDigits.MODULUS_97,
        context=_BANK,
        plain=True,
    ),
    Detector(
        id="payment card number in groups",
        kind="card",
        finds=r"\b[2-6][0-9]{3}[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{4}\b|\b3[47][0-9]{2}[ -][0-9]{6}[ -][0-9]{5}\b",
        check=CheckDigits.LUHN,
        context=r"(?i)\b(?:card|visa|mastercard|amex|debit|credit|pan)\b",
        plain=True,
    ),
    Detector(
        id="payment card number",
        kind="card",
        finds=r"\b(?:4[0-9]{12}|3[47][0-9]{13}|[2-6][0-9]{15}|6[0-9]{18})\b",
        exactly=r"4[0-9]{12}|3[47][0-9]{13}|(?:4|5[1-5]|2[2-7]|35|6[0245])[0-9]{14,15}|6[0-9]{18}",
        never=_SAME_DIGITS,
        check=CheckDigits.LUHN,
        context=r"(?i)\b(?:card|visa|mastercard|amex|debit|credit|pan)\b",
        chance=0.1,
        doubt=1e-4,
    ),
    Detector(
        id="IPv4 address",
        kind="ip",
        finds=r"\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}\b",
        exactly=r"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.|$)){4}",
        context=r"(?i)\b(?:ip|ip address|ipv4|address|host|server|logged in|log ?in)\b",
        chance=0.2,
        doubt=1e-2,
    ),
    Detector(
        id="IPv6 address",
        kind="ip",
        finds=r"(?i:\b(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}\b|\b(?:[0-9a-f]{1,4}:){2,6}(?::[0-9a-f]{1,4}){1,5}\b)",
        context=r"(?i)\bip(?:v6)?\b",
        plain=True,
    ),
    Detector(
        id="street address",
        kind="address",
        finds=(
            r"\b[0-9]{1,4}[A-Za-z]?,? (?:[A-Z][a-z'’]+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive"
            r"|Crescent|Cres|Court|Place|Terrace|Gardens|Grove|Way|Square|Mews|Quay|Walk)\b"
        ),
        context=_POSTCODE,
        plain=True,
    ),
    Detector(
        id="name with its title",
        kind="name",
        finds=rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Cllr|Dr|Rev|Prof)\.? (?:[A-Z]\.? ?)?(?:{_CAPITALISED})\b",
        context=_PERSON,
        plain=True,
    ),
    Detector(
        id="given name and surname",
        kind="name",
        alike=rf"\b(?:{_GIVEN}) {_CAPITALISED}",
        finds=rf"\b(?:{_GIVEN}) (?:{_SURNAME})\b",
        context=_PERSON,
        chance=0.05,
        doubt=3e-3,
    ),
    Detector(
        id="surname, given name",
        kind="name",
        alike=rf"\b{_CAPITALISED}, (?:{_GIVEN})\b",
        finds=rf"\b(?:{_SURNAME}), (?:{_GIVEN})\b",
        context=_PERSON,
        chance=0.05,
        doubt=3e-3,
    ),
    Detector(
        id="one name alone in its cell",
        kind="name",
        alike=rf"^{_CAPITALISED}$",
        finds=rf"^(?:{_GIVEN}|{_SURNAME})$",
        context=_PERSON,
        chance=0.1,
        doubt=1e-6,
    ),
)  # fmt: skip


def term_pattern(category: str) -> str:
    return rf"(?i:\b(?:{'|'.join(SPECIAL_TERMS[category])})\b)"


# Characters that nobody sees, or that turn the text around them: those that control a device, spaces of no width, the
# overrides and isolates of writing from right to left, and tags (Unicode 16, 23). Not the joiners and the marks that
# Arabic, Hebrew, Indic scripts and emoji are written with, nor a tab or a line end in a quoted cell.
UNSEEN = "unseen characters"
UNSEEN_CHARACTERS = (
    r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x84\x86-\x9F\x{200B}\x{2028}-\x{202E}\x{2060}-\x{2064}\x{2066}-\x{2069}"
    r"\x{FEFF}\x{FFF9}-\x{FFFB}\x{E0000}-\x{E007F}]"
)
