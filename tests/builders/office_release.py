"""Files brought to the gate of the demonstration office: right by default."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from sharewell.register.agreement import AgreementStatus
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.people import store as people
from sharewell_office.register import demo
from sharewell_office.register import store as register
from sharewell_office.release import services, store
from sharewell_office.release.models import Release

GOOD = demo.SAMPLE_FILES["referrals.csv"].encode()
EXTRA_COLUMN = demo.SAMPLE_FILES["referrals-with-an-extra-column.csv"].encode()


def an_upload(content: bytes = GOOD, name: str = "referrals.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/csv")


def the_agreement() -> str:
    """The agreement of the demonstration office under which referrals go to the council."""
    active = register.rows().filter(status=AgreementStatus.ACTIVE.value, recipient__reference=demo.COUNCIL)
    return str(active.values_list("reference", flat=True)[0])


def somebody(username: str = "h1", on: date | None = None) -> Actor:
    return people.actor_by_id(username, on or clock.today())


def brought(content: bytes = GOOD, *, by: str = "h1", name: str = "referrals.csv") -> Release:
    """A release as it stands after the gate has looked at that file."""
    result = services.bring(an_upload(content, name), under=the_agreement(), by=somebody(by))
    assert not result.refusals, result.refusals
    return the_release(result.reference)


def sealed(content: bytes = GOOD) -> Release:
    """A release that was let go and sealed."""
    row = brought(content)
    outcome = services.release(row.reference, by=somebody("h1"))
    assert outcome.permitted, outcome.refusals
    return the_release(row.reference)


def the_release(reference: str) -> Release:
    row = store.row(reference)
    assert row is not None
    return row


# --- an agreement that asks more of a file --------------------------------------------------------------------------
def agree(**handling: Any) -> str:
    """The demonstration agreement, with this handling agreed as well; its reference."""
    row = register.row(the_agreement())
    row.handling = handling
    row.save(update_fields=["handling"])
    return row.reference
