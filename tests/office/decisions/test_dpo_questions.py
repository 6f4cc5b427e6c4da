"""Asking the DPO from any page, with or without a case; the answer; and who sees it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sharewell_office.decisions import models
from sharewell_office.decisions.dpo import services, store
from sharewell_office.ledger import models as outbox
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people

pytestmark = pytest.mark.django_db

CASE = "DSR-2026-0001"
ASK = "decisions:dpo_ask"


def ask(signed_in, username: str = "h1", question: str = "May I read it out?", about: str = ""):
    return signed_in(username).post(reverse(ASK), {"question": question, "about": about, "page": "/"})


def last() -> str:
    return models.DpoQuestion.objects.latest("pk").reference


def page_of(reference: str) -> str:
    return reverse("decisions:dpo_question", args=[reference])


def answer(signed_in, reference: str, username: str = "d1", text: str = "Yes, to that desk only."):
    return signed_in(username).post(page_of(reference), {"text": text})


def messages(template: str) -> list[str]:
    return list(outbox.Message.objects.filter(template=template).values_list("to", flat=True))


def test_the_dpo_is_told_of_a_question_and_the_asker_of_the_answer(signed_in):
    ask(signed_in)
    asked = messages("dpo-asked")
    answer(signed_in, last())

    assert (asked, messages("dpo-answered")) == (["d1"], ["h1"])


# --- asking -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page", ["desk:home", "decisions:list", "release:list", "ledger:record", "decisions:new"]
)
def test_every_page_leads_to_it_and_says_which_page_it_was(signed_in, page):
    address = reverse(page)

    assert f"{reverse(ASK)}?page={address}" in signed_in("h1").get(address).text


def test_a_case_is_filled_in_where_the_page_shows_one(signed_in):
    page = signed_in("h1").get(reverse(ASK), {"page": f"/requests/{CASE}/S4/"})

    assert page.context["form"]["about"].value() == CASE
    assert f'href="/requests/{CASE}/S4/"' in page.text


@pytest.mark.parametrize("page", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_the_way_back_never_leads_out_of_the_office(signed_in, page):
    assert not signed_in("h1").get(reverse(ASK), {"page": page}).context["back"]


@pytest.mark.requirement("OPCC-5.3a")
@pytest.mark.parametrize("username", ["h1", "o1", "c1", "a1", "k1", "d1"])
def test_anyone_in_the_office_asks_whatever_their_post_and_training(signed_in, at, username):
    with at("2030-01-07T09:00"):
        asked = ask(signed_in, username)

    assert asked.status_code == 302
    assert store.question(last()).asked_by == username


def test_a_recipient_does_not(signed_in):
    assert ask(signed_in, "r1").status_code == 403


def test_an_empty_question_is_told_where_it_is_missing(signed_in):
    page = ask(signed_in, question="")

    assert page.status_code == 400
    assert "There is a problem" in page.text


@pytest.mark.parametrize("about", ["", CASE])
def test_it_is_on_the_record_without_its_words(signed_in, about):
    ask(signed_in, about=about.lower())

    story = ledger.story(about or last())
    assert any(last() in told.title for told in story)
    assert all("read it out" not in told.title + told.text for told in story)


# --- answering --------------------------------------------------------------------------------------------------------


def test_it_waits_in_the_dpos_work_until_it_is_answered(signed_in, at):
    with at("2026-03-03T09:00"):
        ask(signed_in, about=CASE)
        waiting = signed_in("d1").get(reverse("desk:home")).text
        answer(signed_in, last())
        done = signed_in("d1").get(reverse("desk:home")).text

    assert page_of(last()) in waiting
    assert page_of(last()) not in done


def test_the_asker_reads_the_answer_with_its_time(signed_in, at):
    with at("2026-03-03T09:00"):
        ask(signed_in)
    with at("2026-03-03T11:15"):
        answer(signed_in, last())

    page = signed_in("h1").get(page_of(last())).text
    assert "Yes, to that desk only." in page
    assert "3 March 2026, 11:15am" in page


def test_only_the_dpo_answers(signed_in):
    ask(signed_in, about=CASE)

    refused = answer(signed_in, last(), "o1")

    assert refused.status_code == 403
    assert "ST_NOT_YOURS" in refused.text
    assert not store.question(last()).answered


def test_an_answer_stands_whoever_answers_again(signed_in):
    ask(signed_in)
    answer(signed_in, last())

    again = answer(signed_in, last(), text="No.")

    assert again.status_code == 403
    assert store.question(last()).answer == "Yes, to that desk only."


def test_of_two_who_answer_at_once_the_later_is_told(signed_in, monkeypatch):
    ask(signed_in)
    reference, dpo = last(), people.actor_by_id("d1", services.now().date())
    unanswered = store.question(reference)
    answer(signed_in, reference)
    readings = iter([unanswered, store.question(reference)])
    monkeypatch.setattr(store, "question", lambda _: next(readings))

    outcome = services.answer(reference, text="No.", by=dpo)

    assert [one.rule.code for one in outcome.refusals] == ["ST_NOT_NOW"]
    assert models.DpoQuestion.objects.get(reference=reference).answer == "Yes, to that desk only."


# --- who sees what ----------------------------------------------------------------------------------------------------


def test_a_question_without_a_case_is_between_the_asker_and_the_dpo(signed_in):
    ask(signed_in)

    seen = {who: signed_in(who).get(page_of(last())).status_code for who in ("h1", "d1", "h2", "c1")}

    assert seen == {"h1": 200, "d1": 200, "h2": 404, "c1": 404}


def test_one_about_a_case_stands_on_the_pages_of_the_case(signed_in):
    ask(signed_in, about=CASE)
    answer(signed_in, last())

    for page in ("detail", "decide", "advice"):
        assert (
            "Yes, to that desk only." in signed_in("o2").get(reverse(f"decisions:{page}", args=[CASE])).text
        )


def test_the_dpos_list_holds_everyones_and_yours_only_your_own(signed_in):
    ask(signed_in, "h1", "First?")
    ask(signed_in, "h2", "Second?")

    listed = {
        who: [
            row.question
            for row in signed_in(who).get(reverse("decisions:dpo_questions")).context["page"].rows
        ]
        for who in ("h1", "h2", "d1", "c1")
    }
    assert listed == {"h1": ["First?"], "h2": ["Second?"], "d1": ["Second?", "First?"], "c1": []}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"words": "first"}, ["First?"]),
        ({"waiting": "yes"}, ["Second?"]),
        ({"waiting": "no"}, ["First?"]),
        ({"words": "zebra"}, []),
    ],
)
def test_what_a_search_finds(signed_in, wanted, found):
    ask(signed_in, question="First?")
    answer(signed_in, last())
    ask(signed_in, question="Second?")

    page = signed_in("d1").get(reverse("decisions:dpo_questions"), wanted)

    assert [row.question for row in page.context["page"].rows] == found


def test_a_question_that_is_not_there_is_not_found(signed_in):
    assert signed_in("d1").get(page_of("DPQ-1999-0001")).status_code == 404
