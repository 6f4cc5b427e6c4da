"""A one-off decision lets one file leave, once; its delivery is on the record with the seal or not at all."""

from __future__ import annotations

import pytest

from builders.office_release import an_upload, somebody, the_release
from sharewell.decisions.request import Status as Decided
from sharewell.release.permission import Status
from sharewell_office.adapters import clock
from sharewell_office.decisions import store as decisions
from sharewell_office.release import services, vault
from sharewell_office.release.services import letting_go

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved():
    """The approved request of the demonstration office, and a file with exactly its fields."""
    request = decisions.letting_leave_on(clock.today())[0]
    authority = decisions.authority(request.reference, clock.today())
    names = authority.terms.schema.names
    return request.reference, f"{','.join(names)}\n{','.join('x' for _ in names)}\n".encode()


def bring(approved):
    reference, content = approved
    return services.bring(an_upload(content, "extract.csv"), under=reference, by=somebody())


@pytest.mark.requirement("OPCC-7.5b")
def test_what_was_approved_leaves_with_the_standard_terms_and_the_decision_is_delivered(approved):
    row = the_release(bring(approved).reference)

    outcome = services.release(row.reference, by=somebody())

    assert outcome.permitted, outcome.refusals
    assert the_release(row.reference).manifest["standard_terms"]
    assert decisions.request(approved[0]).status is Decided.DELIVERED


@pytest.mark.slow
def test_a_second_file_under_the_same_decision_is_refused(approved):
    first, second = bring(approved).reference, bring(approved).reference
    services.release(first, by=somebody())

    refused = services.release(second, by=somebody())
    third = bring(approved)

    assert "DE_DELIVERED" in {refusal.rule.code for refusal in refused.refusals}
    assert "DE_DELIVERED" in {refusal.rule.code for refusal in third.refusals}


class PowerCut(Exception):
    pass


@pytest.mark.slow
def test_a_delivery_that_cannot_be_recorded_leaves_no_parcel(approved, monkeypatch):
    reference = bring(approved).reference

    def cut(*args, **kwargs):
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(letting_go, "deliver", cut)
        with pytest.raises(PowerCut):
            services.release(reference, by=somebody())

    assert the_release(reference).status == Status.PERMITTED
    assert not list(vault.parcel("REL-2026-0001-00000000").parent.iterdir())
    assert services.seal(reference, by=somebody()).permitted
