"""A recipient with no tools opens a parcel in their own browser, and nothing of it goes anywhere."""

from __future__ import annotations

import subprocess
import zipfile

import pyrage
import pytest
from playwright.sync_api import expect

from here import ROOT, tool
from sharewell.aftercare.keys import check_of
from sharewell.engine import locks

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VECTOR = ROOT / "tests" / "core" / "engine" / "vectors" / "parcel"
KEY = VECTOR / "identity.txt"
DIGEST = (VECTOR / "plain.sha256").read_text().split()[0]
ROWS = "ref,kind\n" + "".join(f"R{number},alarm\n" for number in range(20_000))


def archived(folder, *, leaving_out=(), **changed):
    """The vector's parcel as it is collected, with parts left out or other bytes in them."""
    path = folder / f"REL-2026-{len(list(folder.iterdir())):04}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for part in sorted((VECTOR / "parcel").iterdir()):
            if part.name not in leaving_out:
                archive.writestr(part.name, changed.get(part.stem, part.read_bytes()))
    return path


def sealed_by_stock_age(folder):
    public = str(locks.identities_of(KEY.read_text()).identities[0].to_public())
    plain, sealed = folder / "visits.csv", folder / "visits.csv.age"
    plain.write_text(ROWS)
    subprocess.run([tool("age"), "-r", public, "-o", sealed, plain], check=True)
    return sealed


@pytest.fixture
def opening(visit):
    """The page, from which every request after it was drawn is written down."""
    page = visit(width=320)
    page.goto("/open/")
    expect(page.get_by_role("button", name="Open the parcel")).to_be_visible()
    page.sent = []
    page.on("request", lambda request: page.sent.append(request.url))
    return page


def open_with(page, parcel, *, key=KEY, passphrase=""):
    page.get_by_label("The parcel", exact=True).set_input_files(parcel)
    if passphrase:
        page.get_by_label("A passphrase").check()
        page.get_by_label("Passphrase", exact=True).fill(passphrase)
        page.keyboard.press("Enter")
    else:
        page.get_by_label("Key file").set_input_files(key)
        page.get_by_role("button", name="Open the parcel").press("Enter")


def saved(page):
    expect(page.get_by_role("heading", name="The parcel is open")).to_be_focused(timeout=30_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save ").press("Enter")
    return download.value


def test_a_parcel_and_a_file_of_the_stock_age_open_in_the_browser_and_nothing_is_sent(opening, axe, tmp_path):
    opening.get_by_label("SHA-256 of the file").fill(DIGEST)
    open_with(opening, archived(tmp_path))
    file = saved(opening)
    axe(opening)

    assert subprocess.check_output(["sha256sum", file.path()], text=True).split()[0] == DIGEST
    expect(opening.get_by_text("this is the file that the office let go")).to_be_visible()
    assert opening.evaluate("document.documentElement.scrollWidth") <= 320
    assert opening.get_by_label("Key file").input_value() == ""

    opening.get_by_label("SHA-256 of the file").fill("0" * 64)
    open_with(opening, sealed_by_stock_age(tmp_path))
    file = saved(opening)

    assert (file.suggested_filename, file.path().read_text()) == ("visits.csv", ROWS)
    expect(opening.get_by_text("This is NOT the SHA-256 that you entered")).to_be_visible()
    assert [each for each in opening.sent if not each.startswith("blob:")] == []


def test_a_passphrase_that_was_read_out_opens_it_too(opening, tmp_path):
    sealed = tmp_path / "visits.csv.age"
    sealed.write_bytes(pyrage.passphrase.encrypt(ROWS.encode(), "moss-otter-lamp-river"))

    open_with(opening, sealed, passphrase="Moss otter lamp  RIVER")

    assert saved(opening).path().read_text() == ROWS


def test_what_is_not_as_it_was_sealed_does_not_open_and_says_what_to_do(opening, axe, tmp_path):
    stranger = tmp_path / "other.txt"
    stranger.write_text(str(pyrage.x25519.Identity.generate()))
    data = (VECTOR / "parcel" / "data.age").read_bytes()
    damaged = data[:-1] + bytes([data[-1] ^ 1])
    refused = [
        (archived(tmp_path), stranger, "does not open the parcel"),
        (archived(tmp_path, data=damaged), KEY, "data.age is not the one that was sealed"),
        (archived(tmp_path, leaving_out={"terms.json"}), KEY, "the four parts of a parcel"),
        (KEY, KEY, "This file is not a parcel"),
        (archived(tmp_path), VECTOR / "plain.sha256", "The key is not one"),
    ]

    opening.get_by_role("button", name="Open the parcel").click()
    expect(opening.get_by_role("alert")).to_contain_text("Choose the parcel")
    axe(opening)
    for parcel, key, why in refused:
        open_with(opening, parcel, key=key)
        expect(opening.get_by_role("alert")).to_contain_text(why)
    expect(opening.get_by_role("heading", name="The parcel is open")).to_have_count(0)


def test_a_key_is_made_in_the_browser_and_its_public_half_is_the_only_one_shown(visit, axe):
    page = visit(width=320)
    page.goto("/open/key/")
    page.get_by_role("button", name="Make a key").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the key file").click()
    secret = download.value.path().read_text().split()[-1]

    assert str(pyrage.x25519.Identity.from_str(secret).to_public()) == page.locator("#public").inner_text()
    assert secret not in page.content()
    assert page.locator("#check").inner_text() == check_of(page.locator("#public").inner_text())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    axe(page)
