"""A day off that is proclaimed: on the page, on the record, and in every clock that is running."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from builders.office_survey import a_day, an_organisation, browser, chased, launched, told
from sharewell.vocabulary.working_days import working_days_after
from sharewell_office.adapters.clock import LONDON
from sharewell_office.adapters.jobs import run_due
from sharewell_office.assurance import models
from sharewell_office.decisions import models as decisions
from sharewell_office.decisions import services as answering
from sharewell_office.decisions.jobs import JOBS
from sharewell_office.ledger.store import entries
from sharewell_office.people.store import actor_by_id

pytestmark = pytest.mark.django_db
PAGE = "/working-days/"
JUBILEE = date(2026, 6, 19)


def send(browser, do: str, **given):
    return browser.post(PAGE, {"do": do, **{f"{do}-{name}": value for name, value in given.items()}})


def proclaim(browser, day: date = JUBILEE, why: str = "The jubilee."):
    return send(browser, "proclaim", why=why, **a_day("day", day))


def test_the_days_of_this_year_and_the_next_are_there_for_everybody_and_the_form_for_who_keeps_them(
    signed_in,
):
    handlers, keepers = signed_in("h1").get(PAGE).text, signed_in("k1").get(PAGE).text

    assert "Monday 25 May" in handlers
    assert "Days off in 2027" in handlers
    assert "Add a day that was proclaimed" in keepers
    assert "Add a day that was proclaimed" not in handlers


def test_a_proclaimed_day_is_shown_with_its_reason_recorded_and_taken_back(signed_in):
    keeper = signed_in("k1")

    proclaim(keeper)
    shown = keeper.get(PAGE).text
    send(keeper, "take_back", day=JUBILEE.isoformat(), why="It was moved.")

    assert "Friday 19 June" in shown
    assert "The jubilee." in shown
    assert "Friday 19 June" not in keeper.get(PAGE).text.partition("What happened")[0]
    kinds = [each.kind for each in entries(about="working-days")]
    assert kinds == ["holiday.taken_back", "holiday.proclaimed"]


@pytest.mark.parametrize(
    ("who", "day", "why", "status"),
    [
        ("h1", JUBILEE, "The jubilee.", 403),
        ("k1", date(2026, 2, 27), "Too late.", 403),
        ("k1", date(2026, 6, 20), "A Saturday.", 403),
        ("k1", JUBILEE, "", 400),
    ],
)
def test_it_is_refused_with_the_reason_and_nothing_is_kept(signed_in, who, day, why, status):
    answer = proclaim(signed_in(who), day, why)

    assert answer.status_code == status
    assert entries(about="working-days") == []


@pytest.mark.requirement("WMFS-2.2c")
def test_a_running_survey_moves_with_it_and_so_does_its_ladder(at):
    with at("2026-06-01T09:00"):
        an_organisation("HR", "Estates")
        reference = launched()
        before = models.Survey.objects.get().due
        proclaim(browser("k1"))

    for day in ("2026-06-15", "2026-06-16"):
        with at(f"{day}T08:00"):
            chased(datetime.now(LONDON))
            if day == "2026-06-15":
                reminded_early = told("hr-respondent").count("survey-reminder")

    rows = models.Return.objects.all()
    assert (before, models.Survey.objects.get().due) == (date(2026, 6, 22), date(2026, 6, 23))
    assert {(row.first_due, row.due) for row in rows} == {(date(2026, 6, 22), date(2026, 6, 23))}
    # Ten working days after the launch is the 15th: the jubilee lies after it, and only the later rungs move.
    assert (reminded_early, told("hr-respondent").count("survey-reminder")) == (1, 1)
    with at("2026-06-23T08:00"):
        chased(datetime.now(LONDON))
        assert told("hr-deputy") == []
    with at("2026-06-24T08:00"):
        chased(datetime.now(LONDON))
        assert told("hr-deputy") == ["survey-overdue"]
    assert [each.kind for each in entries(about=reference)].count("survey.due_moved") == 1


@pytest.mark.requirement("OPCC-2.2a")
def test_what_was_handed_on_moves_with_it_and_is_decided_in_time_by_the_same_days(signed_in, at):
    request = decisions.Request.objects.get(title="Home visits in Mill Road").reference
    handler = signed_in("h1")

    def due_at_home() -> set[date]:
        return {each.due for each in handler.get("/").context["items"] if each.reference == request}

    before = due_at_home()

    proclaim(signed_in("k1"), date(2026, 3, 6), "The jubilee.")
    moved = due_at_home()
    answering.answer(
        request, stage="S0", answers={"S0.5": "foi"}, facts={}, by=actor_by_id("h1", date(2026, 3, 2))
    )
    handler.post(f"/requests/{request}/close/", {})
    closed = the_hand_off(request).due
    proclaim(signed_in("k1"), date(2026, 3, 20), "A day of mourning.")
    with at("2026-03-03T01:00"):
        run_due(datetime.now(LONDON), jobs=JOBS)

    assert moved == {working_days_after(day, 1, frozenset()) for day in before}
    # Twenty working days after 2 March are the 30th; with the 6th off the 31st, with the 20th off 1 April.
    assert (closed, the_hand_off(request).due) == (date(2026, 3, 31), date(2026, 4, 1))
    assert "hand_off.due_moved" in [each.kind for each in entries(about=request)]


def the_hand_off(request: str):
    return answering.read(request).hand_off
