"""A parcel: offered with a link and a code that nobody keeps, collected once, however many try."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from builders.office_release import GOOD, sealed, somebody
from sharewell.aftercare.collection import MOST_ATTEMPTS, Acceptance
from sharewell.engine import locks, sealing
from sharewell_office.aftercare import services, store
from sharewell_office.aftercare.models import Parcel
from sharewell_office.aftercare.services import collecting
from sharewell_office.ledger import models as ledger
from sharewell_office.register import demo, models
from sharewell_office.release import vault

pytestmark = pytest.mark.django_db


def offered(reference=None):
    """A token and what a recipient says who has the code."""
    result = services.offer(reference or sealed().reference, by=somebody())
    assert not result.refusals
    return result.token, Acceptance(code=result.code, name="Rhea Castell", post="Manager", accepts=True)


def kinds():
    return list(ledger.Leaf.objects.order_by("pk").values_list("kind", flat=True))


def codes(result):
    return [refusal.rule.code for refusal in result.refusals]


def test_what_is_collected_opens_to_what_was_released(tmp_path):
    token, said = offered()

    result = services.collect(token, said)

    with zipfile.ZipFile(result.content) as archive:
        assert sorted(archive.namelist()) == ["data.age", "manifest.json", "seal.age", "terms.json"]
        archive.extractall(tmp_path / "parcel")
    identities = locks.identities_of(demo.recipient_key_file().read_text())
    assert sealing.open_parcel(tmp_path / "parcel", identities, tmp_path / "out").file.read_bytes() == GOOD


def test_the_collection_is_on_the_record():
    token, said = offered()

    services.collect(token, said)

    assert kinds()[-3:] == ["release.offered", "terms.accepted", "release.delivered"]


def test_a_second_collection_is_refused():
    token, said = offered()
    services.collect(token, said)

    assert codes(services.collect(token, said)) == ["CO_ONCE"]


def test_neither_the_link_nor_the_code_is_kept():
    token, said = offered()

    kept = str(Parcel.objects.values().get())
    assert token not in kept
    assert said.code.replace("-", "") not in kept


def test_after_five_wrong_codes_the_right_one_is_refused_too():
    token, said = offered()
    for _ in range(MOST_ATTEMPTS):
        services.collect(token, replace(said, code="wrong"))

    assert codes(services.collect(token, said)) == ["CO_CODE"]


def test_what_is_missing_besides_the_code_does_not_count_as_a_wrong_code():
    token, said = offered()
    for _ in range(MOST_ATTEMPTS):
        services.collect(token, replace(said, accepts=False))

    assert services.collect(token, said).content


def test_after_fourteen_days_the_link_is_dead_and_a_new_one_is_not(at):
    reference = sealed().reference
    token, said = offered(reference)
    with at("2026-03-16T10:00"):
        assert codes(services.collect(token, said)) == ["CO_EXPIRED"]
        fresh, said_now = offered(reference)

        assert services.collect(fresh, said_now).content


def test_a_new_link_makes_the_old_one_unknown():
    reference = sealed().reference
    token, said = offered(reference)
    fresh, said_now = offered(reference)

    with pytest.raises(services.NoSuchParcel):
        services.collect(token, said)
    assert codes(services.collect(fresh, said)) == ["CO_CODE"]
    assert services.collect(fresh, said_now).content


def suspend(release):
    models.Agreement.objects.filter(reference=release.authority).update(status="suspended")


def test_no_link_is_made_once_the_agreement_is_in_force_no_longer():
    release = sealed()
    suspend(release)

    assert codes(services.offer(release.reference, by=somebody())) == ["G_AUTHORITY"]


def test_a_parcel_waits_where_the_agreement_stopped_after_the_link_was_made():
    release = sealed()
    token, said = offered(release.reference)
    suspend(release)

    assert codes(services.collect(token, said)) == ["G_AUTHORITY"]
    assert store.by_token(services.hash_of(token)).state == "offered"


def test_no_new_link_is_made_for_a_parcel_that_was_collected():
    reference = sealed().reference
    services.collect(*offered(reference))

    assert codes(services.offer(reference, by=somebody())) == ["CO_ONCE"]


@pytest.mark.parametrize(
    ("username", "may"), [("h1", True), ("h2", True), ("o2", False), ("d1", False), ("r1", False)]
)
def test_case_handlers_make_links_and_nobody_else(username, may):
    assert bool(services.offer(sealed().reference, by=somebody(username)).token) is may


# --- either handed over and on the record, or still there to be collected ---------------------------------------------
class PowerCut(Exception):
    pass


def cut(*args, **kwargs):
    raise PowerCut


@pytest.mark.parametrize("place", ["as_zip", "record"])
def test_what_fails_before_it_is_on_the_record_takes_nothing_from_the_recipient(monkeypatch, place):
    token, said = offered()
    with monkeypatch.context() as patch:
        patch.setattr(vault if place == "as_zip" else collecting, place, cut)
        with pytest.raises(PowerCut):
            services.collect(token, said)

    assert store.by_token(services.hash_of(token)).state == "offered"
    assert services.collect(token, said).content


def test_who_is_overtaken_between_reading_and_writing_gets_nothing(monkeypatch):
    token, said = offered()
    real = vault.as_zip

    def overtaken(name):
        monkeypatch.setattr(vault, "as_zip", real)
        assert services.collect(token, said).content
        return real(name)

    monkeypatch.setattr(vault, "as_zip", overtaken)

    assert codes(services.collect(token, said)) == ["CO_ONCE"]
    assert kinds().count("release.delivered") == 1


# --- the recipient's page ---------------------------------------------------------------------------------------------
FORM = {"name": "Rhea Castell", "post": "Manager", "accepts": "on"}


def test_to_look_at_the_page_releases_nothing_and_needs_no_account(client):
    token, _ = offered()

    for _ in range(3):
        page = client.get(f"/collect/{token}/")
        assert page.status_code == 200
        assert "Northshire Council" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert store.by_token(services.hash_of(token)).state == "offered"


def test_the_code_the_name_and_the_terms_bring_the_parcel_once_and_then_a_receipt(client):
    token, said = offered()

    page = client.post(f"/collect/{token}/", FORM | {"code": said.code})
    receipt = client.get(f"/collect/{token}/").content.decode()
    again = client.post(f"/collect/{token}/", FORM | {"code": said.code})

    assert page["Content-Type"] == "application/zip"
    assert zipfile.ZipFile(io.BytesIO(b"".join(page.streaming_content))).testzip() is None
    assert "Receipt" in receipt
    assert "Rhea Castell" in receipt
    assert (again.status_code, "collected already" in again.content.decode()) == (403, True)


def test_somebody_else_with_the_link_is_told_that_it_was_collected_and_not_by_whom(client, django_user_model):
    token, said = offered()
    services.collect(token, said)

    page = client.get(f"/collect/{token}/").content.decode()

    assert "This parcel has been collected" in page
    assert "Tell the office at once" in page
    assert "Rhea Castell" not in page


WRONG = [
    ({"code": "wrong"}, 403),
    ({"code": ""}, 400),
    ({"name": ""}, 400),
    ({"accepts": ""}, 400),
    ({"name": "  "}, 400),
]


@pytest.mark.parametrize(("changes", "status"), WRONG)
def test_with_something_wrong_the_page_comes_back_and_says_what(client, changes, status):
    token, said = offered()

    page = client.post(f"/collect/{token}/", FORM | {"code": said.code} | changes)

    assert page.status_code == status
    assert store.by_token(services.hash_of(token)).state == "offered"


def test_the_link_is_half_of_the_secret_and_never_logged(client, caplog):
    token, said = offered()

    for code in ("wrong", "", said.code, said.code):
        client.post(f"/collect/{token}/", FORM | {"code": code})

    assert token not in caplog.text


def test_a_link_nobody_made_leads_nowhere(client):
    assert client.get("/collect/nothing/").status_code == 404


def test_the_link_and_the_code_are_shown_on_one_page_and_never_again(signed_in):
    row, browser = sealed(), signed_in("h1")

    made = browser.post(f"/parcels/{row.reference}/link/").content.decode()
    later = browser.get(f"/parcels/{row.reference}/").content.decode()

    assert "Shown once" in made
    assert "/collect/" in made
    assert "/collect/" not in later


# --- taken back, and misdirected --------------------------------------------------------------------------------------
def test_a_link_taken_back_is_dead_until_a_new_one_is_made(signed_in):
    reference = sealed().reference
    token, said = offered(reference)

    taken_back = signed_in("h1").post(f"/parcels/{reference}/revoke/")
    refused = services.collect(token, said)
    token, said = offered(reference)

    assert taken_back.status_code == 302
    assert [each.reason for each in refused.refusals] == ["The office has taken this link back."]
    assert services.collect(token, said).content


def test_what_was_collected_cannot_be_taken_back():
    reference = sealed().reference
    token, said = offered(reference)
    services.collect(token, said)

    assert [each.rule.code for each in services.revoke(reference, by=somebody())] == ["CO_ONCE"]


def test_whoever_it_was_not_meant_for_says_so_without_an_account(client):
    token, said = offered()

    looked = client.get(f"/collect/{token}/not-for-me/")
    told = [client.post(f"/collect/{token}/not-for-me/", {"what": "Wrong department"}) for _ in range(2)]

    assert looked.status_code == 200
    assert all("INC-2026-0001" in each.content.decode() for each in told)
    assert kinds().count("incident.reported") == 1
    assert [each.reason for each in services.collect(token, said).refusals] == [
        "The office has taken this link back."
    ]


def test_looking_at_the_page_for_the_misdirected_changes_nothing(client):
    token, said = offered()

    client.get(f"/collect/{token}/not-for-me/")

    assert services.collect(token, said).content
