"""The tables of the law: whole, consistent with each other, and with the facts they were built from."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest

from sharewell.decisions.known import WORKED_OUT
from sharewell.engine.documents import read_document
from sharewell.policy.law import VERSIONS, NoLawOnRecord, law_of_version, law_on
from sharewell.policy.tables import Severity

LAW = VERSIONS[-1]
every_row = pytest.mark.parametrize("row", LAW.rows, ids=lambda row: row.id)
every_reason = pytest.mark.parametrize("reason", LAW.reasons, ids=lambda reason: reason.code)


@every_row
def test_every_rule_has_a_reason_a_stage_and_a_citation(row):
    assert row.code in LAW.reason
    assert row.stage in LAW.judged
    assert row.citation


@every_row
def test_every_rule_reads_only_what_is_a_fact_or_a_question(row):
    read = {name for cells in (row.when, row.answered_by) for name in cells}

    assert read <= {*LAW.fact, *LAW.question}


@every_row
def test_a_requirement_says_what_meets_it(row):
    assert bool(row.answered_by) == (row.severity is Severity.REQUIRE)


@every_reason
def test_every_reason_says_why_and_what_to_do_in_sentences(reason):
    assert reason.reason.endswith(".")
    assert reason.remedy.endswith(".")
    assert len(reason.remedy) > 15


def test_rules_and_questions_and_facts_are_named_once():
    for names in (
        [row.id for row in LAW.rows],
        [fact.name for fact in LAW.facts],
        [reason.code for reason in LAW.reasons],
        [question.id for stage in LAW.stages for question in stage.questions],
    ):
        assert len(names) == len(set(names))


def test_what_an_answer_says_of_a_fact_is_a_value_that_fact_can_have():
    for question in LAW.question.values():
        for says in question.says:
            fact = LAW.fact[says.fact]

            assert says.answer == "*" or says.answer in (*question.choices, "none")
            assert set(says.values) <= {*fact.choices, True, False} or fact.name == "recipient.country"


def test_every_worked_out_fact_is_worked_out():
    worked_out = {fact.name for fact in LAW.facts if fact.worked_out}

    assert worked_out == {name for name in WORKED_OUT if name in LAW.fact}


def test_the_law_of_a_day_is_the_last_version_begun_by_then():
    assert law_on(LAW.in_force_from) is LAW
    assert law_on(date(2030, 1, 1)) is LAW


def test_there_is_no_law_before_the_first_version():
    with pytest.raises(NoLawOnRecord, match="2026-01-01"):
        law_on(VERSIONS[0].in_force_from - timedelta(days=1))


def test_a_case_finds_the_version_it_was_decided_under():
    assert law_of_version(LAW.version) is LAW
    with pytest.raises(NoLawOnRecord):
        law_of_version("1066.1")


def test_one_changed_word_changes_the_digest():
    changed = replace(LAW, rows=LAW.rows[1:])

    assert changed.digest != LAW.digest
    assert replace(LAW).digest == LAW.digest


def test_the_tables_are_loaded_in_a_tenth_of_a_second_or_little_more():
    # A generous ceiling for a busy machine; the figure itself is in the benchmark.
    code = "import time; t = time.perf_counter(); import sharewell.policy.law; print(time.perf_counter() - t)"

    took = float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)

    assert took < 1


# --- against the facts it was built from ----------------------------------------------------------


@pytest.mark.requirement("OPCC-7.2a")
def test_every_stage_and_question_of_the_flow_is_there(shared):
    flow = read_document(shared / "reference" / "one_off_flow.yaml")

    assert [stage["id"] for stage in flow["stages"]] == [stage.id for stage in LAW.stages]
    for stage in flow["stages"]:
        ours = [question.id for question in LAW.stage[stage["id"]].questions]
        asked = [question["q"] for question in stage["questions"]]
        assert ours == asked or stage["id"] in (
            "S13",
            "S14",
            "S15",
        )  # these are asked by the release, not by people


def test_every_listed_answer_can_be_given(shared):
    flow = read_document(shared / "reference" / "one_off_flow.yaml")
    shapes = {
        "text",
        "code",
        "codes",
        "table",
        "list",
        "record",
        "date",
        "auto",
        "ref",
        "route",
        "schema_ref",
    }
    ids = {"power_id", "bar_id", "method_id"}

    for stage in flow["stages"][:13]:
        for question in stage["questions"]:
            ours = LAW.question[question["q"]]
            for answer in set(question["answers"]) - shapes - ids:
                assert answer in ours.choices or ours.kind.value.startswith("none")


def test_every_fact_of_the_reference_is_a_fact_here(shared):
    reference = read_document(shared / "reference" / "lawful_basis_rules.yaml")

    assert {fact["name"] for fact in reference["facts"]} <= set(LAW.fact)


def test_every_rule_of_law_of_the_reference_is_here_with_its_code(shared):
    reference = read_document(shared / "reference" / "lawful_basis_rules.yaml")
    ours = {row.id: row for row in LAW.rows}

    for rule in reference["rules"]:
        assert ours[rule["id"]].code == rule["reason_code"]
        assert ours[rule["id"]].verify is rule["verify"]
        if rule["outcome"] != "block_exemption":
            assert ours[rule["id"]].severity == rule["outcome"]


def test_every_country_of_the_reference_is_here(shared):
    reference = read_document(shared / "reference" / "transfer_countries.yaml")

    assert {country["iso"] for country in reference["countries"]} - {"*"} == set(LAW.country)


def test_every_paragraph_of_schedule_1_is_here_with_what_it_supports(shared):
    reference = read_document(shared / "reference" / "schedule1_conditions.yaml")

    for condition in reference["conditions"]:
        supports = tuple(one.removeprefix("9.2.") for one in condition["supports"])
        assert LAW.paragraph[condition["para"]].supports == supports
        assert (condition["apd_required"] is True) == (LAW.paragraph[condition["para"]].document == "yes")


def test_every_choice_can_be_said_in_words():
    for asked in (*LAW.question.values(), *LAW.facts):
        name = getattr(asked, "id", None) or asked.name
        for choice in asked.choices:
            said = LAW.says(name, choice)
            assert said
            assert "_" not in said


def test_every_word_belongs_to_a_choice_that_exists():
    choices = {
        f"{getattr(asked, 'id', None) or asked.name}:{choice}"
        for asked in (*LAW.question.values(), *LAW.facts)
        for choice in asked.choices
    }

    assert {word for word in LAW.words if not word.startswith("basis.art6:s35")} <= choices


# --- what a question offers is on the list, with its citation ---------------------------------------------------------

LISTED = [
    ("basis.art6", "art6.", "Lawful bases (Article 6)", {"s35_consent", "s35_task"}),
    ("basis.annex1", "", "Recognised legitimate interests (Annex 1)", set()),
    ("basis.art9", "art9.", "Conditions for special category data (Article 9)", set()),
    ("basis.art10", "art10.", "Criminal offence data (Article 10)", set()),
    ("basis.sch8", "sch8.", "Schedule 8 to the Data Protection Act 2018", set()),
]


@pytest.mark.parametrize(("fact", "prefix", "table", "elsewhere"), LISTED)
def test_every_basis_and_condition_that_can_be_chosen_is_listed_with_its_citation(
    fact, prefix, table, elsewhere
):
    offered = set(LAW.fact[fact].choices) - {"none"} - elsewhere

    listed = {one.id: one.citation for one in LAW.entries[table]}

    assert {prefix + one for one in offered} == set(listed)
    assert all(listed.values())


def test_every_derogation_and_every_basis_under_part_3_is_listed_too():
    abroad = {one.id for one in LAW.entries["Transfers abroad"]}
    part_3 = {one.id for one in LAW.entries["Law enforcement (Part 3 of the Data Protection Act 2018)"]}

    assert set(LAW.fact["transfer.derogation"].choices) - {"none"} <= abroad
    assert {"s35_consent", "s35_task"} <= part_3


def test_no_entry_of_any_table_stands_there_twice_or_without_a_citation():
    for table, listed in LAW.entries.items():
        ids = [one.id for one in listed]
        assert len(ids) == len(set(ids)), table
        assert all(one.title and one.citation for one in listed), table
