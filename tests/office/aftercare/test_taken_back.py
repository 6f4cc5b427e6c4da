"""What was sealed in error can be taken back, until the recipient has collected it."""

from __future__ import annotations

import pytest

from builders.office_release import sealed, somebody, the_release
from sharewell.aftercare.collection import Acceptance
from sharewell.policy import rulebook
from sharewell.release.permission import Status
from sharewell_office.aftercare import services as aftercare
from sharewell_office.release import services, vault

pytestmark = pytest.mark.django_db


def collect(offered):
    return aftercare.collect(
        offered.token,
        Acceptance(code=offered.code, name="Rhea Castell", post="Prevention manager", accepts=True),
    )


def test_a_parcel_taken_back_before_it_was_collected_is_destroyed_and_its_link_opens_nothing():
    row = sealed()
    offered = aftercare.offer(row.reference, by=somebody())

    outcome = services.withdraw(row.reference, by=somebody("h2"))

    assert outcome.permitted, outcome.refusals
    assert not vault.parcel(row.parcel).exists()
    assert [each.rule for each in collect(offered).refusals] == [rulebook.NOT_IN_THIS_STATE]


def test_what_was_collected_is_not_taken_back():
    row = sealed()
    collected = collect(aftercare.offer(row.reference, by=somebody()))
    collected.content.close()

    outcome = services.withdraw(row.reference, by=somebody())

    assert [each.rule for each in outcome.refusals] == [rulebook.NOT_IN_THIS_STATE]
    assert "incident" in outcome.refusals[0].remedy
    assert the_release(row.reference).status == Status.SEALED


def test_of_taking_back_and_collecting_at_once_one_comes_first(monkeypatch):
    row = sealed()
    offered = aftercare.offer(row.reference, by=somebody())
    real = vault.as_zip

    def taken_back_meanwhile(name):
        content = real(name)
        assert services.withdraw(row.reference, by=somebody()).permitted
        return content

    monkeypatch.setattr(vault, "as_zip", taken_back_meanwhile)

    result = collect(offered)

    assert result.content is None
    assert [each.rule for each in result.refusals] == [rulebook.NOT_IN_THIS_STATE]
