"""Both sides hear that a parcel waits and that it was collected: of which one and when, and of nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from builders.office_release import sealed, somebody
from sharewell.aftercare.collection import OPEN_FOR, Acceptance
from sharewell_office.aftercare import services
from sharewell_office.ledger import outbox, sending
from sharewell_office.register import demo, models
from sharewell_office.register import store as register

pytestmark = pytest.mark.django_db


@pytest.fixture
def parcel():
    """A sealed release, and what offering it gave."""
    release = sealed()
    return release, services.offer(release.reference, by=somebody())


def acceptance(offered, **changed) -> Acceptance:
    said = {"code": offered.code, "name": "Rhea Castell", "post": "Manager", "accepts": True}
    return Acceptance(**said | changed)


def collect(offered, **changed):
    result = services.collect(offered.token, acceptance(offered, **changed))
    if result.content:
        result.content.close()
    return result


def written(template):
    found = outbox.log().filter(template=template)
    return sorted((each.to, each.about, each.link, each.due) for each in found)


def contact() -> str:
    return register.party(demo.COUNCIL).contact


def test_the_partys_contact_hears_that_a_parcel_waits_and_until_when(parcel):
    release, _ = parcel

    expires = date(2026, 3, 2) + OPEN_FOR
    assert written("parcel-offered") == [(contact(), release.reference, "/received/", expires)]
    assert written("parcel-collected") == []


def test_the_receipt_goes_to_the_contact_and_to_whoever_offered_it(parcel):
    release, offered = parcel

    collect(offered)

    assert written("parcel-collected") == [
        ("h1", release.reference, f"/parcels/{release.reference}/", date(2026, 3, 2)),
        (contact(), release.reference, "/received/", date(2026, 3, 2)),
    ]


def test_a_try_that_collects_nothing_tells_nobody_anything(parcel):
    _, offered = parcel
    collect(offered, code="AAAA-AAAA")
    collect(offered, accepts=False)
    none_yet = written("parcel-collected")
    collect(offered)
    collect(offered)

    assert none_yet == []
    assert len(written("parcel-collected")) == 2


def test_neither_message_holds_link_code_name_or_file(parcel):
    release, offered = parcel
    collect(offered)

    letters = str([sending.in_words(each) for each in outbox.log()])

    for secret in (
        offered.token,
        offered.code,
        offered.code.replace("-", ""),
        "Rhea Castell",
        release.file_name,
    ):
        assert secret not in letters
    assert "2 March 2026" in letters


def test_where_the_party_has_no_contact_only_we_hear_of_it():
    models.Party.objects.filter(reference=demo.COUNCIL).update(contact="")

    collect(services.offer(sealed().reference, by=somebody()))

    assert written("parcel-offered") == []
    assert [to for to, *_ in written("parcel-collected")] == ["h1"]
