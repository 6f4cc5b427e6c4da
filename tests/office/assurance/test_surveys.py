"""The survey through the office: launched, answered page by page, chased, and what nobody agreed to settled."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from builders.office_survey import (
    a_day,
    a_table,
    an_organisation,
    browser,
    chased,
    declare,
    launched,
    of,
    return_of,
    sign,
    told,
)
from builders.survey import a_flow
from sharewell.cli import main
from sharewell_office.adapters.clock import LONDON
from sharewell_office.assurance import models
from sharewell_office.assurance.survey import store
from sharewell_office.assurance.survey.services import settling
from sharewell_office.decisions import models as decisions
from sharewell_office.ledger.models import Message
from sharewell_office.ledger.store import entries
from sharewell_office.people.models import User

pytestmark = pytest.mark.django_db


def page(by: str, name: str, *args: object):
    return browser(by).get(reverse(f"assurance:{name}", args=args))


def send(by: str, view: str, /, *args: object, **data: object):
    return browser(by).post(reverse(f"assurance:{view}", args=args), data)


@pytest.fixture
def survey(at):
    """Two teams, asked on 1 June 2026."""
    with at("2026-06-01T09:00"):
        an_organisation("HR", "Estates")
        yield launched()


# --- the teams, and the launch ----------------------------------------------------------------------------------------
def test_teams_go_in_and_out_by_command_and_nothing_changes_the_second_time(tmp_path, capsys):
    an_organisation("HR", "Estates")
    models.Team.objects.all().delete()
    file, out = tmp_path / "teams.csv", tmp_path / "out.csv"
    file.write_bytes(a_table(["HR", "Nowhere", "Estates"]))

    def run(*words: object) -> tuple[int, dict[str, object]]:
        status = main(["import", "teams", *map(str, words), "--json"])
        return status, json.loads(capsys.readouterr().out)

    tried = run(file, "--dry-run")
    before = models.Team.objects.count()
    first, second = run(file), run(file)
    main(["export", "teams", "--out", str(out)])
    capsys.readouterr()
    back = run(out)

    assert (tried[1]["counts"]["created"], before) == (2, 0)
    assert (first[0], first[1]["counts"]) == (1, {"created": 2, "updated": 0, "unchanged": 0, "refused": 1})
    assert [(each["row"], each["result"]) for each in first[1]["rows"]] == [
        (1, "created"), (2, "refused"), (3, "created")
    ]  # fmt: skip
    assert second[1]["counts"]["unchanged"] == 2
    assert (back[0], back[1]["counts"]) == (0, {"created": 0, "updated": 0, "unchanged": 2, "refused": 0})


def test_a_file_that_is_no_table_of_teams_is_told_in_one_line_and_nothing_is_written(tmp_path, capsys):
    before = models.Team.objects.count()
    file = tmp_path / "teams.csv"
    file.write_text("colour\nred\n")

    status = main(["import", "teams", str(file), "--json"])

    said = capsys.readouterr()
    assert (status, said.out, said.err.count("\n")) == (2, "", 1)
    assert models.Team.objects.count() == before


def test_an_office_without_teams_is_told_what_comes_first():
    models.Team.objects.all().delete()

    keeper, handler = page("k1", "surveys").text, page("h1", "surveys").text
    launch, teams = page("k1", "launch").text, page("k1", "teams").text

    assert "Take over the teams" in keeper
    assert "Launch a survey" not in keeper
    assert "The register keeper takes them over" in handler
    assert "It cannot be launched yet" in launch
    assert "take them over from a table below, or add them one by one" in teams


@pytest.mark.requirement("WMFS-2.2a")
def test_a_team_whose_people_are_not_here_is_refused_by_row_and_the_others_are_in():
    an_organisation("HR")
    sheet = SimpleUploadedFile("teams.csv", a_table(["HR", "Nowhere"]))

    report = browser("k1").post(reverse("assurance:teams"), {"file": sheet}).context["report"]

    assert (report.counts["unchanged"], report.counts["refused"]) == (1, 1)
    assert "nobody here as its respondent" in report.rows[1].refusals[0]["reason"]


def test_a_team_is_kept_on_screen_by_who_keeps_the_register():
    an_organisation("HR")
    typed = {"name": "Payroll", "service": "Corporate", "respondent": "hr-deputy@northshire.example",
             "deputy": "Hr-Respondent Example", "manager": "mona", "head": "hal", "director": "dora"}  # fmt: skip

    refused = send("h1", "team-new", **typed)
    kept = send("k1", "team-new", **typed)

    assert (refused.status_code, kept.status_code) == (403, 302)
    assert models.Team.objects.get(name="Payroll").respondent == "hr-deputy"


@pytest.mark.parametrize(("username", "may"), [("k1", True), ("d1", True), ("h1", False), ("o1", False)])
def test_who_may_launch(username, may):
    an_organisation("HR")

    answer = send(username, "launch", title="What we share")

    assert (answer.status_code == 302) is may
    assert models.Survey.objects.exists() is may


@pytest.mark.requirement("WMFS-2.2a")
def test_nobody_is_asked_while_a_team_has_nobody_to_answer():
    an_organisation("HR", "Estates")
    User.objects.filter(username=of("HR", "deputy")).update(is_active=False)

    answer = send("k1", "launch", title="What we share")

    assert [(each.rule.code, each.where) for each in answer.context["refusals"]] == [("SU_ROSTER", "HR")]
    assert not models.Return.objects.exists()


@pytest.mark.requirement("WMFS-2.2a")
def test_every_respondent_is_invited_once_and_finds_it_in_their_work(survey):
    person = of("HR", "respondent")

    assert told(person) == ["survey-asked"]
    assert "Say what your team shares, and sign it" in browser(person).get("/").text
    assert page(person, "survey-mine", survey).url == reverse("assurance:return", args=[return_of("HR")])
    assert send("k1", "launch", title="Again").status_code == 403


# --- answering --------------------------------------------------------------------------------------------------------
@pytest.mark.requirement("WMFS-2.0b")
def test_a_return_is_written_page_by_page_kept_on_the_way_and_signed(survey):
    person, reference = of("HR", "respondent"), return_of("HR")
    first = browser(person).post(reverse("assurance:flow-new", args=[reference])).url
    home = browser(person).post(first, {"data": "Absence records", "return": "yes"}).url

    shown = browser(person).get(home).text
    early = send(person, "return-sign", reference, confirmed="on")
    declare("HR", where="inside", other="Payroll")
    send(person, "flow-drop", reference, 1)
    unsigned = send(person, "return-sign", reference)
    signed = send(person, "return-sign", reference, confirmed="on")

    assert "Absence records" in shown
    assert "To be finished" in shown
    assert [each.rule.code for each in early.context["refusals"]] == ["SU_WHOLE"]
    assert [each.rule.code for each in unsigned.context["refusals"]] == ["SU_SIGNED"]
    assert (signed.status_code, models.Return.objects.get(name="HR").standing) == (200, "answered")
    assert "Inside the organisation" in page(person, "return", reference).text


@pytest.mark.requirement("WMFS-2.2a")
@pytest.mark.parametrize("who", ["k1", "mona", of("Estates", "respondent")])
def test_nobody_answers_for_a_team_that_is_not_theirs(survey, who):
    answer = sign("HR", nil=True, by=who)

    assert [each.rule.code for each in answer.context["refusals"]] == ["SU_TEAM_ANSWERS"]
    assert models.Return.objects.get(name="HR").standing == "silent"


@pytest.mark.requirement("WMFS-2.2a")
def test_who_is_asked_delegates_or_says_that_it_is_somebody_else(survey):
    person, reference = of("HR", "respondent"), return_of("HR")

    send(person, "return-delegate", reference, to="h1")
    send(person, "return-not-me", reference, why="I moved to Estates.")
    signed = sign("HR", nil=True, by="h1")

    row = models.Return.objects.get(name="HR")
    assert (row.respondent, row.delegates, row.signed_by) == (of("HR", "deputy"), ["h1"], "h1")
    assert (told("h1"), told(of("HR", "deputy"))) == (["survey-asked"], ["survey-asked"])
    assert signed.status_code == 200


@pytest.mark.requirement("WMFS-0.2")
def test_the_line_gives_more_time_and_the_first_day_stays_visible(survey):
    refused = send(
        of("HR", "respondent"), "return-time", return_of("HR"), why="Busy.", **a_day("to", date(2026, 7, 1))
    )
    send("mona", "return-time", return_of("HR"), why="Half of us are ill.", **a_day("to", date(2026, 7, 1)))

    assert refused.status_code == 403
    assert "first due 22 June 2026" in page("mona", "survey-line", survey).text


def test_a_team_that_is_split_off_is_asked_and_one_that_is_merged_is_answered_for(survey):
    typed = dict.fromkeys(("manager", "head", "director"), "mona") | {"respondent": "h1", "deputy": "h2"}

    send("k1", "team-new", name="Payroll", **typed)
    send("k1", "return-merge", return_of("HR"), into="Payroll")
    send("k1", "team-ended", models.Team.objects.get(name="HR").reference)

    assert told("h1") == ["survey-asked"]
    assert {row.name: row.standing for row in models.Return.objects.all()} == {
        "HR": "merged", "Estates": "silent", "Payroll": "silent",
    }  # fmt: skip
    assert [each.name for each in store.standing_teams()] == ["Estates", "Payroll"]


# --- the chase --------------------------------------------------------------------------------------------------------
@pytest.mark.requirement("WMFS-2.2c")
def test_a_job_that_runs_late_and_twice_tells_each_person_once_of_the_highest_rung(survey, at):
    sign("Estates", nil=True)

    with at("2026-07-01T08:00"):  # after the day of the third rung; nothing ran before
        chased(datetime.now(LONDON))
        chased(datetime.now(LONDON))

    assert told(of("HR", "respondent")) == ["survey-asked", "survey-overdue"]
    assert told(of("HR", "deputy")) == ["survey-overdue"]
    assert (told("mona"), told("hal")) == (["survey-escalated"], [])
    assert told(of("Estates", "respondent")) == ["survey-asked"]
    kinds = [each.kind for each in reversed(entries(about=survey))]
    assert kinds == ["survey.launched", "survey.reminded", "survey.reminded", "survey.escalated"]


def test_what_a_leaver_had_is_handed_on_before_anybody_is_chased(survey, at):
    User.objects.filter(username=of("HR", "respondent")).update(is_active=False)

    with at("2026-06-15T08:00"):
        chased(datetime.now(LONDON))

    assert models.Return.objects.get(name="HR").respondent == of("HR", "deputy")
    assert told(of("HR", "deputy")) == ["survey-asked", "survey-reminder"]


@pytest.mark.requirement("WMFS-2.2c")
def test_the_manager_finds_the_silent_teams_in_their_work_and_sees_what_comes_next(survey, at):
    with at("2026-06-30T08:00"):
        chased(datetime.now(LONDON))

        assert "2 of your teams have not answered" in browser("mona").get("/").text
        assert "7 July 2026: Told the head of service" in page("mona", "survey-line", survey).text
        assert "Nobody is to be chased" not in page("c1", "survey-silent", survey).text


def test_a_closed_survey_chases_nobody(survey, at):
    send("k1", "survey-close", survey)

    with at("2026-07-14T08:00"):
        chased(datetime.now(LONDON))

    assert set(Message.objects.filter(about=survey).values_list("template", flat=True)) == {"survey-asked"}


# --- what nobody agreed to --------------------------------------------------------------------------------------------
@pytest.fixture
def case(survey):
    declare("HR")
    sign("HR")
    return models.FlowCase.objects.get()


def state(reference: str) -> str:
    return settling.standing(reference).state.value


@pytest.mark.requirement("WMFS-2.0c")
def test_what_nobody_agreed_is_paused_with_an_action_and_its_stop_closes_both(case):
    action = models.Action.objects.get()

    assert (state(case.reference), action.due) == ("paused", date(2026, 7, 1))
    assert set(action.officers) == {of("HR", "respondent"), "mona"}
    assert "flow-unregistered" in told("k1")

    send(
        of("HR", "respondent"),
        "case",
        case.reference,
        do="stop",
        **{"stop-why": "The insurer gets totals only."},
    )

    action.refresh_from_db()
    assert (state(case.reference), action.closed_on) == ("stopped", date(2026, 6, 1))


@pytest.mark.requirement("WMFS-2.0c")
def test_interim_authority_is_a_one_off_request_and_paused_until_it_is_approved(case, at):
    given = {"do": "interim", "interim-recipient": "ORG-0001", "interim-data_set": "complaints"}

    by_the_team = send(of("HR", "respondent"), "case", case.reference, **given)
    send("h1", "case", case.reference, **given)

    asked = decisions.Request.objects.get(reference=models.FlowCase.objects.get().request)
    assert by_the_team.status_code == 403
    assert (asked.status, asked.requested_by, asked.channel) == ("draft", "h1", "internal")
    assert a_flow()["data"] in asked.asked
    assert state(case.reference) == "paused"

    approved(asked, until=date(2026, 6, 20))

    assert state(case.reference) == "interim"
    assert "until 20 June 2026" in page("k1", "case", case.reference).text
    with at("2026-06-21T09:00"):
        assert state(case.reference) == "paused"


def approved(request, *, until: date) -> None:
    """As the flow leaves it once its owner has approved it (S0 to S12 are played in the scenarios of decisions)."""
    now = datetime(2026, 6, 1, 12, tzinfo=LONDON)
    decisions.Decision.objects.create(
        request=request, outcome="approve", by="o1", at=now, reasons="For now.", valid_until=until,
        policy_version="-", policy_digest="-",
    )  # fmt: skip
    decisions.Request.objects.filter(pk=request.pk).update(status="approved", finished_at=now)


@pytest.mark.requirement("WMFS-2.0c")
def test_a_draft_covers_nothing_and_only_the_keeper_says_what_does(case):
    send("k1", "case", case.reference, do="draft")
    drafted = models.FlowCase.objects.get().agreement

    refused = send("k1", "case", case.reference, do="cover", **{"cover-agreement": drafted})

    assert drafted.startswith("ISA-")
    assert [each.rule.code for each in refused.context["refusals"]] == ["FLOW_UNREGISTERED"]
    assert state(case.reference) == "paused"


# --- the report -------------------------------------------------------------------------------------------------------
@pytest.mark.requirement("WMFS-2.0b")
def test_the_report_says_what_is_shared_inside_as_well_as_outside(survey):
    declare("HR")
    declare("HR", data="Rotas", where="inside", other="Control", agreed="unknown")
    sign("HR")

    shown = page("c1", "survey", survey)
    table = b"".join(page("c1", "survey-report", survey, "csv").streaming_content).decode()

    assert (shown.context["everything"].inside, shown.context["everything"].outside) == (1, 1)
    assert "Half answered" in shown.text  # said in words, not by colour alone
    assert all(words in table for words in ("Absence records", "Rotas", "No agreement"))
    assert page("c1", "survey-report", survey, "pdf").content.startswith(b"%PDF")
    assert page("c1", "survey-report", survey, "docx").content.startswith(b"PK")


def test_the_map_shows_each_team_and_how_far_its_silence_has_gone(survey, at):
    sign("Estates", nil=True)

    with at("2026-06-30T08:00"):
        chased(datetime.now(LONDON))

        told = page("c1", "survey", survey).text
    assert "Estates: nil return, signed" in told
    assert "HR: no answer, told the middle manager" in told
