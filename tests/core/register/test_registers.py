"""The registers beside the agreements: what keeps an entry from being in force, and who may do what to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from builders.register import NOON, TODAY, a_dpo, an_actor
from sharewell.policy import rulebook
from sharewell.register.party import Party
from sharewell.register.registers import REGISTERS, notices
from sharewell.register.registers.clauses import CLAUSES
from sharewell.register.registers.contracts import CONTRACTS, checklist
from sharewell.register.registers.entry import (
    Ask,
    Entry,
    EntryAction,
    EntryStatus,
    lacking,
)
from sharewell.register.registers.keeping import (
    add,
    amend,
    apply,
    steps,
    take_step,
)
from sharewell.register.registers.notices import NOTICES, SPECIFIC, Sharing, digest_of, not_named, text_of
from sharewell.vocabulary.paper import Heading, Listed, Words
from sharewell.vocabulary.people import Role

IN_A_YEAR = TODAY + timedelta(days=364)
KEEPER = an_actor("k1", Role.REGISTER_KEEPER)
COUNCIL = Sharing(party="ORG-0001", name="Northshire Council", purpose="To prevent fires.")
POLICE = Sharing(party="ORG-0002", name="Northshire Police", purpose="To review complaints.")


ANSWERS = {Ask.DAY: "2026-03-02", Ask.PERIOD: "P24M", Ask.COUNT: "500", Ask.FIELDS: "case_ref\nemail, email"}


def an_entry(register, **changed):
    """An entry with every question answered."""
    said = {each.id: ANSWERS.get(each.ask, "Said.") for each in register.questions}
    said |= {each.id: each.choices[0][0] for each in register.questions if each.ask is Ask.CHOICE}
    return replace(Entry(register=register.name, reference="X-1", title="An entry", answers=said), **changed)


def without(entry, *questions):
    return replace(
        entry, answers={key: value for key, value in entry.answers.items() if key not in questions}
    )


def step(entry, action, by=KEEPER, review_on=IN_A_YEAR, reason="Read again."):
    register = REGISTERS[entry.register]
    return take_step(
        register, entry, action=action, by=by, at=NOON, on=TODAY, review_on=review_on, reason=reason
    )


def in_force(register, **changed):
    return an_entry(register, status=EntryStatus.IN_FORCE, **changed)


def rules(outcome):
    return {each.rule for each in outcome.refusals}


NEEDED = [(name, each.id) for name, one in REGISTERS.items() for each in one.questions if each.needed]


@pytest.mark.requirement("OPCC-4.2a", "OPCC-5.5")
@pytest.mark.parametrize(("register", "question"), NEEDED)
def test_an_entry_without_an_answer_it_needs_does_not_come_into_force(register, question):
    whole = an_entry(REGISTERS[register])

    unfinished = step(without(whole, question), EntryAction.BRING_INTO_FORCE)

    assert question in [each.where for each in unfinished.refusals]
    assert rulebook.ENTRY_WHOLE in rules(unfinished)
    assert lacking(REGISTERS[register], whole) == ()


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_every_question_is_asked_once_and_what_is_listed_is_asked(register):
    ids = [each.id for each in register.questions]

    assert len(ids) == len(set(ids))
    assert set(register.listed) <= set(ids)


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
@pytest.mark.parametrize("role", Role)
def test_only_its_keepers_write_in_a_register(register, role):
    others = [each.id for each in register.questions if each.only]
    somebody, entry = an_actor("p1", role), without(an_entry(register), *others)

    outcome = add(register, entry, by=somebody, at=NOON)

    assert outcome.permitted == (role in register.keepers)
    assert amend(register, entry, entry, by=somebody, at=NOON).permitted == outcome.permitted
    assert (rulebook.NOT_YOUR_STEP in rules(outcome)) == (not outcome.permitted)


# --- steps ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("action", EntryAction)
@pytest.mark.parametrize("status", EntryStatus)
@pytest.mark.parametrize("register", [NOTICES, CONTRACTS], ids=lambda each: each.name)
def test_a_step_is_taken_only_from_where_it_leads_on(register, status, action):
    entry = an_entry(register, status=status)

    outcome = step(entry, action)

    assert outcome.permitted == (action in steps(register, entry))
    assert (rulebook.NOT_IN_THIS_STATE in rules(outcome)) == (not outcome.permitted)


def test_a_published_notice_is_published_again_and_a_contract_in_force_is_not_brought_into_force_twice():
    assert EntryAction.BRING_INTO_FORCE in steps(NOTICES, in_force(NOTICES))
    assert EntryAction.BRING_INTO_FORCE not in steps(CONTRACTS, in_force(CONTRACTS))


@pytest.mark.parametrize("action", [EntryAction.BRING_INTO_FORCE, EntryAction.REVIEW])
@pytest.mark.parametrize("review_on", [None, TODAY, date(2027, 3, 3)])
def test_an_entry_is_looked_at_again_on_a_day_to_come_within_a_year(action, review_on):
    status = EntryStatus.DRAFT if action is EntryAction.BRING_INTO_FORCE else EntryStatus.IN_FORCE

    outcome = step(an_entry(CONTRACTS, status=status), action, review_on=review_on)

    assert rules(outcome) == {rulebook.REVIEW_IN_TIME}


def test_nothing_is_retired_without_a_reason():
    assert rules(step(in_force(CONTRACTS), EntryAction.RETIRE, reason=" ")) == {rulebook.REASONS_GIVEN}


def test_after_its_steps_an_entry_is_in_force_then_reviewed_later_then_retired():
    entry = an_entry(CONTRACTS)

    running = apply(entry, step(entry, EntryAction.BRING_INTO_FORCE).events[0])
    reviewed = apply(
        running, step(running, EntryAction.REVIEW, review_on=IN_A_YEAR - timedelta(days=1)).events[0]
    )
    gone = apply(reviewed, step(reviewed, EntryAction.RETIRE).events[0])

    assert (running.status, running.review_on) == (EntryStatus.IN_FORCE, IN_A_YEAR)
    assert reviewed.review_on == IN_A_YEAR - timedelta(days=1)
    assert gone.status is EntryStatus.RETIRED


@pytest.mark.parametrize("status", EntryStatus)
@pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False)])
def test_an_entry_is_late_from_the_day_after_its_review_unless_it_is_retired(status, days, late):
    entry = an_entry(CONTRACTS, status=status, review_on=TODAY + timedelta(days=days))

    assert entry.late(TODAY) == (late and status is not EntryStatus.RETIRED)


# --- amending ---------------------------------------------------------------------------------------------------------
def test_what_is_in_force_is_amended_only_into_what_could_come_into_force():
    entry = in_force(CONTRACTS)

    outcome = amend(CONTRACTS, entry, without(entry, "pr.a"), by=KEEPER, at=NOON)

    assert rules(outcome) == {rulebook.PROCESSOR_CLAUSES}
    draft = an_entry(CONTRACTS)
    assert amend(CONTRACTS, draft, without(draft, "pr.a"), by=KEEPER, at=NOON).permitted


def test_the_record_says_which_answers_were_changed_and_not_what_they_are():
    draft = an_entry(CONTRACTS)

    event = amend(CONTRACTS, draft, replace(draft, title="New", answers={}), by=a_dpo(), at=NOON).events[0]

    assert event.details["parts"][0] == "Title"
    assert "The other side" in event.details["parts"]
    assert "Said." not in str(event.details)


@pytest.mark.parametrize(
    ("register", "question", "said"),
    [
        ("processors", "side", "nobody"),
        ("processors", "starts", "tomorrow"),
        ("assets", "retention", "two years"),
        ("powers", "nonsense", "Said."),
    ],
)
def test_what_is_no_answer_is_refused_however_it_was_sent(register, question, said):
    draft = an_entry(REGISTERS[register])
    wrong = replace(draft, answers={**draft.answers, question: said})

    for outcome in (
        add(REGISTERS[register], wrong, by=a_dpo(), at=NOON),
        amend(REGISTERS[register], draft, wrong, by=a_dpo(), at=NOON),
    ):
        assert [(each.rule, each.where) for each in outcome.refusals] == [(rulebook.ENTRY_WHOLE, question)]


def test_nothing_retired_is_amended():
    gone = an_entry(CONTRACTS, status=EntryStatus.RETIRED)

    assert rules(amend(CONTRACTS, gone, gone, by=KEEPER, at=NOON)) == {rulebook.NOT_IN_THIS_STATE}


# --- organisations ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "soon"), [(-1, False), (0, True), (60, True), (61, False)])
def test_a_registration_lapses_soon_from_sixty_days_before_until_it_has(days, soon):
    party = Party(
        reference="ORG-1", name="A body", ico_registration="ZA1", ico_expires=TODAY + timedelta(days=days)
    )

    assert party.lapses_soon(TODAY) == soon


# --- processors -------------------------------------------------------------------------------------------------------
@pytest.mark.requirement("OPCC-2.5b")
@pytest.mark.parametrize("clause", [each.id for each in CLAUSES])
@pytest.mark.parametrize(
    "lost",
    [
        lambda said, clause: {**said, clause: "absent"},
        lambda said, clause: {**said, clause: ""},
        lambda said, clause: {**said, f"{clause}.where": " "},
    ],
    ids=["absent", "not answered", "nobody says where"],
)
def test_each_of_the_thirteen_clauses_alone_keeps_a_contract_from_coming_into_force(clause, lost):
    whole = an_entry(CONTRACTS)

    outcome = step(replace(whole, answers=lost(whole.answers, clause)), EntryAction.BRING_INTO_FORCE)

    assert [(each.rule, each.where) for each in outcome.refusals] == [(rulebook.PROCESSOR_CLAUSES, clause)]


def test_all_that_is_missing_is_told_at_once():
    empty = Entry(register=CONTRACTS.name, reference="PRO-1", title="A contract")

    told = lacking(CONTRACTS, empty)

    assert len([each for each in told if each.rule is rulebook.PROCESSOR_CLAUSES]) == len(CLAUSES) == 13
    assert not any(each.present for each in checklist(empty))


@pytest.mark.requirement("OPCC-2.5b")
@pytest.mark.parametrize("side", ["signed_ours", "signed_theirs"])
def test_a_contract_is_signed_by_both_sides_before_it_is_in_force(side):
    outcome = step(without(an_entry(CONTRACTS), side), EntryAction.BRING_INTO_FORCE)

    assert [(each.rule, each.where) for each in outcome.refusals] == [(rulebook.PROCESSOR_CONTRACT, side)]


# --- notices ----------------------------------------------------------------------------------------------------------
def written(notice, *sharings):
    return text_of(
        notice, sharings=sharings, issuer="Northshire OPCC", on=TODAY, main="https://example.org/privacy"
    )


def test_whom_we_share_with_stands_in_the_notice_without_anybody_typing_it():
    paper = written(in_force(NOTICES), COUNCIL, POLICE, replace(COUNCIL, purpose="To prevent falls."))

    listed = next(each for each in paper.blocks if isinstance(each, Listed))
    assert listed.items == (
        "Northshire Council: To prevent fires. To prevent falls.",
        "Northshire Police: To review complaints.",
    )


def test_a_notice_without_recipients_says_so():
    assert (
        Words(text="We share your data regularly with nobody. If that changes, this notice says so.")
        in written(in_force(NOTICES)).blocks
    )


def test_a_notice_has_a_heading_for_each_thing_the_law_asks_for():
    headings = [each.text for each in written(in_force(NOTICES)).blocks if isinstance(each, Heading)]

    asked = [each.label for each in NOTICES.questions if each.id.startswith("pn.")]
    assert [each for each in headings if each != "Whom we share them with"] == asked


def test_a_specific_notice_names_its_audience_how_and_when_it_is_given_and_the_main_notice():
    said = str(written(in_force(SPECIFIC)).blocks)

    for told in (
        "Who this is for",
        "How you are told",
        "When the data are collected",
        "https://example.org/privacy",
    ):
        assert told in said


def test_the_same_words_have_the_same_digest_on_any_day_and_other_words_another():
    today, tomorrow = (
        written(in_force(NOTICES)),
        replace(written(in_force(NOTICES)), on=TODAY + timedelta(days=1)),
    )

    assert digest_of(today) == digest_of(tomorrow)
    assert digest_of(written(in_force(NOTICES), COUNCIL)) != digest_of(today)


@pytest.mark.requirement("OPCC-4.2b")
@pytest.mark.parametrize(
    ("named", "missing"),
    [
        ((), [COUNCIL, POLICE]),
        (("ORG-0001",), [POLICE]),
        (("ORG-0001", "ORG-0002"), []),
        (("ORG-9",), [COUNCIL, POLICE]),
    ],
)
def test_recipients_that_a_published_notice_does_not_name_are_found_each_once(named, missing):
    assert not_named(named, [COUNCIL, POLICE, POLICE]) == tuple(missing)


def test_both_kinds_of_notice_are_registers():
    assert {notices.NOTICES.name, notices.SPECIFIC.name} <= set(REGISTERS)
