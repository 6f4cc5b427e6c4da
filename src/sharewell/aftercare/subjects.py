"""The subject index: which parcels held a person, without keeping who.

For each identifier in a file that leaves, the office keeps one keyed digest. Whoever has the key and an identifier
can ask which parcels held it; whoever has the digests alone learns nothing. It is pseudonymised personal data all
the same (UK GDPR Article 4(5), recital 26): the key has an owner, is rotated, and is destroyed when the last copy it
speaks of is gone.

A digest is HMAC-SHA256(key, "kind:" + normal form), cut to 16 bytes. `engine.indexing` computes the same in SQL.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence

from sharewell.register.terms import Terms

DIGEST_BYTES = 16
# The kinds of personal data by which somebody is found again. A date of birth or a postcode finds a crowd.
# Least sure first.
KINDS = ("name", "email", "phone", "nhs_number", "nino", "identifier")
LABELS = {
    "name": "Full name",
    "email": "E-mail address",
    "phone": "Telephone number",
    "nhs_number": "NHS number",
    "nino": "National Insurance number",
    "identifier": "Reference or key in the data",
}


def indexed_fields(terms: Terms) -> dict[str, str]:
    """The fields of a file that are indexed, each with its kind: those declared as such, and the primary key."""
    fields = {each.name: each.personal for each in terms.schema.fields if each.personal in KINDS}
    return dict.fromkeys(terms.schema.primary_key, "identifier") | fields


def known_by(terms: Terms, identifiers: Mapping[str, str], *, among: Sequence[str] = ()) -> dict[str, str]:
    """By which fields a person is known in a data set, from identifiers by kind; {} where that cannot be said.

    `among` are the fields by which others are known in it already: then it is exactly those. Otherwise it is one field,
    that of the surest identifier. A treated field does not say who somebody is, and a kind that two fields have does
    not say in which.
    """
    treated = {each.field for each in terms.treatments if each.do != "leave_out"}
    fields = {name: kind for name, kind in indexed_fields(terms).items() if name not in treated}
    kinds = list(fields.values())
    said = {
        name: identifiers[kind].strip()
        for name, kind in fields.items()
        if identifiers.get(kind, "").strip() and kinds.count(kind) == 1
    }
    if among:
        return {name: said[name] for name in among} if said.keys() >= set(among) else {}
    surest = sorted(said, key=lambda name: KINDS.index(fields[name]))[-1:]
    return {name: said[name] for name in surest}


def normal(value: str) -> str:
    """What is the same for everybody who writes it: ASCII letters in small, nothing but letters, digits, `@` and
    `.`."""
    lowered = "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in value)
    return "".join(c for c in lowered if c not in _LEFT_OUT)


# What people put between the letters and digits of a name or number.
_LEFT_OUT = frozenset(" \t\r\n-_()/'\\,;:+")


def digest(kind: str, value: str, *, key: bytes) -> bytes:
    """The digest of one identifier under one key."""
    return hmac.digest(key, f"{kind}:{normal(value)}".encode(), hashlib.sha256)[:DIGEST_BYTES]
