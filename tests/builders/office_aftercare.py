"""Parcels that left the demonstration office."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from builders.office_release import GOOD, sealed, somebody
from builders.working_days import NONE
from sharewell.aftercare import retention
from sharewell.aftercare.collection import Acceptance, State
from sharewell.aftercare.subjects import digest
from sharewell.engine import indexing
from sharewell_office.adapters import clock
from sharewell_office.aftercare import services
from sharewell_office.aftercare.models import Parcel
from sharewell_office.aftercare.retention import services as duties
from sharewell_office.aftercare.retention import store as copies
from sharewell_office.people.models import User
from sharewell_office.register import demo
from sharewell_office.release import subjects, vault


def collected(content: bytes = GOOD) -> str:
    """The reference of a release whose parcel the council has collected."""
    return collect(sealed(content).reference)


def collect(reference: str) -> str:
    """Offer the parcel of that release and collect it, as its recipient does."""
    made = services.offer(reference, by=somebody())
    assert not made.refusals, made.refusals
    said = Acceptance(code=made.code, name="Rhea Castell", post="Manager", accepts=True)
    result = services.collect(made.token, said)
    assert result.content, result.refusals
    result.content.close()
    return reference


def a_parcel(state: State = State.COLLECTED, *, reference: str = "REL-2026-0901", **changed: Any) -> Parcel:
    """A parcel of ours with something in its folder, without gate and seal: for tests of what comes afterwards."""
    folder = vault.parcel(vault.fresh_parcel(reference))
    folder.mkdir()
    (folder / "data.age").write_bytes(b"sealed")
    now = clock.now()
    collected = {"collected_at": now, "collected_by": "Rhea Castell"} if state is State.COLLECTED else {}
    made = {
        "release": reference,
        "recipient": demo.COUNCIL,
        "recipient_name": "Northshire Council",
        "folder": folder.name,
        "destroy_by": clock.today() + timedelta(days=90),
        "state": state.value,
        "token_hash": services.hash_of(reference),
        "code_hash": "",
        "code_salt": b"",
        "offered_by": "h1",
        "offered_at": now,
        "expires_at": now + timedelta(days=14),
    }
    return Parcel.objects.create(**made | collected | changed)


def held(
    *people: str,
    reference: str = "REL-2026-0900",
    party: str = demo.COUNCIL,
    name: str = "Northshire Council",
    destroy_by: date | None = None,
) -> str:
    """A copy that the council (or another party) holds, as if collected that day, with these identifiers in its
    subject index.

    Without gate and seal, which take seconds: for tests that are about what comes afterwards.
    """
    copy = retention.Copy(
        reference=reference,
        party=party,
        inbound=False,
        state=retention.State.HELD,
        received_on=clock.today(),
        destroy_by=destroy_by or clock.today() + timedelta(days=700),
    )
    copies.add(copy, party_name=name, title="referrals.csv", handled_by="h1")
    duties.owe(reference, copy.party, due=retention.certificate_due(copy.destroy_by, proclaimed=NONE))
    key_id, key = subjects._newest()
    digests = sorted(digest("identifier", each, key=key) for each in people)
    (subjects._folder() / f"{reference}.{key_id}").write_bytes(indexing.MAGIC + b"".join(digests))
    return reference


def another_partners_person() -> User:
    """Somebody of a party that has no part in what the council holds, with all it takes to come in."""
    person = User.objects.create(username="r9", email="r9@other.example.org", party_reference="ORG-0002")
    TOTP.activate(person, generate_totp_secret())
    return person
