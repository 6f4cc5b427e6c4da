"""One-off requests on screen: begun, answered stage by stage, advised on, decided, and refused with every reason."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sharewell.decisions.lifecycle import Action
from sharewell.decisions.request import AdviceKind, Status
from sharewell.policy.law import VERSIONS
from sharewell_office.adapters import clock
from sharewell_office.decisions import demo, models, services, store
from sharewell_office.decisions import waiting_store as waiting
from sharewell_office.decisions.stages.stated import why_asked
from sharewell_office.ledger import store as ledger
from sharewell_office.people import models as users
from sharewell_office.people import store as people

pytestmark = pytest.mark.django_db

BEGUN, TO_DECIDE = "Home visits in Mill Road", "Support for complainants who asked for it"
APPROVED, REFUSED = "Visits before the winter", "Everyone who complained about one street"


def reference_of(title: str) -> str:
    return models.Request.objects.get(title=title).reference


def url(name: str, title: str, *more: str) -> str:
    return reverse(f"decisions:{name}", args=[reference_of(title), *more])


def actor(username: str):
    return people.actor_by_id(username, clock.today())


def kinds(reference: str) -> list[str]:
    return [entry.kind for entry in ledger.entries(about=reference)] if hasattr(ledger, "entries") else []


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_shows_every_request_with_its_status(signed_in):
    page = signed_in("h1").get(reverse("decisions:list"))

    for title in (BEGUN, TO_DECIDE, APPROVED, REFUSED):
        assert title in page.text
    assert "4 requests" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"words": "mill road"}, [BEGUN]),
        ({"status": "approved"}, [APPROVED]),
        ({"data_set": "complaints", "status": "refused"}, [REFUSED]),
        ({"words": "zebra"}, []),
        ({"words": "100%"}, []),
    ],
)
def test_search_and_filters(signed_in, query, found):
    page = signed_in("h1").get(reverse("decisions:list"), query)

    assert [each.title for each in page.context["page"].rows] == found


def test_a_search_without_result_says_what_to_do_next(signed_in):
    assert "Search for fewer words" in signed_in("h1").get(reverse("decisions:list"), {"words": "zebra"}).text


def test_an_empty_office_says_how_to_begin(signed_in):
    models.Request.objects.all().delete()

    assert "There is no request yet" in signed_in("h1").get(reverse("decisions:list")).text


@pytest.mark.parametrize("page", ["list", "new"])
def test_a_recipient_sees_none_of_it(signed_in, page):
    assert signed_in("r1").get(reverse(f"decisions:{page}")).status_code == 403


def test_nobody_signed_in_is_led_to_the_sign_in(client):
    assert client.get(reverse("decisions:list")).status_code == 302


def test_a_request_that_is_not_there_is_not_found(signed_in):
    assert signed_in("h1").get(reverse("decisions:detail", args=["DSR-1999-0001"])).status_code == 404


# --- a new one --------------------------------------------------------------------------------------------------------

NEW = {
    "title": "Twelve referrals",
    "recipient": "ORG-0001",
    "asked_by": "Head of support",
    "channel": "email",
    "received_day": "2",
    "received_month": "3",
    "received_year": "2026",
    "data_set": "complaints",
    "asked": "Names of twelve people.",
    "purpose": "To offer support.",
}


def begin(signed_in, username: str = "h1", **changes: str):
    return signed_in(username).post(reverse("decisions:new"), NEW | changes)


@pytest.mark.requirement("OPCC-7.2a")
def test_a_new_request_is_on_record_with_what_the_office_knows_already(signed_in, at):
    with at("2026-03-03T09:00"):
        begun = begin(signed_in)

    request = store.request(reference_of("Twelve referrals"))
    assert begun.status_code == 302
    assert request.requested_by == "h1"
    assert request.facts["recipient.is_public_authority"] is True
    assert request.facts["recipient.country"] == "GB"
    assert [step.title for step in ledger.story(request.reference)]


def test_the_page_says_what_is_missing_and_keeps_what_was_written(signed_in, at):
    with at("2026-03-03T09:00"):
        page = begin(signed_in, title="")

    assert page.status_code == 400
    assert "There is a problem" in page.text
    assert "Names of twelve people." in page.text
    assert not models.Request.objects.filter(asked="Names of twelve people.").exists()


def test_nothing_reaches_us_tomorrow(signed_in, at):
    with at("2026-03-03T09:00"):
        assert "must be today or in the past" in begin(signed_in, received_day="4").text


@pytest.mark.requirement("OPCC-5.4b")
def test_somebody_whose_training_lapsed_is_told_so_and_starts_nothing(signed_in, at):
    with at("2027-06-01T09:00"):
        page = begin(signed_in)

    assert page.status_code == 403
    assert "DE_TRAINING" in page.text
    assert not models.Request.objects.filter(title="Twelve referrals").exists()


def test_who_may_not_start_one_takes_no_number(signed_in, at):
    with at("2026-03-03T09:00"):
        begin(signed_in)
        refused = begin(signed_in, "d1", title="Not the adviser's to start")
        begin(signed_in, title="The next one")

    first, following = reference_of("Twelve referrals"), reference_of("The next one")
    assert refused.status_code == 403
    assert int(following[-4:]) == int(first[-4:]) + 1


# --- stages -----------------------------------------------------------------------------------------------------------


def test_the_request_is_a_list_of_stages_with_what_still_blocks_it(signed_in, at):
    with at("2026-03-03T09:00"):
        page = signed_in("h1").get(url("detail", BEGUN))

    assert [task.title.split()[0] for task in page.context["tasks"]] == [f"S{number}" for number in range(12)]
    assert "What still blocks this" in page.text
    assert [one.stage for one in page.context["panel"].waiting] == [f"S{number}" for number in range(2, 11)]


@pytest.mark.parametrize("stage", [f"S{number}" for number in range(11)])
@pytest.mark.parametrize("title", [BEGUN, TO_DECIDE])
def test_every_stage_has_a_page_that_says_why_each_question_is_asked(signed_in, at, stage, title):
    with at("2026-03-03T09:00"):
        page = signed_in("h1").get(url("stage", title, stage))

    assert page.status_code == 200
    if title == BEGUN:
        for question in page.context["form"].questions:
            assert question.why.split("(")[0].strip()[:30].replace("'", "&#x27;") in page.text


def answer(signed_in, title: str, stage: str, username: str = "h1", **given):
    page = signed_in(username).get(url("stage", title, stage))
    version = models.Request.objects.get(title=title).version
    rows = {"fields-TOTAL_FORMS": "0", "fields-INITIAL_FORMS": "0"} if stage == "S3" else {}
    assert page.status_code == 200
    return signed_in(username).post(url("stage", title, stage), {"version": version, **rows, **given})


def test_a_page_is_saved_as_far_as_it_is_answered(signed_in, at):
    with at("2026-03-03T09:00"):
        saved = answer(signed_in, BEGUN, "S2", **{"S2.1": "Find the homes."})

    request = store.request(reference_of(BEGUN))
    assert saved.status_code == 302
    assert request.answers["S2.1"] == "Find the homes."
    assert "S2.4" not in request.answers


def test_an_answer_can_be_emptied_again(signed_in, at):
    with at("2026-03-03T09:00"):
        answer(signed_in, BEGUN, "S2", **{"S2.1": "Find the homes.", "S2.2": "pow.13"})
        answer(signed_in, BEGUN, "S2", **{"S2.2": "pow.13"})

    assert "S2.1" not in store.request(reference_of(BEGUN)).answers


@pytest.mark.parametrize(
    ("stage", "given", "expected"),
    [
        ("S2", {"S2.2": "*", "S2.2-text": "Localism Act 2011 s.1"}, {"S2.2": "Localism Act 2011 s.1"}),
        ("S5", {"S5.2": ["none"]}, {"S5.2": "none"}),
        ("S5", {"S5.2": ["pn.trig.1", "pn.trig.4"]}, {"S5.2": ("pn.trig.1", "pn.trig.4")}),
        (
            "S5",
            {
                "S5.3": "sch2.2",
                "S5.3-prejudice": "It would warn them.",
                "S5.3-until_day": "1",
                "S5.3-until_month": "9",
                "S5.3-until_year": "2026",
            },
            {
                "S5.3": {
                    "exemption": "sch2.2",
                    "right": "",
                    "prejudice": "It would warn them.",
                    "until": "2026-09-01",
                }
            },
        ),
        ("S7", {"S7.d": "period", "S7.d-months": "6"}, {"S7.d": "P6M"}),
        ("S7", {"S7.d": "period"}, {}),
        (
            "S7",
            {"S7.c": "*", "S7.c-text": "desk@recipient.example.org"},
            {"S7.c": "desk@recipient.example.org"},
        ),
        ("S8", {"S8.4": "*", "S8.4-text": "REL-1\nREL-2\n"}, {"S8.4": ("REL-1", "REL-2")}),
    ],
)
def test_each_kind_of_question_is_read_from_its_page_and_shown_on_it_again(
    signed_in, at, stage, given, expected
):
    with at("2026-03-03T09:00"):
        answer(signed_in, BEGUN, stage, **given)
        again = signed_in("h1").get(url("stage", BEGUN, stage))

    request = store.request(reference_of(BEGUN))
    assert {
        name: value for name, value in request.answers.items() if name.startswith(f"{stage}.")
    } == expected
    for name in expected:
        assert again.context["form"][name].value()


@pytest.mark.requirement("OPCC-3.4e1")
def test_the_field_list_is_what_the_terms_will_allow(signed_in, at):
    rows = {
        "fields-TOTAL_FORMS": "3",
        "fields-INITIAL_FORMS": "0",
        "fields-0-name": "address",
        "fields-0-type": "string",
        "fields-0-personal": "address",
        "fields-0-why": "to visit",
        "fields-1-name": "visit_date",
        "fields-1-type": "date",
        "fields-1-why": "",
        "fields-2-name": "",
        "fields-2-type": "string",
    }
    with at("2026-03-03T09:00"):
        answer(signed_in, BEGUN, "S3", **rows)
        page = signed_in("h1").get(url("stage", BEGUN, "S3"))

    fields = store.request(reference_of(BEGUN)).fields
    assert [(one.name, one.type, one.personal, one.why) for one in fields] == [
        ("address", "string", "address", "to visit"),
        ("visit_date", "date", "", ""),
    ]
    assert "A field on the list has no stated need" in page.text


def test_two_fields_of_one_name_are_refused_where_they_are(signed_in, at):
    rows = {
        "fields-TOTAL_FORMS": "2",
        "fields-INITIAL_FORMS": "0",
        "fields-0-name": "phone",
        "fields-1-name": "phone",
    }
    with at("2026-03-03T09:00"):
        page = answer(signed_in, BEGUN, "S3", **rows)

    assert page.status_code == 400
    assert "has “phone” already" in page.text


def test_a_stage_that_is_submitted_is_read_only_and_says_why(signed_in, at):
    with at("2026-03-03T09:00"):
        page = signed_in("h1").get(url("stage", TO_DECIDE, "S1"))

    assert "Why you cannot answer here" in page.text
    assert "Save and continue" not in page.text


def test_somebody_who_answered_meanwhile_is_not_overwritten(signed_in, at):
    reference = reference_of(BEGUN)
    read = models.Request.objects.get(reference=reference).version
    with at("2026-03-03T09:00"):
        answer(signed_in, BEGUN, "S2", username="h2", **{"S2.1": "From somebody else."})
        late = signed_in("h1").post(url("stage", BEGUN, "S2"), {"version": read, "S2.1": "Mine."})

    assert late.status_code == 403
    assert "was changed while you were reading it" in late.text
    assert store.request(reference).answers["S2.1"] == "From somebody else."


def test_the_whole_way_from_the_first_page_to_a_decision(signed_in, at):
    with at("2026-03-03T09:00"):
        begin(signed_in, username="h2", data_set="complaints")
        reference = reference_of("Twelve referrals")
        for stage, (answers, facts) in demo.CAREFUL.items():
            more = {"fields": demo.FIELDS} if stage == "S3" else {"retention": "P6M"} if stage == "S7" else {}
            services.answer(reference, stage=stage, answers=answers, facts=facts, by=actor("h1"), **more)
        check = signed_in("h1").get(reverse("decisions:check", args=[reference]))
        version = models.Request.objects.get(reference=reference).version
        signed_in("h1").post(reverse("decisions:step", args=[reference, "submit"]), {"version": version})
        decided = decide(signed_in, "Twelve referrals", "o1")

    assert "Every stage is satisfied" in check.text
    assert decided.status_code == 302
    assert store.request(reference).status is Status.APPROVED


def test_every_fact_the_rules_wait_for_is_asked_on_some_page(signed_in, at):
    """Answering page after page, by the pages alone, leads to a request that can be submitted."""
    with at("2026-03-03T09:00"):
        begin(signed_in, username="h2")
        reference = reference_of("Twelve referrals")
        for _ in range(2):
            for stage, (answers, facts) in demo.CAREFUL.items():
                page = signed_in("h1").get(reverse("decisions:stage", args=[reference, stage]))
                asked = {fact.name for fact in page.context["form"].stated}
                put = {question.id for question in page.context["form"].questions}
                services.answer(
                    reference,
                    stage=stage,
                    answers={name: value for name, value in answers.items() if name in put},
                    facts={name: value for name, value in facts.items() if name in asked},
                    fields=demo.FIELDS if stage == "S3" else None,
                    by=actor("h1"),
                )
        judged = services.judged(reference, by=actor("h1"))

    assert judged.options[Action.SUBMIT].refusals == ()


# --- advice -----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("OPCC-5.3a")
def test_the_dpo_gives_advice_and_it_is_shown_with_the_case(signed_in, at):
    version = models.Request.objects.get(title=TO_DECIDE).version
    with at("2026-03-03T09:00"):
        signed_in("d1").post(
            url("advice", TO_DECIDE),
            {"version": version, "kind": "for_with_conditions", "text": "Drop the phone."},
        )
        page = signed_in("o1").get(url("decide", TO_DECIDE))

    assert store.request(reference_of(TO_DECIDE)).latest_advice.kind is AdviceKind.FOR_WITH_CONDITIONS
    assert "Drop the phone." in page.text


def test_nobody_else_advises(signed_in, at):
    version = models.Request.objects.get(title=TO_DECIDE).version
    with at("2026-03-03T09:00"):
        page = signed_in("h1").post(
            url("advice", TO_DECIDE), {"version": version, "kind": "for", "text": "Fine."}
        )

    assert page.status_code == 403
    assert "ST_NOT_YOURS" in page.text
    assert store.request(reference_of(TO_DECIDE)).advice == ()


def test_a_case_that_waits_for_the_dpo_is_in_her_work(at):
    with at("2026-03-03T09:00"):
        services.answer(
            reference_of(BEGUN), stage="S4", answers={}, facts={"data.children": True}, by=actor("h1")
        )
        items = waiting.open_work(actor("d1"), clock.today())

    assert [(item.title, item.next) for item in items] == [(BEGUN, "Give your advice")]


# --- deciding ---------------------------------------------------------------------------------------------------------


def decide(signed_in, title: str, username: str, **changes):
    row = models.Request.objects.get(title=title)
    given = {
        "version": row.version,
        "action": "approve",
        "reasons": "It is needed, and it is the least.",
        "keep": [field["name"] for field in row.fields],
        "valid_until_day": "20",
        "valid_until_month": "3",
        "valid_until_year": "2026",
        **changes,
    }
    return signed_in(username).post(url("decide", title), given)


def test_whoever_decides_sees_facts_checks_advice_and_history_on_one_page(signed_in, at):
    with at("2026-03-03T09:00"):
        page = signed_in("o1").get(url("decide", TO_DECIDE))

    for heading in ("What was asked", "The checks", "The DPO’s advice", "Your decision", "History"):
        assert heading in page.text
    assert "If you refuse" in page.text


@pytest.mark.requirement("OPCC-5.2a")
def test_the_handlers_own_approval_is_refused_with_rule_source_reason_and_remedy(signed_in, at):
    with at("2026-03-03T09:00"):
        looked = signed_in("h1").get(url("decide", TO_DECIDE))
        tried = decide(signed_in, TO_DECIDE, "h1")

    for page in (looked, tried):
        assert page.status_code == 403
        assert "Duties of one person" in page.text
        assert "OPCC 5.1-5.3, 8.2" in page.text
        assert "DE_SOD" in page.text
        assert "What you can do:" in page.text
    assert store.request(reference_of(TO_DECIDE)).status is Status.SUBMITTED


def test_and_the_attempt_is_on_record(signed_in, at):
    before = len(ledger.story(reference_of(TO_DECIDE)))
    with at("2026-03-03T09:00"):
        decide(signed_in, TO_DECIDE, "h1")

    assert len(ledger.story(reference_of(TO_DECIDE))) == before + 1


def test_the_owner_approves_and_the_authority_is_exactly_that(signed_in, at):
    with at("2026-03-03T09:00"):
        decided = decide(signed_in, TO_DECIDE, "o1")

    granted = store.authority(reference_of(TO_DECIDE), clock.today())
    assert decided.status_code == 302
    assert granted.terms.schema.names == ("full_name", "phone")
    assert granted.terms.valid_until.isoformat() == "2026-03-20"
    assert granted.terms.recipient == "Northshire Council"


def test_approved_reduced_lets_fewer_fields_leave(signed_in, at):
    with at("2026-03-03T09:00"):
        decide(signed_in, TO_DECIDE, "o1", action="approve_reduced", keep=["full_name"])

    assert store.authority(reference_of(TO_DECIDE), clock.today()).terms.schema.names == ("full_name",)


@pytest.mark.parametrize(("said", "level"), [({}, 2), ({"certificate_level": "4"}, 4)])
def test_whoever_decides_says_how_sure_the_certificate_of_destruction_must_be(signed_in, at, said, level):
    with at("2026-03-03T09:00"):
        decide(signed_in, TO_DECIDE, "o1", **said)

    assert store.request(reference_of(TO_DECIDE)).decision.certificate_level == level


def test_conditions_that_are_not_written_are_asked_for(signed_in, at):
    with at("2026-03-03T09:00"):
        page = decide(signed_in, TO_DECIDE, "o1", action="approve_with_conditions")

    assert page.status_code == 403
    assert "DE_REASONS" in page.text
    assert "It is needed, and it is the least." in page.text


@pytest.mark.requirement("OPCC-7.2d")
def test_a_refusal_yields_no_authority_and_is_in_the_log(signed_in, at):
    with at("2026-03-03T09:00"):
        decide(signed_in, TO_DECIDE, "o1", action="refuse")
        log = signed_in("a1").get(reverse("decisions:log"))

    assert store.authority(reference_of(TO_DECIDE), clock.today()) is None
    assert reference_of(TO_DECIDE) in [line.reference for line in log.context["page"].lines]


def test_of_two_who_decide_at_once_one_does_and_the_other_is_told(signed_in, at):
    version = models.Request.objects.get(title=TO_DECIDE).version
    with at("2026-03-03T09:00"):
        first = decide(signed_in, TO_DECIDE, "o1", version=version)
        second = decide(signed_in, TO_DECIDE, "o1", version=version, action="refuse")

    assert first.status_code == 302
    assert second.status_code == 403
    assert "was changed while you were reading it" in second.text
    assert store.request(reference_of(TO_DECIDE)).status is Status.APPROVED


def test_and_so_it_is_when_both_had_read_before_either_wrote(monkeypatch, at):
    """The second writer is past every check when the first one's row is there: the version column is what stops it."""
    reference = reference_of(TO_DECIDE)
    read = store.request(reference)
    given = {"reasons": "It is needed.", "by": actor("o1")}
    with at("2026-03-03T09:00"):
        services.decide(reference, action=Action.APPROVE, **given)
        stale = iter([read])
        fresh = store.request
        monkeypatch.setattr(store, "request", lambda wanted: next(stale, None) or fresh(wanted))
        second = services.decide(reference, action=Action.REFUSE, **given)

    assert [refusal.rule.code for refusal in second.refusals] == ["ST_CHANGED"]
    assert models.Decision.objects.get(request__reference=reference).outcome == "approve"


