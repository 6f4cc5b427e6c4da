"""What an approval lets leave: exactly its fields, to its recipient, until its day, once; or one table instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from builders.decisions import LAW, NOON, a_handler, a_request, a_table, an_owner
from sharewell.aftercare.retention import destroy_by
from sharewell.decisions import annex_steps, deciding, steps
from sharewell.decisions.approval import authority
from sharewell.decisions.lifecycle import Action
from sharewell.decisions.request import ProposedField, Request, Status
from sharewell.policy import rulebook


def decided(request: Request | None = None, **more):
    given = {"action": Action.APPROVE, "reasons": "It is needed, and no more than is needed.", **more}
    return deciding.take_decision(request or a_request(), by=an_owner(), at=NOON, law=LAW, **given)


@pytest.mark.parametrize("status", [one for one in Status if one not in (Status.APPROVED, Status.DELIVERED)])
def test_nothing_but_an_approval_yields_an_authority(status):
    assert authority(a_request(status=status)) is None


def test_an_approval_yields_an_authority_for_exactly_its_fields_and_days():
    granted = authority(decided(valid_until=date(2026, 7, 10)).request)

    assert (granted.kind, granted.reference, granted.recipient) == ("decision", "DSR-2026-0001", "ORG-0002")
    assert granted.terms.schema.names == ("full_name", "phone")
    assert (granted.terms.valid_from, granted.terms.valid_until) == (NOON.date(), date(2026, 7, 10))
    assert str(granted.terms.retention) == "P12M"
    assert not granted.standing


def test_once_delivered_the_authority_says_so():
    approved = decided().request

    delivered = steps.move(approved, action=Action.DELIVER, by=a_handler(), at=NOON, law=LAW).request

    assert [refusal.rule for refusal in authority(delivered).standing] == [rulebook.ONE_DELIVERY]


def test_the_kind_of_personal_data_travels_into_the_terms():
    field = ProposedField(name="note", why="context", personal="none")

    granted = authority(decided(request=a_request(fields=(field,))).request)

    assert granted.terms.schema.document()["fields"] == [
        {"name": "note", "type": "string", "personal": "none"}
    ]


@pytest.mark.requirement("OPCC-3.4d3")
@pytest.mark.parametrize(
    ("kept", "released_on", "gone_by"),
    [
        ("P12M", date(2026, 6, 30), date(2027, 6, 30)),  # the period ends first
        ("P12M", date(2026, 7, 20), date(2027, 7, 1)),  # released later than decided: our own copy goes first
        ("statutory", date(2026, 7, 20), date(2027, 7, 20)),
    ],
)
def test_a_copy_is_gone_by_the_earlier_of_its_period_and_the_day_our_own_is_disposed_of(
    kept, released_on, gone_by
):
    usual = a_request()
    request = replace(
        usual,
        answers={**usual.answers, "S7.d": kept},
        facts={**usual.facts, "retention.ours_until": "2027-07-01"},
    )

    agreed = authority(decided(request).request).terms

    assert destroy_by(released_on, retention=agreed.retention, given=agreed.destroy_by) == gone_by


# --- a table instead ------------------------------------------------------------------------------


def a_table_let_go(**table) -> Request:
    whole = a_request(status=Status.DRAFT, facts={**a_request().facts, "data.special_category": ("health",)})
    asked = replace(whole, answers={**whole.answers, "S3.2": "yes"}, retention="")
    offered = annex_steps.offer_anonymised(asked, a_table(**table), by=a_handler(), at=NOON, law=LAW)
    step = annex_steps.approve_anonymised(
        offered.request, undertaking="They recognise nobody.", reasons="Counts will do.",
        by=an_owner(), at=NOON, law=LAW,
    )  # fmt: skip
    assert step.outcome.permitted, step.outcome.refusals
    return step.request


@pytest.mark.requirement("OPCC-3.3c")
def test_a_table_leaves_as_the_very_file_that_was_tested_and_is_tested_once_more():
    granted = authority(a_table_let_go(sha256="cd" * 32, min_cell=7))

    assert granted.only_file == "cd" * 32
    assert granted.terms.schema.names == ("age_band", "year", "count")
    assert (granted.terms.disclosure.count_field, granted.terms.disclosure.smallest_cell) == ("count", 7)
    assert granted.terms.standard_terms


def test_a_table_without_personal_data_is_of_no_special_category_whatever_was_asked_for():
    assert not authority(a_table_let_go()).special_category


def test_records_that_were_approved_are_bound_to_no_file():
    assert authority(decided().request).only_file == ""


def test_a_table_offered_and_never_approved_lets_nothing_leave():
    assert authority(a_request(anonymised=a_table())) is None
