"""What lies in a business area that somebody's post does not reach: a release with all that hangs on it."""

from __future__ import annotations

from sharewell_office.adapters import clock
from sharewell_office.aftercare.models import Copy, Incident, Parcel
from sharewell_office.release.models import Release


def a_sealed_release(area: str) -> str:
    """A release with its parcel and its copy as they lie in the tables, without gate and seal."""
    reference, now, day = "REL-2026-0901", clock.now(), clock.today()
    sealed = Release.objects.create(
        reference=reference, status="sealed", authority="ISA-2026-0001", recipient="ORG-0001", data_set=area,
        recipient_name="The council", permitted_by="h2", permitted_at=now, sealed_at=now, parcel="p1",
    )  # fmt: skip
    sealed.attempt = sealed.attempts.create(
        number=1,
        file_name="visits.csv",
        terms={},
        terms_sha256="",
        state="running",
        prepared_by="h2",
        prepared_at=now,
    )
    sealed.save()
    named = {"party_name": "The council", "title": "Visits"}
    Copy.objects.create(
        reference=reference, party="ORG-0001", certificate_due=day, received_on=day, destroy_by=day, inbound=False,
        state="held", handled_by="h2", **named,
    )  # fmt: skip
    Parcel.objects.create(
        release=reference, recipient="ORG-0001", recipient_name="The council", folder="p1", destroy_by=day,
        state="offered", token_hash="0" * 64, code_hash="", code_salt=b"", offered_by="h2", offered_at=now,
        expires_at=now,
    )  # fmt: skip
    return reference


def an_incident(release: str) -> str:
    """A suspected one about that release, of which nobody decided yet who is told."""
    reference, now = "INC-2026-0901", clock.now()
    Incident.objects.create(
        reference=reference, party="ORG-0001", party_name="The council", release=release, kind="actual",
        whose="theirs", state="suspected", occurred_at=now, reported_at=now, aware_at=now, reported_by="d1",
        what="A laptop was lost.", self_reported=False,
    )  # fmt: skip
    return reference
