"""What lies beside a request: orders, tables without personal data, hand-offs; and how approvals end."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sharewell.decisions.request import AdviceKind, Status
from sharewell.register.card import Duty, DutyKind, Incident, Severity
from sharewell_office.adapters import clock
from sharewell_office.decisions import models, services, store
from sharewell_office.decisions.annexes import services as annexes
from sharewell_office.ledger import models as outbox
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.register import store as register
from sharewell_office.release import services as releases

pytestmark = pytest.mark.django_db

BEGUN, TO_DECIDE = "Home visits in Mill Road", "Support for complainants who asked for it"
APPROVED = "Visits before the winter"
COUNCIL = "ORG-0001"


def reference_of(title: str) -> str:
    return models.Request.objects.get(title=title).reference


def url(title: str, action: str) -> str:
    return reverse("decisions:annex", args=[reference_of(title), action])


def request(title: str):
    return store.request(reference_of(title))


def actor(username: str):
    return people.actor_by_id(username, clock.today())


def say(title: str, stage: str, **answers):
    said = {name.replace("_", "."): value for name, value in answers.items()}
    return services.answer(reference_of(title), stage=stage, answers=said, facts={}, by=actor("h1"))


def a_table(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("t.csv", "\n".join(["area,count", *rows]).encode(), content_type="text/csv")


# --- orders -----------------------------------------------------------------------------------------------------------

ORDER = {
    "made_by": "Northshire Crown Court",
    "reference": "T20260001",
    "made_on_day": "1", "made_on_month": "3", "made_on_year": "2026",
    "due_day": "9", "due_month": "3", "due_year": "2026",
    "verified_how": "Rang the court office on the number in our directory.",
    "ordered": ["phone"],
}  # fmt: skip


def with_fields(title: str):
    from sharewell_office.decisions import demo

    services.answer(reference_of(title), stage="S3", answers={}, facts={}, fields=demo.FIELDS, by=actor("h1"))


@pytest.mark.requirement("OPCC-4.4a")
def test_an_order_is_verified_and_bound_to_its_terms(signed_in):
    with_fields(BEGUN)

    done = signed_in("h1").post(url(BEGUN, "verify_order"), ORDER)

    assert done.status_code == 302
    assert request(BEGUN).order.fields == ("phone",)
    assert request(BEGUN).order.due == date(2026, 3, 9)
    assert request(BEGUN).order.verified_by == "h1"
    assert (
        "Northshire Crown Court"
        in signed_in("h1").get(reverse("decisions:detail", args=[reference_of(BEGUN)])).text
    )


@pytest.mark.parametrize("missing", ["verified_how", "made_by", "ordered"])
def test_an_order_that_nobody_verified_is_none(signed_in, missing):
    with_fields(BEGUN)

    page = signed_in("h1").post(url(BEGUN, "verify_order"), ORDER | {missing: ""})

    assert page.status_code == 400
    assert request(BEGUN).order is None


# --- tables without personal data -------------------------------------------------------------------------------------

OFFER = {
    "count": "count",
    "min_cell": "5",
    "differencing": "No other table.",
    "intruder": "Nobody is picked out.",
}


def offer(signed_in, *rows: str, **changes):
    say(BEGUN, "S3", S3_2="yes")
    return signed_in("h2").post(url(BEGUN, "offer_anonymised"), {**OFFER, "file": a_table(*rows), **changes})


@pytest.mark.requirement("OPCC-3.3c")
def test_a_table_that_passed_the_gate_waits_for_its_decider(signed_in):
    done = offer(signed_in, "Eastmoor,31", "Westmoor,27")

    offered = request(BEGUN)
    assert done.status_code == 302
    assert (offered.status, offered.anonymised.smallest_cell) == (Status.SUBMITTED, 27)
    assert "h2" in offered.drafted_by


def test_a_table_with_a_small_cell_is_refused_by_row_and_nothing_changes(signed_in):
    page = offer(signed_in, "Eastmoor,31", "Westmoor,2")

    assert page.status_code == 403
    assert "G_K_ANON" in page.text
    assert "row 2" in page.text
    assert request(BEGUN).anonymised is None


def test_a_column_that_is_not_there_is_told_with_those_that_are(signed_in):
    page = offer(signed_in, "Eastmoor,31", count="people")

    assert page.status_code == 400
    assert "its columns are area, count" in page.text


def let_go(signed_in, *rows: str) -> None:
    offer(signed_in, *rows)
    said = {"undertaking": "Nobody will be recognised.", "reasons": "Counts will do."}
    assert signed_in("o2").post(url(BEGUN, "approve_anonymised"), said).status_code == 302


def released(*rows: str):
    """What comes of bringing a table to the gate under the decision, and letting it go."""
    under, by = reference_of(BEGUN), actor("h1")
    brought = releases.bring(a_table(*rows), under=under, by=by)
    assert not brought.refusals, brought.refusals
    return releases.release(brought.reference, by=by)


def test_the_owner_lets_it_go_and_it_leaves_through_the_gate(signed_in):
    let_go(signed_in, "Eastmoor,31", "Westmoor,27")

    sent = released("Eastmoor,31", "Westmoor,27")

    assert sent.permitted, sent.refusals
    assert request(BEGUN).outcome == "RELEASED_ANONYMISED"


def test_another_table_of_the_same_shape_does_not_leave_in_its_place(signed_in):
    let_go(signed_in, "Eastmoor,31", "Westmoor,27")

    sent = released("Eastmoor,31", "Westmoor,28")

    assert [one.rule.code for one in sent.refusals] == ["G_AUTHORITY"]
    assert request(BEGUN).status is Status.APPROVED


def test_nobody_says_by_hand_that_it_was_sent(signed_in):
    let_go(signed_in, "Eastmoor,31", "Westmoor,27")

    by_hand = reverse("decisions:step", args=[reference_of(BEGUN), "deliver"])

    assert signed_in("h1").post(by_hand, {"version": request(BEGUN).version}).status_code == 404


def test_a_table_that_changed_while_it_was_read_is_not_let_go(signed_in):
    offer(signed_in, "Eastmoor,31", "Westmoor,27")
    read = signed_in("o2").get(url(BEGUN, "approve_anonymised")).context["judged"].request.version
    services.advise(reference_of(BEGUN), kind=AdviceKind.AGAINST, text="Not that one.", by=actor("d1"))

    said = {"undertaking": "Nobody will be recognised.", "reasons": "Counts will do.", "version": read}
    late = signed_in("o2").post(url(BEGUN, "approve_anonymised"), said)

    assert late.status_code == 403
    assert "while you were reading it" in late.text
    assert request(BEGUN).status is Status.SUBMITTED


def test_whoever_prepared_it_does_not_let_it_go(signed_in):
    offer(signed_in, "Eastmoor,31", "Westmoor,27")

    page = signed_in("h2").get(url(BEGUN, "approve_anonymised"))

    assert page.context["form"] is None
    assert "Why you cannot do this now" in page.text


# --- hand-offs --------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("OPCC-2.2a")
@pytest.mark.parametrize(
    ("asked", "due"), [("foi", date(2026, 3, 30)), ("sar", date(2026, 4, 2)), ("complaint", date(2026, 4, 1))]
)
def test_a_diversion_is_handed_on_with_its_own_clock(signed_in, asked, due):
    say(BEGUN, "S0", S0_5=asked)

    signed_in("h1").post(url(BEGUN, "close"), {"to": "d1"})

    page = signed_in("h1").get(reverse("decisions:detail", args=[reference_of(BEGUN)])).text
    assert request(BEGUN).status is Status.DIVERTED
    assert (request(BEGUN).hand_off.to, request(BEGUN).hand_off.due) == ("d1", due)
    assert "Dilys Okafor has it since" in page


def test_where_nobody_is_named_the_post_has_it(signed_in):
    say(BEGUN, "S0", S0_5="foi")

    signed_in("h1").post(url(BEGUN, "close"), {})

    page = signed_in("h1").get(reverse("decisions:detail", args=[reference_of(BEGUN)])).text
    assert "The Data Protection Officer has it since" in page


@pytest.mark.requirement("OPCC-2.2a")
def test_whoever_has_it_is_told_sees_its_clock_and_says_when_it_is_done(signed_in):
    say(BEGUN, "S0", S0_5="foi")
    signed_in("h1").post(url(BEGUN, "close"), {})
    reference, dpo = reference_of(BEGUN), signed_in("d1")
    page = reverse("decisions:finish", args=[reference])

    told = outbox.Message.objects.filter(template="handed-on").values_list("to", "about")
    work = dpo.get(reverse("desk:home")).text
    silent = dpo.post(page, {"how": " "})
    stranger = signed_in("h2").post(page, {"how": "Answered."})
    done = dpo.post(page, {"how": "Answered under FOIA s.1, nothing withheld."})

    assert list(told) == [("d1", reference)]
    assert page in work
    assert "Freedom of information" in work
    assert (silent.status_code, stranger.status_code, done.status_code) == (400, 403, 302)
    assert page not in dpo.get(reverse("desk:home")).text
    assert "nothing withheld" in dpo.get(reverse("decisions:detail", args=[reference])).text
    assert dpo.post(page, {"how": "Twice."}).status_code == 403


def test_what_goes_no_other_way_is_not_closed(signed_in):
    page = signed_in("h1").post(url(TO_DECIDE, "close"), {})

    assert page.status_code == 403
    assert "ST_NOT_NOW" in page.text


# --- exceptions, and how approvals end --------------------------------------------------------------------------------


def test_the_chief_executive_countersigns_and_nobody_else(signed_in):
    said = {"reason": "One officer is on duty."}

    refused = signed_in("o1").post(url(TO_DECIDE, "countersign"), said)
    done = signed_in("c1").post(url(TO_DECIDE, "countersign"), said)

    assert (refused.status_code, done.status_code) == (403, 302)
    assert request(TO_DECIDE).always_sampled


def test_an_approval_given_in_error_is_taken_back_before_anything_left(signed_in):
    done = signed_in("o2").post(url(APPROVED, "revoke"), {"reasons": "The wrong street."})

    offered = signed_in("h1").get(reverse("release:new")).context["form"].fields["authority"].choices
    assert done.status_code == 302
    assert request(APPROVED).status is Status.REVOKED
    assert reference_of(APPROVED) not in dict(offered)
    assert store.authority(reference_of(APPROVED), clock.today()) is None


def test_it_is_not_taken_back_without_a_reason(signed_in):
    page = signed_in("o2").post(url(APPROVED, "revoke"), {"reasons": ""})

    assert page.status_code == 400
    assert request(APPROVED).status is Status.APPROVED


def test_an_approval_lapses_after_its_last_day_and_not_before(at):
    last = request(APPROVED).decision.valid_until
    with at(f"{last}T23:59"):
        before = annexes.expire(services.now())
    with at("2026-04-02T00:10"):
        lapsed = annexes.expire(services.now())
        again = annexes.expire(services.now())

    assert (before, lapsed, again) == (0, 1, 0)
    assert request(APPROVED).status is Status.EXPIRED
    assert "The approval lapsed" in ledger.story(reference_of(APPROVED))[0].title


# --- what the register knows of the recipient -------------------------------------------------------------------------


def owes(done_on: date | None = None) -> None:
    register.save_duty(
        Duty(
            reference="DUTY-1", party=COUNCIL, kind=DutyKind.CERTIFICATE, due=date(2026, 2, 1), about="REL-77",
            done_on=done_on,
        )
    )  # fmt: skip


@pytest.mark.requirement("OPCC-7.4d")
def test_deciders_see_incidents_and_overdue_duties_on_the_page(signed_in):
    owes()
    register.save_incident(
        Incident(
            reference="INC-31",
            party=COUNCIL,
            severity=Severity.HIGH,
            opened=date(2025, 12, 1),
            about="wrong address",
        )
    )

    page = signed_in("o1").get(reverse("decisions:decide", args=[reference_of(TO_DECIDE)]))

    codes = [one.code for one in page.context["judged"].assessment.blocking]
    assert "INC-31" in page.text
    assert "REL-77" in page.text
    assert {"RC_OUTSTANDING_DUTY", "RC_INCIDENT_OPEN"} <= set(codes)


def test_nobody_answers_away_what_the_card_shows(signed_in):
    owes()

    say(BEGUN, "S8", S8_4="none")

    assert request(BEGUN).answers["S8.4"] == ("DUTY-1",)
    assert "history was shown" in " ".join(told.title for told in ledger.story(reference_of(BEGUN)))


def test_once_it_is_done_it_stands_in_nobodys_way():
    owes(done_on=date(2026, 2, 20))

    assert "S8.4" not in request(BEGUN).answers


# --- the same again ---------------------------------------------------------------------------------------------------


@pytest.mark.requirement("OPCC-2.2c")
def test_the_third_of_its_kind_in_a_year_proposes_an_agreement(signed_in):
    new = {
        "recipient": COUNCIL, "asked_by": "Head of support", "channel": "email", "received_day": "2",
        "received_month": "3", "received_year": "2026", "data_set": "home-visits", "asked": "Twelve names.",
        "purpose": "To visit.",
    }  # fmt: skip
    signed_in("h1").post(reverse("decisions:new"), new | {"title": "The third"})

    reference = reference_of("The third")
    judged = services.judged(reference, by=actor("h1"))
    assert judged.request.facts["sharing.repeat_count_12m"] == 3
    assert "TYPE_REPEAT" in [one.code for one in judged.assessment.reasons]
    propose = reverse("decisions:propose", args=[reference])
    assert "Draft an agreement from this request" in signed_in("h1").get(url_of(reference)).text
    assert signed_in("a1").post(propose).status_code == 403

    drafted = [signed_in("h1").post(propose).headers["Location"] for _ in range(2)]

    page = signed_in("h1").get(drafted[0])
    assert drafted[0] == drafted[1]
    assert (page.context["agreement"].purpose, page.context["agreement"].recipient) == ("To visit.", COUNCIL)
    assert "An agreement was drafted from it" in signed_in("h1").get(url_of(reference)).text


def test_one_that_does_not_repeat_proposes_nothing(signed_in):
    reference = reference_of(BEGUN)

    assert signed_in("h1").post(reverse("decisions:propose", args=[reference])).status_code == 403


def url_of(reference: str) -> str:
    return reverse("decisions:detail", args=[reference])


# --- victims ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"about_a_victim": "no"}, "no"),
        ({"about_a_victim": "yes"}, "vir_incomplete"),
        (
            {"about_a_victim": "yes", "carries": ["vir.holder", "vir.line", "vir.necessary", "vir.notice"]},
            "vir_ok",
        ),
        (
            {
                "about_a_victim": "yes",
                "counselling": "on",
                "carries": ["vir.holder", "vir.line", "vir.necessary", "vir.notice"],
            },
            "vir_incomplete",
        ),
    ],
)
def test_what_a_request_about_a_victim_carries_answers_the_question(signed_in, said, answer):
    signed_in("h1").post(reverse("decisions:victims", args=[reference_of(BEGUN)]), said)

    assert request(BEGUN).answers["S1.5"] == answer


@pytest.mark.parametrize("page", ["table", "victims"])
def test_a_page_about_no_request_is_not_found(signed_in, page):
    assert signed_in("h1").get(reverse(f"decisions:{page}", args=["DSR-1999-0001"])).status_code == 404


# --- screening for an impact assessment -------------------------------------------------------------------------------


@pytest.mark.requirement("OPCC-3.5a")
@pytest.mark.parametrize(
    ("ticked", "answer"),
    [
        (["wp.4", "wp.7"], "required"),
        (["wp.4"], "recommended"),
        (["none"], "not_required"),
        (["none", "wp.4"], None),
        ([], None),
    ],
)
def test_what_holds_settles_the_screening(signed_in, ticked, answer):
    reference = reference_of(BEGUN)

    page = signed_in("h1").post(reverse("decisions:screen", args=[reference]), {"triggers": ticked})

    assert page.status_code == (302 if answer else 400)
    assert request(BEGUN).answers.get("S6.1") == answer
    assert bool(answer) is any(one.kind == "dpia.screened" for one in ledger.entries(about=reference))


# --- before it is closed, the page says where it goes -----------------------------------------------------------------


def test_the_page_says_where_a_case_goes_and_by_when_before_it_is_closed(signed_in):
    say(BEGUN, "S0", S0_5="foi")

    page = signed_in("h1").get(url(BEGUN, "close"))

    assert "FOIA 2000 s.10(1)" in page.text
    assert "the Data Protection Officer has it, unless you name somebody" in page.text
    assert "30 March 2026" in page.text


def test_what_is_outside_the_policy_is_handed_to_nobody(signed_in):
    dead = {"data.about_living": False}
    services.answer(reference_of(BEGUN), stage="S0", answers={}, facts=dead, by=actor("h1"))

    page = signed_in("h1").get(url(BEGUN, "close"))

    assert page.context["goes"]["route"] is None
    assert "to" not in page.context["form"].fields


@pytest.mark.parametrize(("username", "offered"), [("d1", True), ("c1", True), ("h1", False), ("a1", False)])
def test_only_whoever_has_it_is_asked_what_became_of_it(signed_in, username, offered):
    say(BEGUN, "S0", S0_5="foi")
    signed_in("h1").post(url(BEGUN, "close"), {"to": "d1"})

    page = signed_in(username).get(reverse("decisions:detail", args=[reference_of(BEGUN)]))

    assert ("Say what became of it" in page.text) is offered
