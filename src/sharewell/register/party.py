"""A party: an organisation that data go to or come from, and the key that its parcels are sealed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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

    `country` is ISO 3166-1 alpha-2. `age_key` is an age public key ("age1…"), and nothing is sealed to it before
    somebody has verified it by another channel (`age_key_verified_on`, OPCC 7.3).
    """

    reference: str
    name: str
    kind: PartyKind = PartyKind.OTHER
    country: str = "GB"
    contact: str = ""
    ico_registration: str = ""
    ico_expires: date | None = None
    age_key: str = ""
    age_key_verified_on: date | None = None

    @property
    def key_is_verified(self) -> bool:
        return bool(self.age_key) and self.age_key_verified_on is not None
