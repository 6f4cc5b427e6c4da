"""Emergencies: one page while the telephone rings, for whoever is there; then the record and the clocks."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.urls import reverse

from sharewell.decisions.emergency.record import Disclosure, Status
from sharewell_office.adapters import clock
from sharewell_office.adapters.jobs import run_due
from sharewell_office.decisions import jobs, models
from sharewell_office.decisions.cover import services as absences
from sharewell_office.decisions.emergency import services, store
from sharewell_office.ledger import models as outbox
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people

pytestmark = pytest.mark.django_db

NEW = "decisions:emergency_new"
TOLD_AT = "2026-03-03T16:46"
CALL = {
    "danger": "A caller threatens self-harm; a child is in the house.",
    "recipient_name": "Northshire Police control room",
    "to_whom": "the duty sergeant",
    "identity": "rang back on the published number",
    "told": ["name", "location"],
    "told_else": "threat to self, child present",
    "terms_said": "on",
    "data_set": "complaints",
}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.LONDON)


def call(signed_in, username: str = "h1", **changes):
    return signed_in(username).post(reverse(NEW), CALL | changes)


def last() -> str:
    return models.Emergency.objects.latest("pk").reference


def told(signed_in, hold, /, **changes) -> str:
    with hold(TOLD_AT):
        call(signed_in, **changes)
    return last()


def url(reference: str, action: str = "") -> str:
    name, more = ("emergency_step", [action]) if action else ("emergency", [])
    return reverse(f"decisions:{name}", args=[reference, *more])


RECORD = {
    "why_urgent": "The caller had said goodbye.",
    "withheld": "complaint history",
    "data_set": "complaints",
}


def record(signed_in, reference: str, username: str = "h1", **changes):
    return signed_in(username).post(url(reference, "record"), RECORD | changes)


def actor(username: str):
    return people.actor_by_id(username, clock.today())


# --- telling ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["desk:home", "decisions:list", "decisions:new"])
@pytest.mark.parametrize("username", ["h1", "a1"])
def test_whoever_works_here_finds_it_where_they_look(signed_in, page, username):
    assert reverse(NEW) in signed_in(username).get(reverse(page)).text or page == "decisions:list"


@pytest.mark.requirement("OPCC-7.2a")
def test_one_page_puts_the_telling_on_the_record(signed_in, at):
    reference = told(signed_in, at)

    emergency = services.read(reference)
    assert emergency.status is Status.RELEASED
    assert emergency.disclosure.told == ("name", "location", "threat to self", "child present")
    assert emergency.disclosure.at == moment(TOLD_AT)
    assert emergency.owners == {"o1"}
    assert len(ledger.story(reference)) == 2


@pytest.mark.parametrize("username", ["h1", "o2", "c1", "d1", "a1", "k1"])
def test_no_post_and_no_lapsed_training_keeps_anybody_from_it(signed_in, at, username):
    with at("2030-01-07T09:00"):
        done = call(signed_in, username)

    assert done.status_code == 302
    assert services.read(last()).status is Status.RELEASED
    assert "DE_TRAINING" in services.read(last()).findings


def test_it_is_opened_with_nothing_but_a_press(signed_in):
    done = signed_in("h1").post(reverse(NEW), {"open": "yes"})

    assert done.status_code == 302
    assert services.read(last()).status is Status.OPEN


def test_what_was_opened_is_told_on_its_own_page(signed_in, at):
    with at("2026-03-03T16:40"):
        signed_in("h1").post(reverse(NEW), {"open": "yes", "danger": CALL["danger"]})
    with at(TOLD_AT):
        page = signed_in("h1").get(url(last()))
        done = signed_in("h1").post(
            reverse("decisions:emergency_tell", args=[last()]),
            CALL | {"version": page.context["tell_form"].initial["version"]},
        )

    assert page.context["tell_form"].initial["danger"] == CALL["danger"]
    assert done.status_code == 302
    assert services.read(last()).disclosed == moment(TOLD_AT)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("16:30", "2026-03-03T16:30"),
        ("0905", "2026-03-03T09:05"),
        ("23.10", "2026-03-02T23:10"),
        ("", "2026-03-03T16:45"),
    ],
)
def test_what_was_told_already_has_its_own_time(signed_in, at, given, expected):
    reference = told(signed_in, at, when="earlier", at=given)

    assert services.read(reference).disclosed == moment(expected)


@pytest.mark.parametrize("given", ["25:00", "four o'clock", "16:75"])
def test_a_time_that_is_none_is_told_where_it_stands_and_nothing_is_lost(signed_in, at, given):
    with at(TOLD_AT):
        page = call(signed_in, when="earlier", at=given)

    assert page.status_code == 400
    assert CALL["danger"] in page.text
    assert not models.Emergency.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"bar": "bar.05"}, "BAR_STATUTE"),
        ({"channel": "email"}, "EM_ORAL_ONLY"),
        ({"identity": ""}, "EM_IDENTITY"),
    ],
)
def test_what_an_emergency_never_lifts_is_read_before_it_is_told(signed_in, at, changes, code):
    with at(TOLD_AT):
        page = call(signed_in, **changes)

    assert page.status_code == 403
    assert code in page.text
    assert "Stop: read this" in page.text
    assert CALL["danger"] in page.text
    assert services.read(last()).status is Status.OPEN


def test_a_form_that_was_open_for_a_while_can_still_be_stopped(signed_in, at):
    with at("2026-03-03T16:40"):
        signed_in("h1").post(reverse(NEW), {"open": "yes"})
        said = Disclosure(at=clock.now(), by="h1", to_whom="the desk", identity="", told=("name",))
    with at(TOLD_AT):
        outcome = services.tell(last(), said, by=actor("h1"))

    assert [one.rule.code for one in outcome.refusals] == ["EM_IDENTITY"]


def test_and_going_on_from_there_opens_no_second_one(signed_in, at):
    with at(TOLD_AT):
        page = call(signed_in, bar="bar.05")
        action = reverse("decisions:emergency_tell", args=[last()])
        done = signed_in("h1").post(action, CALL | {"bar": "bar.05", "exception": "s.57(3): …"})

    assert f'action="{action}"' in page.text
    assert done.status_code == 302
    assert models.Emergency.objects.count() == 1


@pytest.mark.parametrize(
    "changes", [{"bar": "bar.05"}, {"identity": ""}, {"channel": "email"}, {"told": [], "told_else": ""}]
)
def test_what_was_told_already_is_recorded_whatever_it_was(signed_in, at, changes):
    reference = told(signed_in, at, when="earlier", **changes)

    emergency = services.read(reference)
    assert emergency.status is Status.RELEASED
    assert emergency.findings


def test_a_recipient_opens_none(signed_in):
    assert call(signed_in, "r1").status_code == 403


# --- afterwards -------------------------------------------------------------------------------------------------------


def test_the_page_says_until_when_it_is_recorded_and_reviewed(signed_in, at):
    reference = told(signed_in, at)
    with at("2026-03-03T17:00"):
        page = signed_in("h1").get(url(reference)).text

    assert "4 March 2026, 4:46pm" in page
    assert "5 March 2026" in page


def test_the_record_is_completed_and_says_what_is_still_to_be_written(signed_in, at):
    reference = told(signed_in, at)
    with at("2026-03-04T10:00"):
        done = record(signed_in, reference, **{"basis.art6": "d", "data.children": "yes"})
        page = signed_in("h1").get(url(reference))

    emergency = services.read(reference)
    assert done.status_code == 302
    assert emergency.status is Status.RECORDED
    assert emergency.facts["basis.art6"] == "d"
    assert emergency.withheld == ("complaint history",)
    assert "CH_BEST_INTERESTS" in [one.code for one in page.context["to_answer"]]


def test_late_is_a_finding_and_it_is_recorded_all_the_same(signed_in, at):
    reference = told(signed_in, at)
    with at("2026-03-05T10:00"):
        record(signed_in, reference)
        page = signed_in("o1").get(url(reference)).text

    assert services.read(reference).status is Status.RECORDED
    assert "EM_LATE_RECORD" in page


def test_a_reason_left_out_is_asked_for(signed_in, at):
    reference = told(signed_in, at)

    page = record(signed_in, reference, why_urgent="")

    assert page.status_code == 400
    assert "There is a problem" in page.text


def test_the_owner_reviews_it_and_the_discloser_does_not(signed_in, at):
    reference = told(signed_in, at)
    with at("2026-03-04T10:00"):
        record(signed_in, reference)
        own = signed_in("h1").post(url(reference, "review"), {"says": "justified", "words_": "I was right."})
        done = signed_in("o1").post(
            url(reference, "review"), {"says": "justified", "words_": "Rightly told."}
        )

    assert own.status_code == 403
    assert "DE_SOD" in own.text
    assert done.status_code == 302
    assert services.read(reference).status is Status.REGULARISED


def test_the_dpo_says_what_she_makes_of_it(signed_in, at):
    reference = told(signed_in, at)

    signed_in("d1").post(url(reference, "advise"), {"kind": "for", "text": "Write the policy document."})

    assert "Write the policy document." in signed_in("h1").get(url(reference)).text


def test_what_did_not_have_to_be_told_is_stood_down(signed_in):
    signed_in("h1").post(reverse(NEW), {"open": "yes"})

    signed_in("h1").post(url(last(), "stand_down"), {"why": "The caller rang back: it was a drill."})

    assert services.read(last()).status is Status.STOOD_DOWN


def test_the_terms_follow_in_writing(signed_in, at):
    reference = told(signed_in, at)
    with at("2026-03-05T09:30"):
        signed_in("h1").post(url(reference, "send_terms"))

    assert services.read(reference).terms_sent == moment("2026-03-05T09:30")


def test_whoever_writes_on_what_somebody_changed_meanwhile_is_told(signed_in, at):
    reference = told(signed_in, at)
    read = services.read(reference).version
    record(signed_in, reference)

    late = signed_in("d1").post(url(reference, "advise"), {"version": read, "kind": "for", "text": "Yes."})

    assert late.status_code == 403
    assert "ST_CHANGED" in late.text


@pytest.mark.parametrize("action", ["tell_all", "disclose"])
def test_there_is_no_other_step(signed_in, at, action):
    assert signed_in("h1").post(url(told(signed_in, at), action)).status_code == 404


def test_one_that_is_not_there_is_not_found(signed_in):
    assert signed_in("h1").get(url("EM-1999-0001")).status_code == 404


# --- clocks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "username", "next_step"),
    [
        ("2026-03-03T17:00", "h1", "Complete the record by 16:46"),
        ("2026-03-03T17:00", "d1", "Say what you think of it"),
        ("2026-03-03T17:00", "o1", None),
        ("2026-03-04T16:47", "o1", "What was told in an emergency is not on record, and 24 hours are over."),
        ("2026-03-04T16:47", "d1", "What was told in an emergency is not on record, and 24 hours are over."),
        ("2026-03-03T17:00", "h2", None),
    ],
)
def test_what_it_asks_of_whom(signed_in, at, when, username, next_step):
    told(signed_in, at)
    with at(when):
        items = store.open_work(actor(username), clock.now())

    assert [item.next for item in items] == ([next_step] if next_step else [])


def test_the_review_waits_for_the_owner_with_its_day(signed_in, at):
    reference = told(signed_in, at)
    with at("2026-03-04T10:00"):
        record(signed_in, reference)
        (item,) = store.open_work(actor("o1"), clock.now())

    assert (item.next, item.due) == ("Review it", date(2026, 3, 5))


@pytest.mark.parametrize(("cover", "reviews"), [("", "c1"), ("o2", "o2")])
def test_while_the_owner_is_away_the_review_waits_for_nobody(signed_in, at, cover, reviews):
    reference = told(signed_in, at)
    with at("2026-03-04T10:00"):
        away = {"person": "o1", "starts": clock.today(), "ends": date(2026, 3, 6)}
        absences.arrange(**away, cover=cover, by=actor("o1"))
        record(signed_in, reference)
        theirs = {who for who in ("o1", "o2", "c1") if store.open_work(actor(who), clock.now())}

    services.ring(moment("2026-03-05T00:01"))
    assert theirs == {reviews}
    assert outbox.Message.objects.filter(about=reference, to=reviews).exists()


TOLD = {
    (): set(),
    ("EM_RECORD_SOON",): {"h1"},
    ("EM_LATE_RECORD",): {"h1", "o1", "d1"},
    ("EM_LATE_RECORD", "EM_LATE_REVIEW"): {"h1", "o1", "d1", "c1"},
}


@pytest.mark.parametrize(
    ("when", "rang"),
    [
        ("2026-03-04T04:45", []),
        ("2026-03-04T04:46", ["EM_RECORD_SOON"]),
        ("2026-03-04T16:47", ["EM_LATE_RECORD"]),
        ("2026-03-06T00:01", ["EM_LATE_RECORD", "EM_LATE_REVIEW"]),
    ],
)
def test_the_job_rings_each_alarm_once(signed_in, at, when, rang):
    reference = told(signed_in, at)

    services.ring(moment(when))
    services.ring(moment(when))

    assert store.rung(reference) == rang
    assert [told.title for told in ledger.story(reference)][: len(rang)][::-1] == [
        f"A clock of the emergency ran out: {code}" for code in rang
    ]
    assert {
        to for to, _ in outbox.Message.objects.filter(about=reference).values_list("to", "template")
    } == TOLD[tuple(rang)]


def test_the_worker_knows_the_job(signed_in, at):
    told(signed_in, at)

    ran = run_due(moment("2026-03-04T16:50"), jobs=jobs.JOBS)

    assert {(each.name, each.ok, each.said) for each in ran} >= {
        ("ring-emergency-clocks", True, "1 alarms rang")
    }
