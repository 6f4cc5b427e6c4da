"""What a person may clear, who that is, and which clearances count."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.release import MONDAY
from sharewell.policy import rulebook
from sharewell.release import clearing
from sharewell.release.outgoing import Clearance, Digests, Release, Status
from sharewell.vocabulary.people import Actor, Delegation, Role

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
FINDING = {"check": "G06", "code": "G_SC_SUSPECT", "severity": "review", "field": "note", "remedy": "Look."}
DIGESTS = Digests(plan="p" * 64, file="f" * 64, report="r" * 64)
WAITING = Release(
    reference="REL-2026-0001",
    status=Status.REVIEW,
    authority="ISA-2026-0007",
    file_name="file.csv",
    rows=2,
    terms_sha256="b" * 64,
    prepared_by="h1",
    digests=DIGESTS,
    data_set="home-visits",
    reviews=(clearing.finding_id(FINDING),),
)


def somebody(*roles, person="o2", **more):
    return Actor(person=person, name=person, roles=frozenset(roles), trained_until=MONDAY, **more)


OWNER = somebody(Role.OWNER, owns=frozenset({"home-visits"}))


def cleared(by=OWNER, release=WAITING, finding=FINDING, reason="Needed by the crew."):
    return clearing.clear(release, finding, by=by, reason=reason, on=MONDAY, at=AT)


def a_clearance(**changes):
    given = Clearance(
        finding=clearing.finding_id(FINDING), digests=DIGESTS, by="o2", at=AT, reason="Needed by the crew."
    )
    return replace(given, **changes)


def test_a_clearance_names_the_finding_and_the_digests_it_is_bound_to():
    event = cleared().events[0]

    assert event.kind == "release.cleared"
    assert event.details["report_sha256"] == DIGESTS.report
    assert event.details["finding"] == clearing.finding_id(FINDING)


DELEGATE = Delegation(
    reference="DEL-1", from_person="o2", data_sets=frozenset({"home-visits"}), starts=MONDAY, ends=MONDAY
)
MAY = [
    (OWNER, True),
    (somebody(Role.DPO), True),
    (somebody(Role.HANDLER, delegations=(DELEGATE,)), True),
    (somebody(Role.OWNER, owns=frozenset({"complaints"})), False),
    (somebody(Role.HANDLER), False),
    (somebody(Role.CHIEF_EXECUTIVE), False),
    (replace(OWNER, person="h1"), False),
    (replace(OWNER, trained_until=None), False),
]


@pytest.mark.parametrize(("by", "may"), MAY)
def test_who_answers_for_the_data_clears_and_never_who_brought_the_file(by, may):
    assert cleared(by).permitted is may
    assert (not clearing.may_clear(WAITING, by=by, on=MONDAY)) is may


@pytest.mark.parametrize("status", Status)
def test_a_finding_is_cleared_before_the_file_is_let_go(status):
    assert cleared(release=replace(WAITING, status=status)).permitted is (status in clearing.FROM)


@given(roles=st.frozensets(st.sampled_from(Role)), reason=st.text(min_size=1, max_size=9))
def test_nobody_waives_a_block_whoever_they_are_and_whatever_they_say(roles, reason):
    outcome = cleared(
        somebody(*roles, owns=frozenset({"home-visits"})), finding=FINDING | {"severity": "block"}
    )

    assert rulebook.NOBODY_WAIVES_A_BLOCK in [each.rule for each in outcome.refusals]


OTHER = [{"plan": "x" * 64}, {"file": "x" * 64}, {"report": "x" * 64}]


@pytest.mark.parametrize("changes", OTHER)
def test_a_clearance_for_another_plan_file_or_report_does_not_count(changes):
    other = replace(WAITING, clearances=(a_clearance(digests=replace(DIGESTS, **changes)),))

    assert clearing.uncleared(other) == WAITING.reviews
    assert clearing.status_after(other) is Status.REVIEW


def test_when_all_is_cleared_the_file_is_ready():
    done = replace(WAITING, clearances=(a_clearance(),))

    assert clearing.status_after(done) is Status.READY


def test_one_finding_cleared_leaves_the_other():
    two = replace(WAITING, reviews=(*WAITING.reviews, "0" * 16), clearances=(a_clearance(),))

    assert clearing.uncleared(two) == ("0" * 16,)


def test_only_what_was_cleared_is_taken_back():
    done = replace(WAITING, status=Status.READY, clearances=(a_clearance(),))

    assert clearing.take_back(done, FINDING, by=OWNER, on=MONDAY, at=AT).permitted
    assert not clearing.take_back(WAITING, FINDING, by=OWNER, on=MONDAY, at=AT).permitted
