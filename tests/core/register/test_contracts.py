"""A processor's contract: who may do what to it, what sending data abroad asks, and the Authority it yields."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.register import NOON, TODAY, a_dpo, an_actor, an_owner
from sharewell.policy import rulebook
from sharewell.register.authority import AuthorityKind
from sharewell.register.registers.clauses import CLAUSES
from sharewell.register.registers.contract_paper import paper
from sharewell.register.registers.contracts import CONTRACTS, THEY, WE, lets_leave
from sharewell.register.registers.contracts import authority as authority_of
from sharewell.register.registers.entry import (
    Entry,
    EntryAction,
    EntryStatus,
    lacking,
    unreadable,
)
from sharewell.register.registers.keeping import amend, take_step
from sharewell.register.registers.templates import BY_NAME, shipped
from sharewell.register.schedule import LineUnreadable, Schedule
from sharewell.register.table_schema import FORMATS, PERSONAL_KINDS
from sharewell.vocabulary.paper import Facts, Heading, Signatures, Table
from sharewell.vocabulary.people import Role

SAID = {
    "party": "ORG-0003", "side": THEY, "data_set": "surveys", "service": "A survey", "people": "Victims",
    "data": "Email addresses", "subprocessors": "None", "transfers": "None", "security": "Encrypted",
    "starts": "2026-01-01", "ends": "2026-12-31", "kept_at": "File 14", "signed_ours": "C. Marsh, 5 January",
    "signed_theirs": "T. Vale, 7 January", "fields": "invite_id, required\nemail, email", "special": "no",
    "part3": "no",
    **{each.id: "present" for each in CLAUSES}, **{f"{each.id}.where": "Clause 1" for each in CLAUSES},
}  # fmt: skip
ABROAD = {"transfers": "US: the host of the survey", "mechanism": "approved_by_regulations"}


def a_contract(status=EntryStatus.IN_FORCE, review_on=date(2026, 12, 1), **said):
    answers = {key: value for key, value in {**SAID, **said}.items() if value}
    return Entry(
        register="processors", reference="PRO-2026-0001", title="Survey", status=status, answers=answers,
        review_on=review_on,
    )  # fmt: skip


def authority(entry, on=TODAY):
    return authority_of(entry, name="SurveyCo Ltd", on=on)


def codes(refusals):
    return [each.rule.code for each in refusals]


# --- the authority ----------------------------------------------------------------------------------------------------
def test_a_contract_in_force_lets_its_columns_leave_to_the_processor_until_its_last_day():
    found = authority(a_contract())

    terms = found.terms
    assert (found.kind, found.reference, found.recipient) == (
        AuthorityKind.CONTRACT,
        "PRO-2026-0001",
        "ORG-0003",
    )
    assert (terms.kind, terms.schema.names) == ("contract", ("invite_id", "email"))
    assert (terms.valid_from, terms.valid_until, terms.destroy_by) == (
        date(2026, 1, 1),
        date(2026, 12, 31),
        date(2026, 12, 31),
    )
    assert found.standing == ()


def test_what_is_to_be_destroyed_earlier_is_kept_so_long_and_no_longer():
    terms = authority(a_contract(keep="P3M", most_rows="500")).terms

    assert (str(terms.retention), terms.destroy_by, terms.scope.max_rows) == ("P3M", None, 500)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"fields": ""}, "it names no column"),
        ({"side": WE}, "we are their processor, and the data are theirs"),
    ],
)
def test_a_contract_that_says_nothing_about_our_files_is_no_authority(changed, why):
    assert authority(a_contract(**changed)) is None, why


@pytest.mark.parametrize(
    ("on", "leaves"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 11, 30), True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_file_is_brought_from_its_first_day_to_its_last(on, leaves):
    assert lets_leave(a_contract(review_on=date(2027, 6, 1)), on=on) == leaves


@pytest.mark.parametrize("status", [EntryStatus.DRAFT, EntryStatus.RETIRED])
def test_a_contract_that_is_not_in_force_lets_nothing_leave(status):
    assert codes(authority(a_contract(status)).standing) == ["G_AUTHORITY"]


def test_a_contract_whose_review_is_late_lets_nothing_leave():
    late = a_contract(review_on=TODAY - timedelta(days=1))

    assert codes(authority(late).standing) == ["ISA_REVIEW_OVERDUE"]


@pytest.mark.parametrize(("special", "special_category"), [("", True), ("yes", True), ("no", False)])
def test_where_nobody_says_otherwise_its_data_count_as_special_category(special, special_category):
    assert authority(a_contract(special=special)).special_category == special_category


@pytest.mark.parametrize(("part3", "law_enforcement"), [("", True), ("yes", True), ("no", False)])
def test_where_nobody_says_otherwise_its_data_count_as_held_for_law_enforcement(part3, law_enforcement):
    assert authority(a_contract(part3=part3)).law_enforcement == law_enforcement


# --- its columns, as people write them down ---------------------------------------------------------------------------
@given(
    names=st.lists(st.from_regex(r"\A[a-z][a-z0-9_]{0,12}\Z"), unique=True, min_size=1, max_size=6),
    kind=st.sampled_from(sorted(FORMATS)),
    personal=st.sampled_from(PERSONAL_KINDS),
    required=st.booleans(),
    turned=st.booleans(),
)
def test_a_column_reads_the_same_in_whatever_order_it_is_described(names, kind, personal, required, turned):
    described = [kind, personal, *(["required"] if required else [])]
    lines = "\n".join(", ".join((name, *(reversed(described) if turned else described))) for name in names)

    read = Schedule.from_lines(lines)

    assert [each.name for each in read.fields] == names
    assert {(each.type, each.personal, bool(each.constraints)) for each in read.fields} == {
        (kind, personal, required)
    }


@pytest.mark.parametrize(
    "line", ["email, e-mail", ", email", "email, date, integer", "email, email, phone", "a\na"]
)
def test_a_line_that_is_not_understood_is_no_column(line):
    with pytest.raises(LineUnreadable):
        Schedule.from_lines(line)
    assert [each.where for each in unreadable(CONTRACTS, a_contract(fields=line))] == ["fields"]


# --- abroad -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ({"transfers": "None."}, []),
        ({"transfers": "US"}, ["TR_NO_MECHANISM", "TR_DPO"]),
        (ABROAD, ["TR_DPO"]),
        ({**ABROAD, "dpo_consulted": "For it: listed."}, []),
    ],
)
def test_data_go_abroad_on_a_ground_of_law_and_after_the_dpo_was_asked(changed, asked):
    assert codes(lacking(CONTRACTS, a_contract(**changed))) == asked


@pytest.mark.parametrize(
    ("by", "may"), [(a_dpo(), True), (an_actor("h1"), False), (an_actor("k1", Role.REGISTER_KEEPER), False)]
)
def test_only_the_dpo_writes_what_the_dpo_said(by, may):
    before = a_contract(EntryStatus.DRAFT, **ABROAD)
    after = replace(before, answers={**before.answers, "dpo_consulted": "For it."})

    assert amend(CONTRACTS, before, after, by=by, at=NOON).permitted == may


# --- who --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("by", "refused"),
    [
        (an_owner("o1", "surveys"), []),
        (an_owner("o2", "home-visits"), [rulebook.OWNER_SIGNS.code]),
        (an_actor("h1"), [rulebook.NOT_YOUR_STEP.code]),
        (an_actor("k1", Role.REGISTER_KEEPER), []),
    ],
)
def test_a_handler_writes_a_contract_down_and_the_owner_of_the_data_brings_it_into_force(by, refused):
    draft = a_contract(EntryStatus.DRAFT)

    outcome = take_step(
        CONTRACTS, draft, action=EntryAction.BRING_INTO_FORCE, by=by, at=NOON, on=TODAY,
        review_on=TODAY + timedelta(days=300),
    )  # fmt: skip

    assert codes(outcome.refusals) == refused


# --- on paper ---------------------------------------------------------------------------------------------------------
def printed(contract):
    wording = shipped(BY_NAME["template-processor"])
    return paper(contract, wording=wording, other="SurveyCo Ltd", issuer="Northshire OPCC", on=TODAY)


def facts(document):
    return dict(pair for block in document.blocks if isinstance(block, Facts) for pair in block.pairs)


@pytest.mark.parametrize(
    ("side", "controller", "processor"),
    [(THEY, "Northshire OPCC", "SurveyCo Ltd"), (WE, "SurveyCo Ltd", "Northshire OPCC")],
)
def test_the_printed_contract_says_who_processes_for_whom_and_every_clause(side, controller, processor):
    document = printed(a_contract(side=side, keep="P3M"))

    said, headings = facts(document), [each.text for each in document.blocks if isinstance(each, Heading)]
    assert (said["Controller"], said["Processor"]) == (controller, processor)
    assert said["How long they keep each file"] == "3 months"
    assert said["First day"] == "1 January 2026"
    assert {each.label for each in CLAUSES} <= set(headings)
    assert [each.rows for each in document.blocks if isinstance(each, Table)] == [
        (("invite_id", "text; in every row", "by its name"), ("email", "text", "email"))
    ]


def test_who_has_not_signed_yet_signs_on_the_paper():
    document = printed(a_contract(EntryStatus.DRAFT, signed_theirs=""))

    assert [each.signatories for each in document.blocks if isinstance(each, Signatures)] == [
        ("SurveyCo Ltd",)
    ]
    assert facts(document)["Northshire OPCC"] == SAID["signed_ours"]
