"""What is offered beside a finding, and that whatever is chosen lets less leave, never more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.release import FIELDS, gate, leaving, some_terms
from sharewell.register.terms import TermsUnusable, Treatment
from sharewell.release.mending import drop_all, in_words, mends, narrowed

DISCLOSURE = {"quasi_identifiers": ["ward", "referred_on"], "k": 3}


def a_finding(check, field):
    return {"check": check, "field": field}


def labels(check, field, **terms):
    hierarchies = terms.pop("hierarchies", ())
    return [
        each.label for each in mends(a_finding(check, field), some_terms(**terms), hierarchies=hierarchies)
    ]


OFFERED = [
    ("G01", "date_of_birth", ["Drop the column 'date_of_birth'"]),
    ("G05", "date_of_birth", ["Drop the column 'date_of_birth'"]),
    (
        "G05",
        "ward",
        [
            "Mask every cell of 'ward'",
            "Mask 'ward' but for the last 3 characters",
            "Replace 'ward' by pseudonyms",
            "Drop the column 'ward'",
        ],
    ),
    ("G06", "ward", ["Mask every cell of 'ward'", "Drop the column 'ward'"]),
]


@pytest.mark.parametrize(("check", "field", "offered"), OFFERED)
def test_what_a_treatment_would_mend_is_offered_beside_the_finding(check, field, offered):
    assert labels(check, field) == offered


@pytest.mark.parametrize(
    ("count", "rows", "offered"),
    [
        (1, [17], ["Leave the row out"]),
        (3, [4, 9, 17], ["Leave these 3 rows out"]),
        (21, list(range(1, 21)), []),  # the report names the first twenty only
        (0, [], []),  # a column is missing: no row is at fault
    ],
)
def test_rows_that_fail_can_be_left_out_where_the_report_names_them_all(count, rows, offered):
    finding = a_finding("G02", "ward") | {"count": count, "rows": rows}

    assert [each.label for each in mends(finding, some_terms())] == offered


NOT_OFFERED = [
    ("G01", "ward"),  # it is there twice: dropping by name would take both
    ("G01", "column 4"),  # nobody can name it
    ("G02", "referral_id"),
    ("G04", None),
    ("G11", "ward"),
    ("G18", "ward"),
]


@pytest.mark.parametrize(("check", "field"), NOT_OFFERED)
def test_what_no_treatment_mends_has_no_button(check, field):
    assert labels(check, field) == []


EXTRA = [
    (["a"], None, None),  # it has a button of its own
    (["a", "b"], "Drop all 2 columns that are not agreed", ["a", "b"]),
    (["a", "column 5"], "Drop all 2 columns that are not agreed", ["*"]),
    (["column 4"], "Drop the column that is not agreed", ["*"]),
    (["ward"], None, None),  # it is agreed, and there twice
]


@pytest.mark.parametrize(("fields", "label", "dropped"), EXTRA)
def test_columns_nobody_agreed_to_go_at_once_also_those_that_nobody_can_name(fields, label, dropped):
    mend = drop_all([a_finding("G01", field) for field in fields], some_terms())

    assert (mend.label if mend else None) == label
    assert mend is None or [each.field for each in mend.treatments] == dropped


def test_of_another_table_nothing_would_be_left():
    missing = [a_finding("G02", each["name"]) | {"count": 0} for each in FIELDS]

    assert drop_all([a_finding("G01", "column 1"), *missing[1:]], some_terms())
    assert drop_all([a_finding("G01", "column 1"), *missing], some_terms()) is None


def test_every_column_that_is_not_agreed_goes_and_every_other_stays(tmp_path):
    terms = narrowed(some_terms(), [Treatment(field="*", do="drop_others", arguments={})])

    report = gate(
        tmp_path, b"Ann Lee 07700900123,ward,referral_id,x,referred_on\n1,E,SW1,2,2026-05-01\n", terms
    )

    assert report.judgement.findings == ()
    assert leaving(tmp_path) == b"ward,referral_id,referred_on\nE,SW1,2026-05-01\n"


@pytest.mark.parametrize(("field", "do"), [("ward", "drop_others"), ("*", "drop"), ("*", "pseudonymise")])
def test_all_others_is_said_of_no_one_column_and_of_dropping_alone(field, do):
    with pytest.raises(TermsUnusable):
        some_terms(treatments=[{"field": field, "do": do}])


def test_rows_that_too_few_share_can_be_emptied_or_made_coarser():
    offered = labels("G07", "ward, referred_on", disclosure=DISCLOSURE, hierarchies=["wards.csv", "age.csv"])

    assert offered == [
        "Empty 'ward' and 'referred_on' in the rows that fewer than 3 share",
        "Leave out the rows that fewer than 3 share",
        "Generalise 'ward' by one level",
        "Band 'referred_on' to 10 years",
    ]


def test_small_counts_can_be_suppressed():
    fields = [{"name": "area"}, {"name": "people", "type": "integer"}]
    counted = {"count_field": "people", "min_cell": 5}

    assert labels("G07", "people", schema={"fields": fields}, disclosure=counted) == [
        "Suppress the small counts of 'people'"
    ]


def test_a_field_that_a_limit_is_about_is_not_dropped():
    assert "Drop the column 'ward'" not in labels("G05", "ward", disclosure=DISCLOSURE)


def test_what_was_done_and_did_not_suffice_is_not_offered_again():
    done = narrowed(some_terms(), mends(a_finding("G06", "ward"), some_terms())[0].treatments)

    assert [each.label for each in mends(a_finding("G06", "ward"), done)] == ["Drop the column 'ward'"]


def test_the_last_column_is_not_dropped():
    assert labels("G06", "ward", schema={"fields": [{"name": "ward"}]}) == ["Mask every cell of 'ward'"]


# --- the terms with a treatment more ----------------------------------------------------------------------------------
def test_a_field_that_was_treated_keeps_only_what_still_holds_of_it():
    masked = narrowed(some_terms(), [Treatment(field="referral_id", do="mask", arguments={"keep": 0})])

    assert masked.schema.field("referral_id").document() == {
        "name": "referral_id",
        "type": "string",
        "constraints": {"required": True},
    }


def test_a_field_that_was_dropped_is_in_no_key_any_more():
    keyed = some_terms(schema={"fields": FIELDS, "primaryKey": ["referral_id", "ward"]})

    dropped = narrowed(keyed, [Treatment(field="ward", do="drop", arguments={})])

    assert dropped.schema.primary_key == ()
    assert dropped.schema.names == ("referral_id", "referred_on")


def test_a_limit_does_not_lose_its_field():
    with pytest.raises(TermsUnusable):
        narrowed(some_terms(disclosure=DISCLOSURE), [Treatment(field="ward", do="drop", arguments={})])


@pytest.mark.parametrize(
    ("content", "check", "field"),
    [
        (b"referral_id,ward,referred_on,shoe\nSW1,Eastmoor,2026-05-01,5\n", "G01", "shoe"),
        (b"referral_id,ward,referred_on\nSW1,NHS 943 476 5919,2026-05-01\n", "G05", "ward"),
    ],
)
def test_every_mend_that_is_offered_mends(content, check, field, tmp_path):
    before = gate(tmp_path, content)
    finding = next(
        each.as_dict() for each in before.judgement.findings if (each.check, each.field) == (check, field)
    )

    for number, mend in enumerate(mends(finding, some_terms())):
        folder = tmp_path / str(number)
        folder.mkdir()
        after = gate(folder, content, narrowed(some_terms(), mend.treatments))
        assert after.judgement.decision == "pass", mend.label


TREATMENTS = st.builds(
    Treatment,
    field=st.sampled_from(["referral_id", "ward", "referred_on", "nobody_agreed"]),
    do=st.sampled_from(["drop", "pseudonymise", "district"]),
    arguments=st.just({}),
)


@given(treatments=st.lists(TREATMENTS, min_size=1, max_size=4))
def test_whatever_is_chosen_nothing_is_widened(treatments):
    agreed = some_terms(scope={"max_rows": 5}, schema={"fields": [*FIELDS, {"name": "last"}]})

    after = narrowed(agreed, treatments)

    assert set(after.schema.names) <= set(agreed.schema.names)
    same = agreed.document() | {"schema": None, "treatments": None}
    assert after.document() | {"schema": None, "treatments": None} == same


SAID = [
    ("drop", {}, "'x' dropped"),
    ("mask", {"keep": 0}, "'x' masked"),
    ("mask", {"keep": 3}, "'x' masked but for the last 3 characters"),
    ("band", {"years": 10}, "'x' banded to 10 years"),
    ("band", {"width": 5}, "'x' banded to steps of 5"),
    ("round", {"to": 10}, "'x' rounded to 10"),
]


@pytest.mark.parametrize(("do", "arguments", "words"), SAID)
def test_a_treatment_is_said_in_words(do, arguments, words):
    assert in_words(Treatment(field="x", do=do, arguments=arguments)) == words


def test_several_columns_nobody_agreed_to_are_dropped_at_once():
    findings = [a_finding("G01", "shoe"), a_finding("G01", "hat"), a_finding("G02", "ward")]

    mend = drop_all(findings, some_terms())

    assert mend.label == "Drop all 2 columns that are not agreed"
    assert [each.field for each in mend.treatments] == ["shoe", "hat"]
    assert drop_all(findings[:1], some_terms()) is None
