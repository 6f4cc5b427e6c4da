"""An agreement drafted from a request of which the third came: nothing is typed twice, and one draft is enough."""

from __future__ import annotations

from builders.decisions import LAW, NOON, a_request, an_owner
from sharewell.decisions.proposing import drafted_from, propose
from sharewell.register.agreement import AgreementStatus


def test_what_the_request_settled_is_in_the_draft():
    request = a_request()

    draft = drafted_from(request, LAW)

    assert draft.status is AgreementStatus.DRAFT
    assert (draft.data_set, draft.recipient, draft.purpose) == (
        request.data_set,
        request.recipient,
        request.facts["purpose.text"],
    )
    assert [one.name for one in draft.schedule.fields] == [one.name for one in request.proposed]
    assert draft.legal_power
    assert draft.lawful_basis == LAW.says("basis.art6", "e")


def test_one_draft_is_enough():
    first = propose(a_request(), "ISA-2026-0009", by=an_owner(), at=NOON)

    second = propose(first.request, "ISA-2026-0010", by=an_owner(), at=NOON)

    assert first.request.agreement == "ISA-2026-0009"
    assert [one.rule.code for one in second.outcome.refusals] == ["ST_NOT_NOW"]
    assert second.request.agreement == "ISA-2026-0009"
