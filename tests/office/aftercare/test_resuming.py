"""A download that broke off is gone on with: the same bytes, for a day, and only in the browser that collected."""

from __future__ import annotations

import pytest
from django.test import Client

from builders.office_release import sealed, somebody
from sharewell.ledger import receipt
from sharewell_office.aftercare import pieces, services
from sharewell_office.ledger import models as ledger

pytestmark = pytest.mark.django_db

FORM = {"name": "Rhea Castell", "post": "Manager", "accepts": "on"}


@pytest.fixture
def collected(client):
    """A browser that collected a parcel, the address of its download, and what came the first time."""
    made = services.offer(sealed().reference, by=somebody())
    client.get(f"/collect/{made.token}/")
    came = client.post(f"/collect/{made.token}/", FORM | {"code": made.code})
    assert came.status_code == 200
    return client, f"/collect/{made.token}/", b"".join(came.streaming_content), came["ETag"]


def piece(browser, address, asked, **headers):
    came = browser.get(f"{address}parcel.zip", headers={"range": asked, **headers})
    return came, b"".join(came.streaming_content) if came.streaming else b""


@pytest.mark.slow
@pytest.mark.requirement("OPCC-7.3a")
def test_what_broke_off_goes_on_where_it_stopped_for_a_day_and_in_no_other_browser(collected, at):
    browser, address, whole, etag = collected
    half = len(whole) // 2

    came, rest = piece(browser, address, f"bytes={half}-", **{"if-range": etag})
    older, all_of_it = piece(browser, address, f"bytes={half}-", **{"if-range": '"an older file"'})
    beyond, nothing = piece(browser, address, "bytes=99999999-")
    proof = browser.get(f"{address}receipt/")
    strangers = [Client().get(f"{address}{what}").status_code for what in ("parcel.zip", "receipt/")]
    with at("2026-03-03T10:00"):
        late = browser.get(f"{address}parcel.zip")

    assert (came.status_code, came["Content-Range"]) == (206, f"bytes {half}-{len(whole) - 1}/{len(whole)}")
    assert whole[:half] + rest == whole
    assert (older.status_code, all_of_it) == (200, whole)
    assert (beyond.status_code, nothing) == (416, b"")
    assert strangers == [404, 404]
    assert receipt.read(proof.content).events[0].leaf.kind == "release.delivered"
    assert (late.status_code, "24 hours" in late.content.decode()) == (403, True)
    kinds = list(ledger.Leaf.objects.values_list("kind", flat=True))
    assert kinds.count("release.delivered") == 1


@pytest.mark.requirement("OPCC-7.3a")
def test_whose_line_broke_before_a_byte_came_goes_on_in_that_browser(client):
    made = services.offer(sealed().reference, by=somebody())
    address = f"/collect/{made.token}/"
    client.get(address)
    given = dict(client.cookies)
    client.post(address, FORM | {"code": made.code})  # the answer never arrives: nor do its cookies
    client.cookies.clear()
    client.cookies.update(given)

    page, came = client.get(address), client.get(f"{address}parcel.zip")
    stranger = Client()
    stranger.get(address)

    assert f"{address}parcel.zip" in page.content.decode()
    assert b"".join(came.streaming_content).startswith(b"PK")
    assert stranger.get(f"{address}parcel.zip").status_code == 404
    assert not client.session.keys()


@pytest.mark.parametrize(
    ("asked", "bytes_of_ten"),
    [
        ("", range(10)),
        ("bytes=0-3", range(4)),
        ("bytes=-5", range(5, 10)),
        ("bytes=3-", range(3, 10)),
        ("bytes=3-99", range(3, 10)),
        ("bytes=0-1,5-6", range(10)),
        ("rows=1-2", range(10)),
        ("bytes=-", range(10)),
        ("bytes=9-3", None),
        ("bytes=10-", None),
        ("bytes=-0", None),
    ],
)
def test_every_kind_of_range_is_read_as_the_standard_has_it(rf, asked, bytes_of_ten):
    assert pieces.wanted(rf.get("/", headers={"range": asked}), size=10, etag='"it"') == bytes_of_ten
