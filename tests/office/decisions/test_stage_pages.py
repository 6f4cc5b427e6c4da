"""The pages of a stage: one thing to a page, each leading on to the next, and the panel that says what still blocks."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from sharewell.decisions.lifecycle import Action
from sharewell.policy.law import VERSIONS
from sharewell_office.adapters import clock
from sharewell_office.decisions import demo, models, pages, services, store
from sharewell_office.decisions.stages.form import NOT_ASKED
from sharewell_office.decisions.topics import TOPICS, slug_of, topics_of
from sharewell_office.people import store as people

pytestmark = pytest.mark.django_db

BEGUN = "Home visits in Mill Road"  # S0 and S1 are answered
TO_DECIDE = "Support for complainants who asked for it"


def reference_of(title: str) -> str:
    return models.Request.objects.get(title=title).reference


def actor(username: str):
    return people.actor_by_id(username, clock.today())


def topic(title: str, stage: str, slug: str, name: str = "topic") -> str:
    return reverse(f"decisions:{name}", args=[reference_of(title), stage, slug])


def save(browser, address: str, **given):
    version = browser.get(address).context["form"].initial["version"]
    return browser.post(address, {"version": version} | given)


# --- which page asks what -----------------------------------------------------------------------------


@pytest.mark.parametrize("law", VERSIONS, ids=lambda law: law.version)
def test_every_question_and_fact_of_a_stage_is_on_one_of_its_pages(law):
    asked = {
        stage: {
            *(one.id for one in law.stage[stage].questions),
            *(one.name for one in law.facts if one.stage == stage),
        }
        for stage in TOPICS
    }
    listed = {stage: [name for one in topics for name in one.asks] for stage, topics in TOPICS.items()}
    worked_out = {one.name for one in law.facts if one.worked_out}

    for stage, names in listed.items():
        assert len(names) == len(set(names))
        assert asked[stage] - worked_out <= set(names) <= asked[stage] | NOT_ASKED


@pytest.mark.parametrize("stage", TOPICS)
def test_what_a_newer_law_asks_is_on_the_last_page_of_its_stage(stage):
    assert slug_of(stage, "something.new") == TOPICS[stage][-1].slug
    assert topics_of(stage, ["something.new"]) == [TOPICS[stage][-1]]


def test_a_stage_without_such_a_page_has_none(signed_in, at):
    with at("2026-03-03T09:00"):
        assert signed_in("h1").get(topic(BEGUN, "S4", "retention")).status_code == 404


# --- from page to page --------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_pages_lead_from_one_to_the_next_until_the_answers_are_checked(signed_in, at):
    browser, reference, visited = signed_in("h1"), reference_of(BEGUN), []
    with at("2026-03-03T09:00"):
        services.answer(reference, stage="S3", answers={}, facts={}, fields=demo.FIELDS, by=actor("h1"))
        address = browser.get(reverse("decisions:detail", args=[reference])).context["next"].href
        while "/S" in address and len(visited) < 60:
            visited.append(address.removeprefix(f"/requests/{reference}/"))
            page = browser.get(address).context
            answered = browser.post(address, filled(page))
            assert answered.status_code == 302
            address = answered.url
        judged = services.judged(reference, by=actor("h1"))

    assert visited[:3] == [
        "S2/purpose/",
        "S2/power/",
        "S2/power/",
    ]  # the power chosen leads to a question about it
    assert "S4/basis/" in visited
    assert address.endswith("/check/")
    assert judged.options[Action.SUBMIT].refusals == ()


def filled(page) -> dict:
    """A page of questions with what a careful handler answers."""
    answers, facts = demo.CAREFUL[page["stage"].id]
    form, posted = page["form"], {"version": page["form"].initial["version"]}
    for question in form.questions:
        said = answers[question.id]
        posted |= (
            {question.id: "period", "S7.d-months": "6"} if question.id == "S7.d" else {question.id: said}
        )
    posted |= {"S7.a": "*", "S7.a-text": "VS-1"} if "S7.a" in posted else {}
    for fact in form.stated:
        said = facts[fact.name]
        posted[fact.name] = {True: "yes", False: "no", (): ["none"]}.get(said, said)
    if page["rows"] is not None:
        rows = page["rows"].initial
        posted |= {"fields-TOTAL_FORMS": str(len(rows)), "fields-INITIAL_FORMS": str(len(rows))}
        posted |= {
            f"fields-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items() if value
        }
    return posted


def test_an_answer_left_out_does_not_keep_one_on_the_page(signed_in, at):
    with at("2026-03-03T09:00"):
        saved = save(signed_in("h1"), topic(BEGUN, "S2", "purpose"), **{"S2.1": "Find the homes."})

    assert saved.url == topic(BEGUN, "S2", "power")


def test_a_page_changes_nothing_that_another_page_asks(signed_in, at):
    with at("2026-03-03T09:00"):
        before = store.request(reference_of(BEGUN))
        save(signed_in("h1"), topic(BEGUN, "S0", "urgent"), **{"S0.6": "no"})
        after = store.request(reference_of(BEGUN))

    assert after.answers == before.answers
    assert after.facts == before.facts


def test_what_blocks_is_shown_on_the_page_that_caused_it_and_links_there(signed_in, at):
    here = topic(BEGUN, "S2", "compatible")
    with at("2026-03-03T09:00"):
        saved = save(signed_in("h1"), here, **{"S2.4": "no"})
        judged = services.judged(reference_of(BEGUN), by=actor("h1"))

    assert saved.url == here
    assert {one.href for one in pages.panel(judged).blockers if one.reason.stage == "S2"} == {here}


# --- before anything is saved -------------------------------------------------------------------------


def test_the_panel_tells_what_would_block_and_saves_nothing(signed_in, at):
    reference = reference_of(BEGUN)
    with at("2026-03-03T09:00"):
        version = store.request(reference).version
        told = signed_in("h1").post(
            topic(BEGUN, "S2", "compatible", "topic_blocks"), {"version": version, "S2.4": "no"}
        )

    assert VERSIONS[-1].reason["PL_INCOMPATIBLE"].title in told.text
    assert store.request(reference).version == version
    assert "S2.4" not in store.request(reference).answers


@pytest.mark.parametrize(("username", "status"), [("h1", 200), ("r1", 403)])
def test_the_panel_is_for_staff(signed_in, at, username, status):
    with at("2026-03-03T09:00"):
        told = signed_in(username).post(topic(BEGUN, "S2", "purpose", "topic_blocks"), {"version": "1"})

    assert told.status_code == status


def test_words_that_cannot_be_read_leave_the_panel_as_it_is(signed_in, at):
    address = topic(BEGUN, "S7", "retention", "topic_blocks")
    with at("2026-03-03T09:00"):
        told = signed_in("h1").post(address, {"version": "1", "S7.d": "period", "S7.d-months": "soon"})

    assert told.status_code == 204


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("2 yrs", "Enter the number of months, such as 24"),
        ("0", "Enter a month at least"),
        ("9999", "1,200 months"),
    ],
)
def test_how_long_they_keep_it_is_asked_in_months_and_the_no_says_so(signed_in, at, said, why):
    with at("2026-03-03T09:00"):
        page = signed_in("h1").post(
            topic(BEGUN, "S7", "retention"), {"version": "1", "S7.d": "period", "S7.d-months": said}
        )

    assert why in page.content.decode()


@pytest.mark.parametrize(("kept", "months"), [("P6M", "6"), ("P2Y", "24"), ("P3Y11M", "47")])
def test_however_a_program_said_how_long_it_is_shown_in_months(signed_in, at, kept, months):
    models.Request.objects.filter(title=BEGUN).update(retention=kept)

    with at("2026-03-03T09:00"):
        page = signed_in("h1").get(topic(BEGUN, "S7", "retention")).content.decode()

    assert re.search(
        rf'name="S7.d-months"[^>]*value="{months}"|value="{months}"[^>]*name="S7.d-months"', page
    )


# --- what belongs to one of the answers ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "slug", "question", "parts", "choice"),
    [
        ("S2", "power", "S2.2", ["S2.2-text"], "*"),
        ("S5", "exemption", "S5.3", ["S5.3-right", "S5.3-prejudice", "S5.3-until"], "sch2.2"),
        ("S7", "retention", "S7.d", ["S7.d-months"], "period"),
        ("S8", "history", "S8.4", ["S8.4-text"], "*"),
    ],
)
def test_what_belongs_to_an_answer_is_shown_with_that_answer(signed_in, stage, slug, question, parts, choice):
    page = signed_in("h1").get(topic(BEGUN, stage, slug))

    shown = {one.field.name: one for one in page.context["form"].asked()}
    assert [name for name, one in shown.items() if one.part_of == question] == parts
    assert all(choice in shown[name].when.split() for name in parts)
    assert not {"none", ""} & {word for name in parts for word in shown[name].when.split()}
    assert page.text.count(f'data-part-of="{question}"') == len(parts)
    assert not shown[question].part_of
