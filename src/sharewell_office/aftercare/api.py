"""What follows the data, for programs: parcels and their links here; copies, corrections and incidents beside."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Router, Schema, Status

from sharewell_office.aftercare import services, store
from sharewell_office.aftercare.corrections.api import router as corrections
from sharewell_office.aftercare.incidents.api import router as incidents
from sharewell_office.aftercare.models import Parcel
from sharewell_office.aftercare.retention.api import router as copies
from sharewell_office.people.programs.lists import Links, described, listed
from sharewell_office.people.programs.once import Done, once
from sharewell_office.people.programs.problems import Refused

router = Router(tags=["parcels"])
for each in (copies, corrections, incidents):
    router.add_router("", each)


class ParcelOut(Schema):
    release: str
    recipient_name: str
    state: str
    offered_at: datetime
    expires_at: datetime
    collected_at: datetime | None


class Parcels(Schema):
    items: list[ParcelOut]
    links: Links


class Offered(Schema):
    """The link, and the code that goes to the recipient another way. Neither is kept: they are shown this once."""

    link: str
    code: str


@router.get("/parcels", response=Parcels)
def parcels(request: HttpRequest, before: str = "", after: str = "") -> Any:
    """Parcels offered for collection, newest release first."""
    return listed(request, store.rows(), _brief, key="release")


@router.post("/parcels/{release}/link", response={201: Offered})
def offer(request: HttpRequest, release: str) -> Any:
    """Make a link and a code. Those made before are dead, so sending this twice leaves one that is good.

    No `Idempotency-Key`: to answer the same again, the office would have to keep both in clear.
    """
    try:
        made = services.offer(release, by=request.actor)  # type: ignore[attr-defined]
    except services.NoSuchParcel:
        raise Http404 from None
    if made.refusals:
        raise Refused(made.refusals)
    link = request.build_absolute_uri(reverse("aftercare:collect", args=[made.token]))
    return Status(201, {"link": link, "code": made.code})


@router.post("/parcels/{release}/link/revocation", response={201: Done})
@once
def revoke(request: HttpRequest, release: str) -> Any:
    """Take the link back: it is dead at once."""
    try:
        refusals = services.revoke(release, by=request.actor)  # type: ignore[attr-defined]
    except services.NoSuchParcel:
        raise Http404 from None
    if refusals:
        raise Refused(refusals)
    return {"reference": release, "events": ["release.link_revoked"]}


def _brief(row: Parcel) -> dict[str, Any]:
    return described(row, ParcelOut)
