"""The judgement: what each thing found in a file or missing from its terms means, and which checks were answered."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.release import COLUMNS, MONDAY, judged, some_facts, some_terms
from sharewell.release.checks import CHECKS, Result, Severity
from sharewell.release.finding import found
from sharewell.release.hidden import HIDDEN
from sharewell.release.judgement import Hidden, conclude
from sharewell.release.plan import Observation, plan

NOT_ASKED = {"G07", "G12", "G13", "G15", "G16", "G17", "G18"}


def refused_checks(judgement):
    return {check for check, result in judgement.results.items() if result is Result.REFUSE}


def test_a_file_that_is_as_agreed_passes():
    judgement = judged()

    assert judgement.decision == "pass"
    assert judgement.findings == ()


def test_every_check_is_listed_and_none_that_was_not_carried_out_passes():
    results = judged().results

    assert list(results) == [f"G{number:02}" for number in range(1, 19)]
    assert {check for check, result in results.items() if result is Result.NOT_ASKED} == NOT_ASKED


def test_approved_people_that_nobody_compared_leave_the_scope_unanswered():
    judgement = judged(some_terms(scope={"keys": "approved.csv"}))

    assert judgement.results["G04"] is Result.NOT_ASKED


@pytest.mark.requirement("OPCC-3.4e2")
@given(
    extra=st.text(min_size=0, max_size=20).filter(lambda header: header not in COLUMNS),
    at=st.integers(min_value=0, max_value=len(COLUMNS)),
)
def test_any_undeclared_column_anywhere_refuses(extra, at):
    headers = [*COLUMNS[:at], extra, *COLUMNS[at:]]

    judgement = judged(facts=some_facts(headers))

    assert judgement.decision == "refuse"
    assert [finding.check for finding in judgement.findings] == ["G01"]


@given(st.permutations(COLUMNS))
def test_the_order_of_the_columns_does_not_matter(headers):
    assert judged(facts=some_facts(headers)).decision == "pass"


@pytest.mark.parametrize("missing", COLUMNS)
def test_a_column_that_is_missing_refuses_and_is_named(missing):
    judgement = judged(facts=some_facts([header for header in COLUMNS if header != missing]))

    assert [(each.check, each.field) for each in judgement.findings] == [("G02", missing)]


def test_a_header_that_is_there_twice_refuses():
    judgement = judged(facts=some_facts([*COLUMNS, "ward"]))

    assert [(each.check, each.field) for each in judgement.findings] == [("G01", "ward")]


TERMS_THAT_REFUSE = [
    ("G10", {"retention": None}, MONDAY),
    ("G10", {"retention": None, "destroy_by": "2026-05-31"}, MONDAY),
    ("G14", {"agreement": None, "decision": "DSR-2026-0001"}, MONDAY),
    ("G15", {"agreement": None}, MONDAY),
    ("G15", {"recipient": None}, MONDAY),
    ("G15", {"valid_from": None}, MONDAY),
    ("G15", {"valid_until": None}, MONDAY),
    ("G15", {}, date(2026, 3, 31)),
    ("G15", {}, date(2027, 4, 2)),
]


@pytest.mark.parametrize(("check", "changes", "on"), TERMS_THAT_REFUSE)
def test_terms_that_lack_something_refuse(check, changes, on):
    judgement = judged(some_terms(**changes), on=on)

    assert refused_checks(judgement) == {check}


@pytest.mark.parametrize("on", [date(2026, 4, 1), date(2027, 4, 1)])
def test_both_days_of_an_authority_are_inclusive_and_that_it_is_live_is_never_claimed(on):
    assert judged(on=on).results["G15"] is Result.NOT_ASKED


def test_a_decision_with_its_standard_terms_passes():
    terms = some_terms(agreement=None, decision="DSR-2026-0001", standard_terms="ST-3")

    assert judged(terms).decision == "pass"


ROWS = [
    ({"max_rows": 2}, 2, []),
    ({"max_rows": 2}, 3, [("G04", (3,))]),
    ({"min_rows": 2}, 1, [("G04", ())]),
    ({}, 0, [("G04", ())]),
    ({"min_rows": 0}, 0, []),
]


@pytest.mark.parametrize(("scope", "rows", "expected"), ROWS)
def test_there_are_as_many_rows_as_were_agreed(scope, rows, expected):
    judgement = judged(some_terms(scope=scope), some_facts(rows=rows))

    assert [(each.check, each.rows) for each in judgement.findings] == expected


@pytest.mark.parametrize(("filled", "refused"), [(95, False), (94, True), (0, True), (100, False)])
def test_completeness_is_a_least_share(filled, refused):
    judgement = judged(some_terms(completeness={"ward": 0.95}), some_facts(rows=100, filled=filled))

    assert (refused_checks(judgement) == {"G03"}) is refused


@pytest.mark.parametrize("kind", sorted(HIDDEN))
def test_each_kind_of_hidden_content_weighs_what_it_should(kind):
    judgement = judged(facts=some_facts(hidden=[Hidden(kind=kind)]))

    severity = HIDDEN[kind][0]
    assert [(each.check, each.severity) for each in judgement.findings] == [("G11", severity)]
    assert (judgement.decision == "pass") is (severity is Severity.WARN)


def test_hidden_content_of_a_kind_nobody_thought_of_blocks():
    assert judged(facts=some_facts(hidden=[Hidden(kind="hologram")])).decision == "refuse"


SEVERITIES = [
    ([], "pass"),
    (["warn"], "pass"),
    (["warn", "review"], "pass_with_review"),
    (["warn", "review", "block"], "refuse"),
    (["block"], "refuse"),
]


@pytest.mark.parametrize(("severities", "decision"), SEVERITIES)
def test_the_worst_finding_decides(severities, decision):
    findings = tuple(found("G02", "r", "r", severity=Severity(each)) for each in severities)

    assert conclude(findings).decision == decision


@given(st.data())
def test_a_block_is_never_outweighed(data):
    checks = st.sampled_from([check.id for check in CHECKS])
    others = data.draw(
        st.lists(st.builds(lambda c, s: found(c, "r", "r", severity=s), checks, st.sampled_from(Severity)))
    )
    block = found(data.draw(checks), "r", "r", severity=Severity.BLOCK)

    judgement = conclude((*others, block))

    assert judgement.decision == "refuse"
    assert judgement.results[block.check] is Result.REFUSE


def test_every_probe_that_answers_has_words_for_it():
    terms = some_terms(
        schema={
            "fields": [
                {
                    "name": "referral_id",
                    "constraints": {"required": True, "unique": True, "pattern": "S", "enum": ["S"]},
                },
                {"name": "ward", "constraints": {"minLength": 1, "maxLength": 2}},
                {
                    "name": "referred_on",
                    "type": "date",
                    "constraints": {"minimum": "2026-01-01", "maximum": "2027-01-01"},
                },
            ],
            "foreignKeys": [{"fields": "ward", "reference": {"resource": "", "fields": "referral_id"}}],
        },
        freshness={"field": "referred_on", "max_age": "P1D"},
        scope={"period_field": "referred_on", "period_from": "2026-01-01"},
    )
    probes = plan(terms, COLUMNS, on=MONDAY)

    judgement = judged(terms, some_facts(), [(probe, Observation(count=1, rows=(2,))) for probe in probes])

    assert len(judgement.findings) == len(probes)
    assert all(finding.reason and finding.remedy and finding.rows == (2,) for finding in judgement.findings)
