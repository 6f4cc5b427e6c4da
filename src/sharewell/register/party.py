"""A party: an organisation that data go to or come from, and the key that its parcels are sealed to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sharewell.register.card import Certificate
from sharewell.vocabulary.when import Period

KEY_GOOD_FOR = Period(years=2)

LAPSES_SOON_DAYS = 60


class KeyKind(StrEnum):
    """The two kinds of key that parcels are sealed to: age, and OpenPGP for those who may not use age."""

    AGE = "age"
    OPENPGP = "openpgp"

    @property
    def label(self) -> str:
        return {"age": "age", "openpgp": "OpenPGP"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyKey:
    """The public half of a key, and the day on which somebody verified it by another channel (None: nobody yet)."""

    text: str = ""
    verified_on: date | None = None

    @property
    def verified(self) -> bool:
        return bool(self.text) and self.verified_on is not None

    @property
    def good_until(self) -> date | None:
        """The last day on which parcels are sealed to it: it is verified anew, or changed, every two years."""
        return KEY_GOOD_FOR.after(self.verified_on) if self.verified_on else None


class PartyKind(StrEnum):
    """What sort of body it is: it decides which lawful bases are open to it."""

    PUBLIC_AUTHORITY = "public_authority"
    COMPETENT_AUTHORITY = "competent_authority"
    CHARITY = "charity"
    COMPANY = "company"
    OTHER = "other"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One organisation. `reference` is ours (ORG-0001) and stays when the name changes.

    `country` is ISO 3166-1 alpha-2. `age_key` is an age public key ("age1…") and `openpgp_key` an OpenPGP certificate
    in letters: nothing is sealed to either before somebody has verified it by another channel (OPCC 7.3). `contact` is
    who sends and receives; `dpo_contact` is who answers when the contact does not. `succeeded_by` is the party its
    duties went over to.
    """

    reference: str
    name: str
    kind: PartyKind = PartyKind.OTHER
    country: str = "GB"
    address: str = ""
    contact: str = ""
    dpo_contact: str = ""
    ico_registration: str = ""
    ico_expires: date | None = None
    age_key: str = ""
    age_key_verified_on: date | None = None
    openpgp_key: str = ""
    openpgp_key_verified_on: date | None = None
    certificates: tuple[Certificate, ...] = ()
    succeeded_by: str = ""

    def key(self, kind: KeyKind = KeyKind.AGE) -> PartyKey:
        """The key of that kind on its card."""
        if kind is KeyKind.OPENPGP:
            return PartyKey(text=self.openpgp_key, verified_on=self.openpgp_key_verified_on)
        return PartyKey(text=self.age_key, verified_on=self.age_key_verified_on)

    def with_key(self, kind: KeyKind, key: PartyKey) -> Party:
        """The same party with another key of that kind on its card."""
        if kind is KeyKind.OPENPGP:
            return replace(self, openpgp_key=key.text, openpgp_key_verified_on=key.verified_on)
        return replace(self, age_key=key.text, age_key_verified_on=key.verified_on)

    @property
    def key_good_until(self) -> date | None:
        return self.key().good_until

    @property
    def key_is_verified(self) -> bool:
        return self.key().verified

    def registered(self, on: date) -> bool:
        """Whether its registration with the regulator is on our file and has not lapsed (OPCC 2.4)."""
        return bool(self.ico_registration) and (self.ico_expires is None or on <= self.ico_expires)

    def lapses_soon(self, on: date) -> bool:
        """Whether the registration is good today and lapses within `LAPSES_SOON_DAYS` (OPCC 2.4)."""
        return (
            self.registered(on)
            and self.ico_expires is not None
            and (self.ico_expires - on).days <= LAPSES_SOON_DAYS
        )
