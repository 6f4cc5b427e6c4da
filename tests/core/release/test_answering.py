"""What `check` leaves not asked is answered in the office: each check alone keeps a file back that all others pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from builders.release import MONDAY, some_terms
from sharewell.register.authority import Authority, AuthorityKind
from sharewell.register.card import Duty, DutyKind, Incident, Severity
from sharewell.register.party import Party
from sharewell.release.answering import ANSWERED, answers, results
from sharewell.release.checks import CHECKS
from sharewell.release.outgoing import Digests, IncidentDecision, Quality, Release, Status, Today

AUTHORITY = Authority(
    kind=AuthorityKind.AGREEMENT,
    reference="ISA-2026-0007",
    recipient="ORG-0001",
    data_set="home-visits",
    terms=some_terms(),
)
DIGESTS = Digests(plan="p", file="f", report="r")
RELEASE = Release(
    reference="REL-2026-0001",
    status=Status.READY,
    authority="ISA-2026-0007",
    file_name="file.csv",
    rows=2,
    terms_sha256="t",
    prepared_by="h1",
    digests=DIGESTS,
    data_set="home-visits",
    fields=frozenset({"referral_id", "ward"}),
)
TODAY = Today(
    on=MONDAY,
    at=datetime(2026, 6, 1, 9, tzinfo=UTC),
    authority=AUTHORITY,
    terms_sha256="t",
    party=Party(reference="ORG-0001", name="Council", age_key="age1", age_key_verified_on=MONDAY),
    digests=DIGESTS,
)


def an_incident(**changes):
    incident = Incident(
        reference="INC-2026-0001", party="ORG-0001", severity=Severity.HIGH, opened=date(2026, 5, 1)
    )
    return replace(incident, **changes)


def refused(release=RELEASE, **changes):
    found = answers(release, replace(TODAY, **changes))
    return [check for check, refusals in found.items() if refusals]


def test_every_check_of_the_office_is_answered_and_a_right_file_passes_them_all():
    assert set(ANSWERED) == {check.id for check in CHECKS if check.asked == "office"} | {"G07", "G18"}
    assert refused() == []
    assert refused(authority=replace(AUTHORITY, only_file=DIGESTS.file)) == []


LAW = replace(AUTHORITY, law_enforcement=True)
OWED = Duty(
    reference="DUT-1",
    party="ORG-0001",
    kind=DutyKind.CERTIFICATE,
    due=date(2026, 5, 1),
    about="REL-2026-0000",
)
ALONE = [
    ("G07", {"compared_with": ("REL-2026-0009",)}),
    ("G12", {"digests": replace(DIGESTS, file="x")}),
    ("G12", {"digests": replace(DIGESTS, plan="x")}),
    ("G12", {"digests": replace(DIGESTS, report="x")}),
    ("G13", {"party": None}),
    ("G13", {"party": replace(TODAY.party, age_key_verified_on=None)}),
    ("G15", {"authority": None}),
    ("G15", {"terms_sha256": "x"}),
    ("G15", {"authority": replace(AUTHORITY, only_file="another")}),
    ("G16", {"incidents": (an_incident(),)}),
    ("G16", {"incidents": (an_incident(severity=Severity.VERY_HIGH),)}),
    ("G16", {"overdue": (OWED,)}),
    ("G17", {"authority": LAW}),
    ("G18", {"withheld_sha256": "w"}),
    ("G18", {"withheld_sha256": "w", "withheld_by": ("nhs_number",)}),
]


@pytest.mark.parametrize(("check", "changes"), ALONE)
def test_each_alone_keeps_back_a_file_that_all_the_others_pass(check, changes):
    assert refused(**changes) == [check]


@pytest.mark.parametrize("severity", [Severity.LOW, Severity.MEDIUM])
def test_an_incident_that_is_not_serious_does_not_stop_a_file(severity):
    assert refused(incidents=(an_incident(severity=severity),)) == []


DECIDED = IncidentDecision(
    reference="CED-2026-0001",
    incident="INC-2026-0001",
    authority="ISA-2026-0007",
    conditions=("Encrypted to the new key only.",),
    by="c1",
    valid_until=MONDAY,
)
DECISIONS = [
    (DECIDED, []),
    (replace(DECIDED, incident="INC-2026-0002"), ["G16"]),
    (replace(DECIDED, authority="ISA-2026-0001"), ["G16"]),
    (replace(DECIDED, valid_until=MONDAY - timedelta(days=1)), ["G16"]),
]


@pytest.mark.parametrize(("decision", "expected"), DECISIONS)
def test_the_chief_executive_decides_about_one_incident_one_authority_and_until_a_day(decision, expected):
    assert refused(incidents=(an_incident(),), decisions=(decision,)) == expected


def test_nobody_decides_that_an_overdue_duty_does_not_count():
    assert refused(incidents=(an_incident(),), overdue=(OWED,), decisions=(DECIDED,)) == ["G16"]


QUALITY = [
    (Quality(), 2),
    (Quality(accuracy="Checked on 1 June; column 3 is opinion."), 1),
    (Quality(categories=("victims",)), 1),
    (Quality(accuracy="Checked.", categories=("victims",)), 0),
    (Quality(accuracy="  ", categories=("victims",)), 1),
]


@pytest.mark.parametrize(("quality", "count"), QUALITY)
def test_data_under_part_3_say_how_sure_they_are_and_whom_they_are_about(quality, count):
    found = answers(replace(RELEASE, quality=quality), replace(TODAY, authority=LAW))

    assert len(found["G17"]) == count


def test_a_list_that_was_compared_and_did_not_change_is_an_answer():
    compared = replace(RELEASE, withheld_sha256="w")

    assert refused(compared, withheld_sha256="w", withheld_by=("ward",)) == []
    assert refused(compared) == ["G18"]


def test_a_report_shows_the_office_s_answers_in_the_place_of_what_was_not_asked():
    reported = [{"check": "G01", "result": "pass"}, {"check": "G13", "result": "not_asked"}]

    assert results(reported, {"G13": ()})[1] == {"check": "G13", "result": "pass", "judged": "office"}
    refusals = answers(RELEASE, replace(TODAY, party=None))
    assert results(reported, refusals)[1]["result"] == "refuse"
    assert results(reported, refusals)[0] == reported[0]
