"""Each of G01 to G18 alone keeps back, in the office, a file that all others let pass; a warning is told and passes.

What the file and its terms say is judged when it is brought; what only the office can say, when it is to go.
"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from builders.forked import forked_or_started
from builders.office_release import GOOD, agree, an_upload, somebody, the_agreement, the_release
from sharewell.decisions import approval
from sharewell.policy import rulebook
from sharewell.register.agreement import AgreementAction
from sharewell.register.card import Incident, Severity
from sharewell.release.checks import BY_ID, CHECKS
from sharewell_office.adapters import clock
from sharewell_office.decisions import store as decisions
from sharewell_office.register import demo
from sharewell_office.register import services as register_services
from sharewell_office.register import store as register
from sharewell_office.register.models.entry import Entry
from sharewell_office.release import services, vault

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SINGLED_OUT = {"quasi_identifiers": ["mobility_flag"], "k": 2}
STALE = {"field": "seen_on", "max_age": "P7D"}


def with_a_hidden_sheet():
    book = openpyxl.Workbook()
    book.properties.creator = ""
    for line in GOOD.decode().splitlines():
        book.active.append(line.split(","))
    book.create_sheet("more").sheet_state = "hidden"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def agreed(**changes):
    """The demonstration agreement with other words in it."""
    row = register.row(the_agreement())
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))


def with_a_day():
    schema = register.row(the_agreement()).schema
    agreed(schema={**schema, "fields": [*schema["fields"], {"name": "seen_on", "type": "date"}]})
    agree(freshness=STALE)


def dated(day):
    first, *rows = GOOD.decode().splitlines()
    return "\n".join([f"{first},seen_on", *(f"{row},{day}" for row in rows), ""]).encode()


def only_one_approved():
    agree(scope={"keys": "approved.csv"})
    services.keep_list(
        an_upload(b"referral_id\nSW1\n", "approved.csv"),
        authority=services.authority(the_agreement(), clock.today()),
        name="approved.csv",
        by=somebody(),
    )


# --- judged from the file and its terms -------------------------------------------------------------------------------
# check → what is agreed besides, the file, and what comes of the check
JUDGED = {
    "G01": (None, dated(""), "refuse"),
    "G02": (None, GOOD.replace(b",Y,", b",X,"), "refuse"),
    "G03": (
        lambda: agree(completeness={"risk_note": 0.9}),
        GOOD.replace(b"hoarding in the hall", b""),
        "refuse",
    ),
    "G04": (lambda: agreed(max_rows=1), GOOD, "refuse"),
    "G04 by people": (only_one_approved, GOOD, "refuse"),
    "G05": (None, GOOD.replace(b"hoarding", b"mail ann@example.org"), "refuse"),
    "G06": (None, GOOD.replace(b"hoarding", b"convicted of burglary"), "review"),
    "G07": (lambda: agree(disclosure=SINGLED_OUT), GOOD, "refuse"),
    "G08": (with_a_day, dated("2026-01-01"), "warn"),
    "G09": (None, GOOD.replace(b"SW2", b"SW1"), "refuse"),
    "G10": (lambda: agreed(retention=""), GOOD, "refuse"),
    "G11": (None, with_a_hidden_sheet(), "refuse"),
    "G18": (lambda: withhold("Raj Patel"), GOOD, "refuse"),
}
NOT_YET = [rulebook.NOT_IN_THIS_STATE.code, rulebook.GATE_PASSED.code]


def withhold(name):
    assert services.withhold(
        "home-visits", {"full_name": name}, because="objection", by=somebody("d1")
    ).permitted


def brought(content=GOOD, under=None, name="referrals.csv"):
    result = services.bring(an_upload(content, name), under=under or the_agreement(), by=somebody())
    assert not result.refusals, result.refusals
    return the_release(result.reference)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr("subprocess.Popen", forked_or_started)


@pytest.mark.parametrize("case", JUDGED)
def test_what_it_finds_in_the_file_alone_keeps_it_back(case):
    arrange, content, comes_to = JUDGED[case]
    if arrange:
        arrange()

    row = brought(content, name="referrals.xlsx" if case == "G11" else "referrals.csv")
    outcome = services.release(row.reference, by=somebody())

    results = {each["check"]: each["result"] for each in row.report["checks"]}
    assert {check: result for check, result in results.items() if result not in ("pass", "not_asked")} == {
        case[:3]: comes_to
    }
    assert [each.rule.code for each in outcome.refusals] == ([] if comes_to == "warn" else NOT_YET)


# --- judged where the register is, when the file is to go -------------------------------------------------------------
def overwrite(row):
    vault.file(row.sha256).write_bytes(GOOD.replace(b"Y", b"N"))


def unverify(row):
    party = register.party(demo.COUNCIL)
    register.save_party(replace(party, age_key_verified_on=None))


def suspend(row):
    register_services.take_step(
        the_agreement(),
        action=AgreementAction.SUSPEND,
        by=somebody("o2"),
        said=register_services.Said(reason="Paused."),
    )


def report_an_incident(row):
    register.save_incident(
        Incident(
            reference="INC-2026-0001", party=demo.COUNCIL, severity=Severity.HIGH, opened=date(2026, 2, 20)
        )
    )


ANSWERED = {
    "G12": overwrite,
    "G13": unverify,
    "G15": suspend,
    "G16": report_an_incident,
    "G18": lambda row: withhold("Ann Lee"),
}


@pytest.mark.parametrize("check", ANSWERED)
def test_what_changed_since_alone_keeps_back_a_file_that_was_ready(check):
    row = brought()
    assert services.answers(row)[check] == ()
    ANSWERED[check](row)

    outcome = services.release(row.reference, by=somebody())

    expected = {BY_ID[check].code} if check != "G15" else {rulebook.AUTHORITY_IN_FORCE.code}
    assert {each.rule.code for each in outcome.refusals} == expected


def test_what_leaves_for_law_enforcement_says_how_sure_it_is_and_whom_it_is_about():
    agreed(lawful_basis="DPA 2018 Part 3, section 35(2)(b)")
    row = brought()

    refused = services.release(row.reference, by=somebody())

    assert {each.rule.code for each in refused.refusals} == {BY_ID["G17"].code}


def test_so_it_does_when_it_goes_to_a_processor():
    survey = Entry.objects.get(register="processors", title="Survey of complainants")
    survey.answers["part3"] = "yes"
    survey.save(update_fields=["answers"])
    council, processor = register.party(demo.COUNCIL), register.party(survey.answers["party"])
    key = {"age_key": council.age_key, "age_key_verified_on": council.age_key_verified_on}
    register.save_party(replace(processor, **key))
    row = brought(b"invite_id,email\nI1,a@example.org\n", survey.reference, "invites.csv")

    refused = services.release(row.reference, by=somebody())
    services.note_quality(row.reference, accuracy="As reported.", categories=["victims"], by=somebody())
    noted = services.answers(the_release(row.reference))

    assert [each.rule.code for each in refused.refusals] == [BY_ID["G17"].code] * 2
    assert not any(noted.values())


def test_a_one_off_release_without_standard_terms_stays(monkeypatch):
    monkeypatch.setattr(approval, "STANDARD_TERMS", None)
    request = decisions.letting_leave_on(clock.today())[0]
    names = decisions.authority(request.reference, clock.today()).terms.schema.names

    row = brought(
        f"{','.join(names)}\n{','.join('x' for _ in names)}\n".encode(), request.reference, "extract.csv"
    )

    told = [each["check"] for each in row.report["checks"] if each["result"] == "refuse"]
    assert told == ["G14"]
    assert not services.release(row.reference, by=somebody()).permitted


def test_no_check_is_left_out():
    assert {case[:3] for case in JUDGED} | {*ANSWERED, "G14", "G17"} == {check.id for check in CHECKS}
