"""In real browsers: an emergency on a telephone-sized screen, and a question to the DPO from the page it came up on."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_emergency_is_on_record_within_a_minute_on_a_phone(visit, axe):
    phone = visit("h2", width=320)
    phone.goto("/")
    axe(phone)
    began = time.monotonic()

    phone.get_by_role("link", name="Somebody is in danger").click()
    axe(phone)
    phone.get_by_label("Who is in danger").fill("A caller threatens self-harm; a child is in the house.")
    phone.get_by_label("Whom are you going to tell").fill("Northshire Police control room")
    phone.get_by_label("The name or number").fill("the duty sergeant")
    phone.get_by_label("Location").check()
    phone.get_by_role("button", name="Record that it was told").click()

    # Nobody made sure who was listening: that is read before anything is said, and nothing written is lost.
    expect(phone.get_by_role("heading", name="Stop: read this before you say anything")).to_be_visible()
    axe(phone)
    phone.get_by_label("What did you do to make sure").fill("rang back on the published number")
    phone.get_by_role("button", name="Record that it was told").click()

    expect(phone.get_by_text("What you told is on record")).to_be_visible()
    assert time.monotonic() - began < 60
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    axe(phone)


def test_a_question_to_the_dpo_comes_back_with_its_answer(visit, axe):
    handler = visit("h1")
    year = time.strftime("%Y")
    handler.goto(f"/requests/DSR-{year}-0001/")
    handler.get_by_role("link", name="Ask the DPO about this page").click()
    axe(handler)
    handler.get_by_label("What do you want to know?").fill("May the list name the street?")
    handler.get_by_role("button", name="Ask").click()
    expect(handler.get_by_text("Waiting for the answer")).to_be_visible()
    reference = re.search(r"DPQ-\d{4}-\d{4}", handler.url).group()

    dpo = visit("d1")
    dpo.goto("/")
    dpo.get_by_role("link", name="A question to you about").first.click()
    axe(dpo)
    dpo.get_by_label("Your answer").fill("The street, and no number.")
    dpo.get_by_role("button", name="Record the answer").click()
    axe(dpo)

    handler.goto(f"/requests/dpo/{reference}/")
    expect(handler.get_by_text("The street, and no number.")).to_be_visible()
    axe(handler)
