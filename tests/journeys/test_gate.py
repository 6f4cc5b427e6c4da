"""The gate in the browser: a fix with one click, a review cleared by the right person, two who release at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEADER = "referral_id,full_name,address,phone,mobility_flag,risk_note\n"
ANN = "SW1,Ann Lee,1 High Street NS1 1AA,07700900001,Y,smoke alarm missing\n"
GOOD = HEADER + ANN
WITH_A_COLUMN_MORE = (
    "referral_id,full_name,date_of_birth,address,phone,mobility_flag,risk_note\n"
    "SW1,Ann Lee,1950-01-01,1 High Street NS1 1AA,07700900001,Y,smoke alarm missing\n"
)
FOR_REVIEW = GOOD.replace("smoke alarm missing", "she has dementia")


def bring(page: Page, folder, content: str, name: str = "referrals.csv") -> str:
    """Bring a file to the gate under the agreement with the council; the address of its release."""
    page.goto("/releases/new/")
    choice = page.get_by_label("What lets this file leave?")
    agreement = choice.locator("option", has_text="ISA-").first.get_attribute("value")
    choice.select_option(agreement)
    path = folder / name
    path.write_text(content)
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Have the file examined").click()
    page.wait_for_url(re.compile(r"/releases/REL-\d{4}-\d{4}/"))
    return page.url


@pytest.mark.parametrize("width", [1280, 320])
def test_the_fix_stands_beside_the_finding_and_one_click_mends(visit, axe, tmp_path, width):
    handler = visit("h1", width=width)
    bring(handler, tmp_path, WITH_A_COLUMN_MORE)
    expect(handler.get_by_role("heading", name="This file must not leave as it is")).to_be_visible()
    axe(handler)

    handler.get_by_role("button", name="Drop the column 'date_of_birth'").click()

    expect(handler.get_by_role("heading", name=re.compile("This file may leave"))).to_be_visible()
    expect(handler.get_by_role("heading", name="What you did to the file")).to_be_visible()
    axe(handler)
    handler.get_by_role("button", name="Undo this").click()
    expect(handler.get_by_role("heading", name="This file must not leave as it is")).to_be_visible()
    assert handler.evaluate("document.documentElement.scrollWidth") <= width


def test_a_review_is_refused_to_the_wrong_person_and_cleared_by_the_right_one(visit, axe, tmp_path):
    handler, owner, other = visit("h1"), visit("o2"), visit("o1")
    address = bring(handler, tmp_path, FOR_REVIEW)
    expect(handler.get_by_text("who owns this data set")).to_be_visible()
    expect(handler.get_by_text("Clear this finding")).to_have_count(0)
    axe(handler)

    refused = clear_without_the_form(other, owner, address)
    assert refused.status == 403
    assert "DE_NO_AUTHORITY" in refused.text()

    owner.goto("/")
    owner.locator(f'a[href$="{address.split("//", 1)[1].split("/", 1)[1]}"]').first.click()
    owner.get_by_text("Clear this finding").click()
    owner.get_by_label("Why may it leave as it is?").fill("The crew needs it, and the agreement covers it.")
    axe(owner)
    owner.get_by_role("button", name="Clear it in my name").click()
    expect(owner.get_by_text("The crew needs it, and the agreement covers it.").first).to_be_visible()
    axe(owner)

    handler.goto(address)
    handler.get_by_role("button", name="Release and seal").click()
    expect(handler.get_by_text("Sealed").first).to_be_visible()
    axe(handler)


def clear_without_the_form(who: Page, owner: Page, address: str):
    """What comes of sending the owner's form as somebody who has none."""
    owner.goto(address)
    finding = owner.locator('input[name="finding"]').first.get_attribute("value")
    who.goto(address)
    token = who.locator('input[name="csrfmiddlewaretoken"]').first.get_attribute("value")
    form = {"csrfmiddlewaretoken": token, "finding": finding, f"{finding}-reason": "It is fine."}
    return who.request.post(f"{address}clear/", form=form, headers={"Referer": address})


def test_of_two_who_release_at_once_one_does_and_the_other_is_told(visit, tmp_path):
    first, second = visit("h1"), visit("h2")
    address = bring(first, tmp_path, GOOD)
    first.goto(address)
    second.goto(address)

    first.get_by_role("button", name="Release and seal").click()
    expect(first.get_by_text("Sealed").first).to_be_visible()
    second.get_by_role("button", name="Release and seal").click()

    expect(second.get_by_text(re.compile("cannot be released|Somebody else changed")).first).to_be_visible()
    second.goto(address)
    expect(second.get_by_role("button", name="Release and seal")).to_have_count(0)


def test_a_file_that_left_in_error_is_taken_back(visit, axe, tmp_path):
    handler = visit("h1")
    address = bring(handler, tmp_path, GOOD)
    handler.get_by_role("button", name="Release and seal").click()

    handler.get_by_text("Released in error?").click()
    handler.get_by_role("button", name="Take it back and destroy the parcel").click()

    expect(handler.get_by_role("heading", name="This file was given up")).to_be_visible()
    axe(handler)
    handler.goto(f"{address}manifest.json".replace("manifest.json", ""))
    expect(handler.get_by_role("button", name="Release and seal")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_beside_the_gate_have_no_fault(visit, axe, width):
    dpo = visit("d1", width=width)

    for path in (
        "/releases/",
        "/releases/index/",
        "/releases/withheld/",
        "/releases/withheld/home-visits/",
        "/releases/withheld/home-visits/?fields=full_name,address",
    ):
        dpo.goto(path)
        axe(dpo)
        assert dpo.evaluate("document.documentElement.scrollWidth") <= width, path
