"""The terms of a live authority, signed by the office: what `sharewell seal` trusts away from it."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sharewell.ledger.note import SigningKey
from sharewell.register.authority import Authority, AuthorityKind
from sharewell.register.signed_terms import SIGNED, signed
from sharewell.release import permission as core
from sharewell.vocabulary.outcome import Refusal
from sharewell_office.adapters import clock
from sharewell_office.register import store as register
from sharewell_office.release import keys, services

GOOD_FOR = timedelta(days=30)  # an agreement can be suspended tomorrow; an export does not hear of it
GOOD_FOR_ONCE = timedelta(days=3)  # and nobody away from the office sees whether it was used already


def signed_terms(reference: str, *, beside: Path | None = None) -> str | tuple[Refusal, ...]:
    """The signed terms as JSON text, or every reason why there are none.

    Those of an agreement are good for thirty days at the most, those of a one-off decision for three. They name the
    recipient's verified key, and the parcels sealed under them open with no other. They have the SHA-256 of each file
    that they name, found in the folder `beside`. Raises `FileNotFoundError` for one that is not there.
    """
    today = clock.today()
    found = services.authority(reference, today)
    party = register.party(found.recipient) if found else None
    refusals = (
        *core.in_force(found, on=today),
        *(core.key_verified(party, on=today) if found else ()),
        *_of_one_file(found),
    )
    if refusals or found is None or party is None:
        return refusals
    good_for = GOOD_FOR_ONCE if found.kind is AuthorityKind.DECISION else GOOD_FOR
    last = found.terms.valid_until
    expires = min(today + good_for, last) if last else today
    digests = {name: _sha256((beside or Path()) / name) for name in found.terms.files}
    terms = replace(found.terms, recipient_keys=(party.age_key,), digests=digests)
    document = signed(terms.document(), key=office_key(), issued=today, expires=expires)
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _of_one_file(found: Authority | None) -> Iterator[Refusal]:
    """Terms are bound to no file: away from the office another table of the same columns would leave by them."""
    if found is not None and found.only_file:
        yield Refusal(
            rule=SIGNED,
            reason=f"{found.reference} lets one table leave, and its terms cannot tell that from another.",
            remedy="Release it in the office, where the very file that was tested is asked for.",
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def office_key() -> SigningKey:
    """The key in SHAREWELL_HOME/keys/office.key, made on first use; its public half lies beside it as office.vkey."""
    key = SigningKey.parse(keys.kept("office.key", _fresh_key))
    public = keys.folder() / "office.vkey"
    if not public.exists():
        public.write_text(f"{key.verifier()}\n", encoding="utf-8")
    return key


def _fresh_key() -> str:
    return SigningKey(name=f"example.org/terms/{secrets.token_hex(4)}", seed=secrets.token_bytes(32)).text()
