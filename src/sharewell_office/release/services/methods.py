"""What a parcel is sealed with: by the agreement's method and the recipient's card (see `register.method`)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from sharewell.engine import locks
from sharewell.engine.locks import KeyUnusable, Lock
from sharewell.register.method import METHODS, Method, Strength
from sharewell.register.party import KeyKind, Party
from sharewell.register.terms import Terms
from sharewell.release import answering
from sharewell.vocabulary.outcome import Refusal
from sharewell_office.register import store as register
from sharewell_office.release import vault
from sharewell_office.release.models import Release

READ_OUT = "abcdefghjkmnpqrstvwxyz23456789"


def fresh_passphrase() -> str:
    """Sixteen letters and digits, none read out as another: some 78 bits, and scrypt in front of them."""
    return "-".join("".join(secrets.choice(READ_OUT) for _ in range(4)) for _ in range(4))


def lock(method: Method, party: Party, passphrase: str) -> Lock:
    """What the parcel is sealed with. Raises `KeyUnusable` where an OpenPGP key ended or was revoked by its owner."""
    match METHODS[method].key:
        case None:
            return locks.Passphrase(passphrase)
        case KeyKind.AGE:
            return locks.AgeKeys((party.age_key,))
        case KeyKind.OPENPGP:
            return locks.openpgp_certificate(party.openpgp_key)


def objections(row: Release, passphrase: str) -> tuple[Refusal, ...]:
    """Why the file cannot be sealed in the way that was agreed, from here and now."""
    strength = METHODS[Terms.parse(row.terms).sealed_with]
    return (*_words(strength, passphrase), *_size(strength, row), *_openpgp(strength, row))


def _words(strength: Strength, passphrase: str) -> Iterator[Refusal]:
    if strength.secret and not passphrase:
        yield _no(
            "This file is sealed with words that are shown once, to the person who reads them out.",
            "Release it on its page.",
        )


def _size(strength: Strength, row: Release) -> Iterator[Refusal]:
    if strength.largest and vault.size(row.current.sha256) > strength.largest:
        yield _no(
            f"{strength.label} takes files of at most {strength.largest // 1_000_000} MB.",
            "Vary the agreement, so that the file is sealed to the recipient's key.",
        )


def _openpgp(strength: Strength, row: Release) -> Iterator[Refusal]:
    """An OpenPGP key can end, or be revoked by its owner, before our own two years are over."""
    party = register.party(row.recipient)
    if strength.key is not KeyKind.OPENPGP or party is None or not party.openpgp_key:
        return  # without a key the core has refused already
    try:
        locks.openpgp_certificate(party.openpgp_key)
    except KeyUnusable:
        yield _no(
            "The recipient's OpenPGP key has ended or was revoked.",
            "Ask the recipient for a new key, and verify it by another channel.",
        )


def _no(reason: str, remedy: str) -> Refusal:
    return Refusal(rule=answering.of_check("G13"), reason=reason, remedy=remedy)