def test_it_goes_back_with_a_note(signed_in, at):
    version = models.Request.objects.get(title=TO_DECIDE).version
    with at("2026-03-03T09:00"):
        signed_in("o1").post(
            url("step", TO_DECIDE, "return"), {"version": version, "note": "Say why the number is needed."}
        )

    assert store.request(reference_of(TO_DECIDE)).status is Status.DRAFT


@pytest.mark.parametrize("action", ["approve", "answer", "deliver", "nonsense"])
def test_only_the_steps_that_have_no_page_of_their_own_are_taken_there(signed_in, action):
    assert signed_in("o1").post(url("step", TO_DECIDE, action)).status_code == 404


def test_the_requester_is_told_once_there_is_an_outcome(signed_in, at):
    with at("2026-03-03T09:00"):
        early = signed_in("h1").post(url("told", TO_DECIDE))
        after = signed_in("h1").post(url("told", REFUSED))

    assert early.status_code == 403
    assert after.status_code == 302


def test_what_the_policy_takes_another_way_is_closed_that_way(signed_in, at):
    with at("2026-03-03T09:00"):
        answer(signed_in, BEGUN, "S0", **{"S0.5": "foi"})
        signed_in("h1").post(url("annex", BEGUN, "close"), {"to": ""})

    assert store.request(reference_of(BEGUN)).status is Status.DIVERTED


