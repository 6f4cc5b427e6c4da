"""Personal data looked for in real cells: what is found, what only looks like it, and how often either goes wrong."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.personal_cells import BY_HEADER, NOT_SEEN, SEEN
from builders.release import gate, some_terms, terms_of_one
from sharewell.engine import staging
from sharewell.engine.detecting import SAMPLE, Detecting
from sharewell.engine.limits import Limits


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return staging.connect(tmp_path_factory.mktemp("engine"), Limits())


def looked(engine, cells, header="x"):
    """What is seen in one column of these cells."""
    engine.execute(
        "CREATE OR REPLACE TABLE staged AS SELECT unnest(string_split($1, chr(1))) AS c0", ["\1".join(cells)]
    )
    if not cells:
        engine.execute("DELETE FROM staged")
    return Detecting(engine, lambda cell: f"({cell} IS NULL OR {cell} = '')").look([header])


def kinds(engine, *cells, header="x"):
    return {(each.kind, each.rows) for each in looked(engine, cells, header)}


# --- numbers made for the tests: valid by the published arithmetic, worked out apart from the engine's ----
def nhs_check_digit(nine: str) -> int:
    return (11 - sum(int(d) * w for d, w in zip(nine, range(10, 1, -1), strict=True)) % 11) % 11


def is_nhs_number(ten: str) -> bool:
    return nhs_check_digit(ten[:9]) == int(ten[9]) and len(set(ten)) > 1


def is_luhn(number: str) -> bool:
    doubled = [int(d) if i % 2 == 0 else sum(divmod(2 * int(d), 10)) for i, d in enumerate(reversed(number))]
    return sum(doubled) % 10 == 0


def a_reference(chance: random.Random) -> str:
    return f"{chance.randrange(10**10):010}"


def an_nhs_number(chance: random.Random) -> str:
    while True:
        nine = f"{chance.randrange(10**9):09}"
        if (digit := nhs_check_digit(nine)) < 10 and len({*nine, str(digit)}) > 1:
            return f"{nine}{digit}"


# --- one cell -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("cell", "kind", "because"), SEEN)
def test_what_is_personal_data_is_seen(engine, cell, kind, because):
    seen = looked(engine, ["smoke alarm missing", cell])

    assert [(each.kind, each.because, each.count, each.rows) for each in seen] == [(kind, because, 1, (2,))]


@pytest.mark.parametrize("cell", NOT_SEEN)
def test_what_only_looks_like_it_is_not(engine, cell):
    assert looked(engine, ["smoke alarm missing", cell]) == ()


@pytest.mark.parametrize(("header", "cell", "kind"), BY_HEADER)
def test_a_header_vouches_for_its_cells(engine, header, cell, kind):
    assert kinds(engine, cell, header=header) == {(kind, (1,))}
    assert kinds(engine, cell) == set()


@pytest.mark.parametrize(
    ("cell", "category"),
    [("has ASTHMA.", "health"), ("on bail", "offences"), ("a Muslim family", "religion or belief")],
)
def test_special_terms_are_met_as_whole_words_in_any_case(engine, cell, category):
    (seen,) = looked(engine, ["none", cell, cell])

    assert (seen.kind, seen.term, seen.count, seen.rows) == (category, True, 2, (2, 3))
    assert looked(engine, [f"x{cell.replace(' ', '').replace('.', '')}x"]) == ()


def test_one_cell_may_hold_several_kinds_and_several_columns_are_told_apart(engine):
    engine.execute(
        "CREATE OR REPLACE TABLE staged AS SELECT 'x' AS c0, 'Mr Lee, 07700 900123, a@example.org' AS c1"
    )

    seen = Detecting(engine, lambda cell: f"({cell} IS NULL)").look(["a", "b"])

    assert {(each.column, each.kind) for each in seen} == {(1, "name"), (1, "phone"), (1, "email")}


def test_empty_cells_and_empty_files_hold_nothing(engine):
    assert looked(engine, []) == ()
    assert looked(engine, ["", "", ""]) == ()


def test_beside_a_word_only_the_rows_beside_one_fail_and_else_every_valid_one(engine):
    chance = random.Random(7)
    numbers = [an_nhs_number(chance) for _ in range(30)]

    (beside,) = looked(engine, [f"NHS {numbers[0]}", numbers[1]])
    (by_column,) = looked(engine, numbers)

    assert (beside.count, beside.rows) == (1, (1,))
    assert (by_column.count, by_column.rows) == (30, tuple(range(1, 21)))


# --- check digits, against other arithmetic ---------------------------------------------------------------
@given(st.lists(st.from_regex(r"[0-9]{10}", fullmatch=True), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_nhs_numbers_satisfy_modulus_11(engine, numbers):
    rows = tuple(row for row, number in enumerate(numbers, start=1) if is_nhs_number(number))

    seen = looked(engine, numbers, header="nhs number")

    assert [(each.count, each.rows) for each in seen] == ([(len(rows), rows[:20])] if rows else [])


@given(st.lists(st.from_regex(r"4[0-9]{15}", fullmatch=True), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_card_numbers_satisfy_luhn(engine, numbers):
    rows = tuple(row for row, number in enumerate(numbers, start=1) if is_luhn(number))

    seen = looked(engine, numbers, header="card number")

    assert [(each.count, each.rows) for each in seen] == ([(len(rows), rows[:20])] if rows else [])


# --- how often it goes wrong --------------------------------------------------------------------------------
@pytest.mark.drill(40)
def test_columns_of_random_references_are_not_taken_for_nhs_numbers(engine, drill_n, record_property):
    columns, wrong = drill_n(40, 3000), 0
    for seed in range(columns):
        chance = random.Random(seed)
        cells = [a_reference(chance) for _ in range(chance.choice([1, 20, 300, 3000]))]
        wrong += bool(looked(engine, cells, header="reference"))

    record_property("came_to", f"{wrong} of {columns} columns taken for NHS numbers")
    assert wrong < max(1, 0.001 * columns)


@pytest.mark.drill(3)
def test_one_real_number_in_a_hundred_is_found_among_fifty_thousand_references(
    engine, drill_n, record_property
):
    columns, missed = drill_n(3, 300), 0
    for seed in range(columns):
        chance = random.Random(seed)
        cells = [an_nhs_number(chance) if n % 100 == 0 else a_reference(chance) for n in range(50_000)]
        missed += not looked(engine, cells, header="reference")

    record_property("came_to", f"{missed} of {columns} columns missed")
    assert missed <= 0.01 * columns


def test_the_same_reference_a_thousand_times_is_one_reference(engine):
    chance = random.Random(3)
    three = [an_nhs_number(chance) for _ in range(3)]

    assert looked(engine, three * 1000) == ()


@pytest.mark.parametrize(("real", "seen"), [(0, 0), (1, 1)])
def test_of_very_many_look_alikes_a_fair_sample_decides(engine, real, seen):
    """Three times as many as are counted; one in fifty given its right check digit, or none."""
    weights = " + ".join(f"{11 - place} * n[{place}]::INT" for place in range(1, 10))
    engine.execute(
        "CREATE OR REPLACE TABLE staged AS SELECT CASE WHEN i % 50 < $1 AND right_digit < 10 "
        "THEN n[:9] || right_digit ELSE n END AS c0 FROM ("
        f"SELECT i, n, (11 - ({weights}) % 11) % 11 AS right_digit FROM ("
        "SELECT range AS i, (1000000000 + hash(range) % 9000000000)::VARCHAR AS n FROM range($2)))",
        [real, 3 * SAMPLE],
    )

    assert len(Detecting(engine, lambda cell: f"({cell} IS NULL)").look(["reference"])) == seen


# --- through the gate -----------------------------------------------------------------------------------
REFERRALS = """referral_id,full_name,address,phone,mobility_flag,risk_note
SW1,Ann Lee,1 High St NS1 1AA,07700900001,Y,smoke alarm missing
SW2,Raj Patel,2 High St NS1 1AB,07700900002,N,{note}
"""


def terms_of_referrals(**changes):
    names = REFERRALS.splitlines()[0].split(",")
    fields = [{"name": name, **({"personal": "none"} if name == "risk_note" else {})} for name in names]
    return some_terms(schema={"fields": fields}, **changes)


@pytest.mark.requirement("OPCC-3.4e")
def test_an_nhs_number_in_a_note_refuses_the_file_by_row_and_field(tmp_path):
    report = gate(
        tmp_path, REFERRALS.format(note="NHS 943 476 5919 oxygen at home").encode(), terms_of_referrals()
    )

    assert report.judgement.decision == "refuse"
    (finding,) = report.judgement.findings
    assert (finding.check, finding.field, finding.rows, finding.count) == ("G05", "risk_note", (2,), 1)
    assert "943" not in json.dumps(report.as_dict()["findings"])


def test_and_the_clean_batch_passes_with_its_profile(tmp_path):
    report = gate(tmp_path, REFERRALS.format(note="oxygen at home").encode(), terms_of_referrals())

    answer = report.as_dict()
    assert answer["decision"] == "pass"
    results = {each["check"]: each["result"] for each in answer["checks"]}
    assert (results["G05"], results["G06"]) == ("pass", "pass")
    assert [(each["personal"], each["share"]) for each in answer["profile"]] == [
        ("none", None), ("name", 1.0), ("address", 1.0), ("phone", 1.0), ("none", None), ("none", None),
    ]  # fmt: skip


def test_a_health_term_in_a_note_waits_for_a_person(tmp_path):
    report = gate(tmp_path, b"x\nfamily has a child with epilepsy\n", terms_of_one())

    assert [(each.check, each.severity.value) for each in report.judgement.findings] == [("G06", "review")]
    assert report.judgement.decision == "pass_with_review"


def test_the_file_is_looked_at_as_it_leaves(tmp_path):
    fields = [{"name": "a"}, {"name": "b", "personal": "none"}]
    terms = some_terms(schema={"fields": fields[1:]}, treatments=[{"field": "a", "do": "drop"}])

    report = gate(tmp_path, b"a,b\na@example.org,fine\n", terms)

    assert report.judgement.decision == "pass"
