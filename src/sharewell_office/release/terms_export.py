"""The terms of a live authority, signed by the office: what `sharewell seal` trusts away from it."""

from __future__ import annotations

import json
import os
import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from sharewell.ledger.note import SigningKey
from sharewell.register.signed_terms import signed
from sharewell.release import permission as core
from sharewell.vocabulary.outcome import Refusal
from sharewell_office.adapters import clock
from sharewell_office.release import services

GOOD_FOR = timedelta(days=30)  # an agreement can be suspended tomorrow; an export does not hear of it


def signed_terms(reference: str) -> str | tuple[Refusal, ...]:
    """The signed terms as JSON text, good for thirty days at the most; or every reason why there are none."""
    today = clock.today()
    found = services.authority(reference, today)
    refusals = core.in_force(found, on=today)
    if refusals or found is None:
        return refusals
    last = found.terms.valid_until
    expires = min(today + GOOD_FOR, last) if last else today
    document = signed(found.terms.document(), key=office_key(), issued=today, expires=expires)
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def office_key() -> SigningKey:
    """The key in SHAREWELL_HOME/keys/office.key, made on first use; its public half lies beside it as office.vkey."""
    path = Path(settings.SHAREWELL_HOME) / "keys" / "office.key"
    if not path.exists():
        _make(path)
    return SigningKey.parse(path.read_text(encoding="utf-8"))


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    seed = secrets.token_bytes(32)
    key = SigningKey(name=f"example.org/terms/{secrets.token_hex(4)}", seed=seed)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(
        os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(key.text() + "\n")
    try:
        # Two processes that start together agree: the file appears whole, and the first one wins.
        os.link(fresh, path)
        path.with_suffix(".vkey").write_text(f"{key.verifier()}\n", encoding="utf-8")
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