# --- the work that waits, delivery ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("username", "waits"),
    [
        ("o1", [(TO_DECIDE, "Decide it")]),
        ("o2", []),
        ("c1", []),
        (
            "h2",
            [
                (BEGUN, "Answer its open questions"),
                ("Visits before the winter", "Release the file it allows"),
            ],
        ),
    ],
)
def test_what_waits_for_whom(username, waits):
    items = waiting.open_work(actor(username), clock.today())

    assert [(item.title, item.next) for item in items] == waits


def test_what_the_owner_may_not_decide_waits_for_the_chief_executive():
    models.Request.objects.filter(title=TO_DECIDE).update(requested_by="o1")

    assert [item.title for item in waiting.open_work(actor("c1"), clock.today())] == [TO_DECIDE]
    assert waiting.open_work(actor("o1"), clock.today()) == []


def test_one_delivery_and_the_authority_says_that_it_was_made(at):
    reference = reference_of(APPROVED)
    with at("2026-03-03T09:00"):
        services.delivered(reference, by=actor("h1"))
        again = services.delivered(reference, by=actor("h1"))

    assert [one.rule.code for one in store.authority(reference, clock.today()).standing] == ["DE_DELIVERED"]
    assert not again.permitted


def test_the_list_costs_the_same_however_long_it_is(signed_in, django_assert_max_num_queries):
    browser = signed_in("h1")
    rows = models.Request.objects.all()
    template = rows.get(title=BEGUN)
    for number in range(30):
        template.pk, template.reference = None, f"DSR-2025-{number:04}"
        template.save()

    with django_assert_max_num_queries(12):
        page = browser.get(reverse("decisions:list"))

    assert len(page.context["page"].rows) == 25


@pytest.mark.parametrize("manager", ["h2", "a1"])
def test_whoever_decides_for_their_own_manager_is_told_and_may(signed_in, at, manager):
    """Under whichever account the manager asked: a1 is another of theirs here."""
    assert models.Request.objects.get(title=TO_DECIDE).requested_by == "h2"
    asked = users.User.objects.get(username="h2")
    users.User.objects.filter(username="a1").update(second_account_of=asked)
    users.User.objects.filter(username="o1").update(reports_to=manager)

    with at("2026-03-03T09:00"):
        page = signed_in("o1").get(url("decide", TO_DECIDE))
        decided = decide(signed_in, TO_DECIDE, "o1")

    assert "reports to the one who asked" in page.text
    assert decided.status_code == 302


def test_every_fact_that_a_rule_reads_says_for_which_clause_it_is_asked():
    law = VERSIONS[-1]
    read = {name for row in law.rows for name in row.when}

    unexplained = [fact.name for fact in law.facts if fact.name in read and not why_asked(fact, law)]

    assert unexplained == []
    assert why_asked(law.fact["data.criminal_offence"], law).startswith("UK GDPR Art 10")
