"""The main job, end to end, as five people do it in their browsers.

The handler drafts, and is refused as the one to decide; the owner approves; the gate refuses a file with a column too
many; the mended file goes; the recipient collects it once, and opens it with the stock `age`; the record verifies
without the office.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import zipfile
from collections.abc import Mapping

import pytest
from playwright.sync_api import Page, expect

from here import tool

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "Second visits before the frost"
GOOD_FILE = "full_name,phone\nAnn Lee,07700900001\nRaj Patel,07700900002\n"
FILE_WITH_A_COLUMN_TOO_MANY = "full_name,phone,shoe_size\nAnn Lee,07700900001,5\n"

# What the handler answers, page by page: the name of each control, and what is chosen or typed.
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "S0": {
        "S0.1": "yes", "S0.2": "no", "S0.3": "no", "S0.4": "no", "S0.5": "none", "S0.6": "no",
        "sharing.repeat_count_12m": "1", "sharing.relationship": "separate_controllers", "data.about_living": "yes",
        "data.subjects_count": "2", "data.identifiability": "identifiable",
    },
    "S1": {"S1.1": "verified", "S1.2": "yes", "S1.3": "yes", "S1.4": "request", "S1.5": "no"},
    "S2": {
        "S2.1": "Each of them is offered a visit within two weeks.", "S2.2": "pow.13",
        "S2.3": "A visit while it helps; a list could reach the wrong desk.", "S2.4": "yes", "S2.5": "none",
        "power.kind": "express_power", "data.collected_on_consent": "no",
    },
    "S3": {
        "S3.1": "no", "S3.2": "no", "S3.3": "no",
        "fields-0-name": "full_name", "fields-0-why": "To ask for the right person.", "fields-0-personal": "name",
        "fields-1-name": "phone", "fields-1-why": "To make the appointment.", "fields-1-personal": "phone",
    },
    "S4": {
        "S4.1": "uk_gdpr", "S4.2": "e", "S4.6": "A name and a number are the least that reaches somebody.",
        "data.special_category": "none", "data.criminal_offence": "no", "data.children": "no", "data.vulnerable": "no",
        "data.confidential": "no", "data.health_or_care": "no", "purpose.is_law_enforcement": "no",
    },
    "S5": {"S5.1": "yes", "S5.2": "none", "S5.3": "none", "S5.4": "yes"},
    "S6": {"S6.1": "not_required", "S6.2": "no", "S6.3": "no", "dpia.status": "none"},
    "S7": {
        "S7.a": "*", "S7.a-text": "VS-1", "S7.b": "high", "S7.c": "not_extended", "S7.d": "period",
        "S7.d-months": "6", "S7.e": "yes", "S7.f": "na",
    },
    "S8": {"S8.1": "assured", "S8.2": "yes", "S8.3": "none", "S8.4": "none"},
    "S9": {"S9.1": "no"},
    "S10": {"S10.1": "tm.platform", "S10.2": "yes"},
}  # fmt: skip


def test_from_the_asking_to_a_receipt_that_a_stranger_can_check(visit, office, axe, tmp_path):
    handler = visit("h1")
    request = ask(handler, axe)

    answer_every_stage(handler, request, axe)
    submit(handler, request, axe)
    own_approval_is_refused(handler, request, axe)
    approve(visit("o2"), request, axe)

    refused_for_its_extra_column(handler, request, axe, tmp_path)
    release = goes_when_mended(handler, axe, tmp_path)
    link, code = to_be_passed_on(handler, axe)

    stranger = visit()
    parcel = collect_once(stranger, link, code, axe, tmp_path)
    opens_with_stock_age(parcel, office, tmp_path)
    opens_in_the_browser(stranger, parcel, office)
    a_second_time_is_refused(visit(), link, code, axe)

    the_receipt_is_on_both_sides(handler, release, axe)
    the_record_verifies_offline(visit("a1"), office, request, axe, tmp_path)


# --- the request ------------------------------------------------------------------------------------------------------
def ask(page: Page, axe) -> str:
    page.goto("/")
    axe(page)
    page.get_by_role("link", name="Start a one-off request").click()
    axe(page)
    page.get_by_label("What shall we call it?").fill(TITLE)
    page.get_by_label("Which organisation asks?").select_option(label="Northshire Council")
    page.get_by_label("Who asks there?").fill("The head of prevention")
    page.get_by_label("E-mail").check()
    page.get_by_label("Home safety visits").check()
    page.get_by_label("What was asked for?").fill("Who asked for a second visit, and how to reach them.")
    page.get_by_label("What do they want it for?").fill("To visit them before the frost.")
    page.get_by_role("button", name=re.compile("Save|Start|Continue")).first.click()
    return re.search(r"DSR-\d{4}-\d{4}", page.url).group()


def answer_every_stage(page: Page, request: str, axe) -> None:
    """From one page to the next, as the button leads, until nothing is left to ask."""
    seen: set[str] = set()
    for _ in range(3):  # what was said later may open a question on an earlier page
        page.goto(f"/requests/{request}/")
        if not unsettled(page):
            break
        page.get_by_role("button", name=re.compile("Go on with")).click()
        while stage := re.search(r"/(S\d+)/", page.url):
            answer(page, stage[1], axe if stage[1] not in seen else None)
            seen.add(stage[1])
    assert seen == set(ANSWERS)
    assert unsettled(page) == []
    axe(page)


def answer(page: Page, stage: str, axe) -> None:
    if axe:
        axe(page)
    parts = page.locator("[data-part-of]")
    for name, value in ANSWERS[stage].items():
        say(page, name, value)
    for part in parts.all():  # what belongs to an answer is there with it, and only with it
        chosen = page.locator(f'[name="{part.get_attribute("data-part-of")}"]').first
        given = chosen.evaluate("control => new FormData(control.form).get(control.name)")
        expect(part).to_be_visible(visible=given in (part.get_attribute("data-when") or "").split())
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("There is a problem")).to_have_count(0)


def unsettled(page: Page) -> list[str]:
    """The stages of the task list that still want something."""
    waiting = page.locator(".govuk-task-list__item").filter(
        has_text=re.compile(r"Not\sstarted|In\sprogress|Blocked")
    )
    return [text.split()[0] for text in waiting.get_by_role("link").all_inner_texts()]


def say(page: Page, name: str, value: str) -> None:
    """Choose or type, whichever the control wants. A page asks only what is still open, so some are not there."""
    control = page.locator(f'[name="{name}"]')
    if control.count() == 0:
        return
    kind = control.first.evaluate("control => control.type")
    if kind in {"radio", "checkbox"}:
        page.locator(f'[name="{name}"][value="{value}"]').check()
    elif kind == "select-one":
        control.select_option(value)
    else:
        control.fill(value)


def submit(page: Page, request: str, axe) -> None:
    page.goto(f"/requests/{request}/check/")
    axe(page)
    page.get_by_role("button", name=re.compile("Submit|Send")).click()
    expect(page.get_by_text("Submitted").first).to_be_visible()


def own_approval_is_refused(page: Page, request: str, axe) -> None:
    refused = page.goto(f"/requests/{request}/decide/")
    assert refused.status == 403
    for code in ("DE_SOD", "DE_NO_AUTHORITY"):
        expect(page.get_by_text(code).first).to_be_visible()
    expect(page.get_by_text("What you can do").first).to_be_visible()
    axe(page)


def approve(page: Page, request: str, axe) -> None:
    page.goto("/")
    page.get_by_role("link", name=TITLE).click()
    page.goto(f"/requests/{request}/decide/")
    axe(page)
    page.get_by_label("Approve", exact=True).check()
    page.get_by_label("Reasons").fill("They asked for it, and two fields are the least that will do.")
    page.get_by_role("button", name=re.compile("Record|Decide")).click()
    expect(page.get_by_text("Approved").first).to_be_visible()


# --- the file ---------------------------------------------------------------------------------------------------------
def refused_for_its_extra_column(page: Page, request: str, axe, tmp_path) -> None:
    page.goto(f"/releases/new/?authority={request}")
    axe(page)
    choose(page, tmp_path, "visits.csv", FILE_WITH_A_COLUMN_TOO_MANY)
    page.get_by_role("button", name="Have the file examined").click()
    expect(page.get_by_role("heading", name="This file must not leave as it is")).to_be_visible()
    expect(page.get_by_text("shoe_size").first).to_be_visible()
    axe(page)


def goes_when_mended(page: Page, axe, tmp_path) -> str:
    choose(page, tmp_path, "visits.csv", GOOD_FILE)
    page.get_by_role("button", name=re.compile("examined|Examine")).click()
    expect(page.get_by_role("heading", name=re.compile("This file may leave"))).to_be_visible()
    axe(page)
    page.get_by_role("button", name=re.compile("Release")).click()
    expect(page.get_by_text("Sealed").first).to_be_visible()
    return re.search(r"REL-\d{4}-\d{4}", page.url).group()


def choose(page: Page, folder, name: str, content: str) -> None:
    path = folder / name
    path.write_text(content)
    page.locator("input[type=file]").set_input_files(path)


def to_be_passed_on(page: Page, axe) -> tuple[str, str]:
    page.get_by_role("button", name="Go to the parcel").click()
    axe(page)
    page.get_by_role("button", name="Make the link and the code").click()
    axe(page)
    return page.locator("#collection-link").inner_text(), page.locator("#collection-code").inner_text()


# --- the recipient ----------------------------------------------------------------------------------------------------
def collect_once(page: Page, link: str, code: str, axe, tmp_path):
    page.goto(link)
    axe(page)
    fill_in_collection(page, code)
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("collect")).click()
    path = tmp_path / "parcel.zip"
    download.value.save_as(path)
    return path


def fill_in_collection(page: Page, code: str) -> None:
    page.get_by_label("Code").fill(code)
    page.get_by_label("Your full name").fill("Rhea Castell")
    page.get_by_label("Your post").fill("Prevention manager")
    page.get_by_label(re.compile("accept them")).check()


def opens_with_stock_age(parcel, office, tmp_path) -> None:
    with zipfile.ZipFile(parcel) as archive:
        archive.extractall(tmp_path / "parcel")
    sealed = next((tmp_path / "parcel").rglob("data.age"))
    opened = subprocess.run(
        [tool("age"), "-d", "-i", office.files["recipient's age key"], sealed],
        capture_output=True,
        check=True,
    )
    assert hashlib.sha256(opened.stdout).hexdigest() == hashlib.sha256(GOOD_FILE.encode()).hexdigest()
    again = office.sharewell(
        "open",
        str(sealed.parent),
        "--identity",
        office.files["recipient's age key"],
        "--out",
        str(tmp_path / "out"),
    )
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "out" / "visits.csv").read_text() == GOOD_FILE


def opens_in_the_browser(page: Page, parcel, office) -> None:
    """For a recipient who has the key and no program."""
    page.goto("/open/")
    page.get_by_label("The parcel", exact=True).set_input_files(parcel)
    page.get_by_label("Key file").set_input_files(office.files["recipient's age key"])
    page.get_by_role("button", name="Open the parcel").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save ").click()
    assert download.value.path().read_text() == GOOD_FILE


def a_second_time_is_refused(page: Page, link: str, code: str, axe) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", name="This parcel has been collected")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("collect"))).to_have_count(0)
    axe(page)


# --- the record -------------------------------------------------------------------------------------------------------
def the_receipt_is_on_both_sides(page: Page, release: str, axe) -> None:
    page.goto(f"/parcels/{release}/")
    expect(page.get_by_text("Rhea Castell").first).to_be_visible()
    axe(page)


def the_record_verifies_offline(page: Page, office, request: str, axe, tmp_path) -> None:
    page.goto("/record/")
    axe(page)
    page.get_by_role("button", name="Verify now").click()
    axe(page)
    bundle = tmp_path / "bundle.json"
    written = office.sharewell("evidence", request, "--out", str(bundle))
    assert written.returncode == 0, written.stderr
    whole = office.sharewell("verify", str(bundle), "--json")
    assert whole.returncode == 0, whole.stdout
    assert json.loads(whole.stdout)["anchored"] is False
    content = bytearray(bundle.read_bytes())
    content[len(content) // 2] ^= 1
    bundle.write_bytes(content)
    assert office.sharewell("verify", str(bundle)).returncode == 1
