"""When an agreement lets a file leave, and what exactly is agreed in it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.register import (
    PUBLIC_TASK,
    TODAY,
    an_active_agreement,
    an_agreement,
    an_approval,
    some_particulars,
)
from sharewell.policy import rulebook
from sharewell.register.agreement import AgreementStatus, authority
from sharewell.register.particulars import OURSELVES, Basis, Direction, Particulars
from sharewell.register.schedule import Schedule, ScheduledField


@pytest.mark.requirement("OPCC-7.2c")
@pytest.mark.parametrize("status", [each for each in AgreementStatus if each is not AgreementStatus.ACTIVE])
def test_only_an_active_agreement_lets_a_file_leave(status):
    found = authority(an_active_agreement(status=status), on=TODAY)

    assert [each.rule for each in found.standing] == [rulebook.AUTHORITY_IN_FORCE]


@pytest.mark.requirement("OPCC-6.4c")
@pytest.mark.parametrize(("days_late", "live"), [(-1, True), (0, True), (30, True), (31, False)])
def test_a_review_more_than_thirty_days_late_stops_releases(days_late, live):
    agreement = an_active_agreement(review_on=date(2026, 6, 1))

    found = authority(agreement, on=date(2026, 6, 1) + timedelta(days=days_late))

    assert (found.standing == ()) is live


def test_an_agreement_without_a_schedule_yields_no_authority_at_all():
    assert authority(an_active_agreement(schedule=Schedule()), on=TODAY) is None


@pytest.mark.requirement("OPCC-6.4c")
@pytest.mark.parametrize(
    ("days", "state"),
    [(-61, "in_time"), (-60, "soon"), (0, "soon"), (1, "amber"), (30, "amber"), (31, "overdue")],
)
def test_the_review_clock_goes_amber_the_day_after_and_stops_releases_after_thirty(days, state):
    agreement = an_active_agreement(review_on=date(2026, 6, 1))

    assert agreement.review_state(date(2026, 6, 1) + timedelta(days=days)) == state


def test_under_an_agreement_by_which_we_only_receive_nothing_leaves():
    receiving = an_active_agreement(particulars=some_particulars(direction=Direction.IN))

    assert [each.rule for each in authority(receiving, on=TODAY).standing] == [rulebook.AUTHORITY_IN_FORCE]


@pytest.mark.parametrize(
    "changed",
    [
        {"retention": "P36M"},
        {"title": "Other"},
        {"edition": 2},
        {"particulars": some_particulars(dpia="none")},
    ],
)
def test_a_yes_is_bound_to_the_text_it_was_said_to(changed):
    yes = an_approval(digest=an_agreement().digest())

    assert an_agreement().says_yes(yes)
    assert not an_agreement(**changed).says_yes(yes)


def test_particulars_and_their_document_say_the_same():
    whole = some_particulars(arrangement="https://example.org/arrangement")

    assert Particulars.parse(whole.document()) == whole
    assert Particulars.parse({}) == Particulars()


NAMES = st.text(min_size=1, max_size=20)
FIELDS = st.builds(
    ScheduledField,
    name=NAMES,
    type=st.sampled_from(["string", "integer", "date"]),
    why=st.text(max_size=20),
    personal=st.sampled_from([None, "name", "none"]),
    constraints=st.sampled_from([{}, {"required": True}, {"enum": ["a", "b"]}]),
)


@given(fields=st.lists(FIELDS, max_size=6), key=st.lists(NAMES, max_size=2))
def test_a_schedule_and_its_table_schema_say_the_same(fields, key):
    schedule = Schedule(fields=tuple(fields), primary_key=tuple(key))

    assert Schedule.from_table_schema(schedule.table_schema()) == schedule


def test_the_gate_reads_exactly_what_was_agreed():
    terms = authority(an_active_agreement(max_rows=50), on=TODAY).terms.document()

    assert terms["agreement"] == "ISA-2026-0001"
    assert [each["name"] for each in terms["schema"]["fields"]] == ["complaint_ref", "outcome_code"]
    assert (terms["valid_from"], terms["valid_until"], terms["retention"]) == (
        "2026-01-01",
        "2026-12-31",
        "P24M",
    )
    assert terms["scope"] == {"max_rows": 50}


def test_the_gate_reads_scope_limits_and_treatments_as_they_were_agreed():
    handling = {
        "scope": {"min_rows": 2},
        "disclosure": {"quasi_identifiers": ["outcome_code"], "k": 5},
        "treatments": [{"field": "complaint_ref", "do": "pseudonymise"}],
        "valid_until": "2099-01-01",
    }

    terms = authority(an_active_agreement(max_rows=50, handling=handling), on=TODAY).terms

    assert (terms.scope.min_rows, terms.scope.max_rows, terms.disclosure.k) == (2, 50, 5)
    assert [each.do for each in terms.treatments] == ["pseudonymise"]
    assert terms.document()["valid_until"] == "2026-12-31"


def test_an_approval_is_bound_to_the_treatments_too():
    plain, treated = an_agreement(), an_agreement(handling={"treatments": [{"field": "a", "do": "drop"}]})

    assert plain.digest() != treated.digest()


BASES = [
    ("Part 3: necessary for a law enforcement task (section 35)", True),
    ("DPA 2018 s.35(2)(b)", True),
    ("DPA 2018 s 35", True),
    ("section 35 of the Data Protection Act 2018", True),
    (PUBLIC_TASK, False),
    ("UK GDPR Article 6(1)(e); DPA 2018 Schedule 1 Part 3", False),
    ("UK GDPR Article 6(1)(e); DPA 2018 Schedule 1, Part 3, paragraph 36", False),
    ("s.351 of another Act", False),
    ("", False),
]


@pytest.mark.parametrize(("basis", "law_enforcement"), BASES)
def test_a_file_sent_on_a_basis_of_part_3_is_one_for_law_enforcement(basis, law_enforcement):
    in_a_line = an_agreement(lawful_basis=basis, particulars=some_particulars(bases=()))
    ours = Basis(party=OURSELVES, sends=True, basis=basis)
    theirs = Basis(party="ORG-0001", sends=False, basis=basis)

    assert yielded(in_a_line).law_enforcement is law_enforcement
    assert (
        yielded(an_agreement(particulars=some_particulars(bases=(ours,)))).law_enforcement is law_enforcement
    )
    assert not yielded(an_agreement(particulars=some_particulars(bases=(theirs,)))).law_enforcement


def yielded(agreement):
    found = authority(agreement, on=TODAY)
    assert found is not None
    return found
