"""Assurance for programs: the same figures, lists and steps as on screen, and the same refusals."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from builders.office_survey import an_organisation, sign
from sharewell.assurance.redraw import problems, read
from sharewell_office.assurance.actions.services import opening
from sharewell_office.ledger.services import record

A_QUARTER = {"first": "2026-01-01", "last": "2026-03-31"}


def test_a_survey_is_launched_and_its_answers_counted(program):
    an_organisation("HR", "Estates")
    keeper = program("k1")

    launched = keeper.post("/surveys", {"title": "What we share"})
    reference = launched.json()["reference"]
    sign("HR", nil=True)
    told = program("h1").get(f"/surveys/{reference}").json()

    assert launched.status_code == 201
    assert (told["everything"]["asked"], told["everything"]["responded"], told["everything"]["nil"]) == (
        2,
        1,
        1,
    )
    assert told["silent"] == ["Estates"]
    assert [each["reference"] for each in keeper.get("/surveys").json()["items"]] == [reference]


@pytest.mark.requirement("OPCC-8.2b")
def test_a_sample_is_drawn_by_a_program_and_drawn_again_from_what_it_is_given(program):
    reference = program("a1").post("/samples", A_QUARTER).json()["reference"]

    told = program("h1").get(f"/samples/{reference}").json()

    assert list(problems(read(told["published"]))) == []
    assert told["drawn"] == len(told["published"]["drawn"])
    assert told["proves"]["deviations"] == 0


def test_the_tracker_is_read_and_worked_on(program):
    given = {"review": "Found", "area": "Mending", "text": "Mend it.", "officers": ["h1"], "by": "system"}
    with transaction.atomic():
        opened = opening(due=date(2026, 4, 1), **given)
        record([opened.event], save=opened.save)
    officer = program("h1")
    [listed] = officer.get("/reviews").json()["items"]
    steps = f"/reviews/{listed['reference']}/actions/1.1/steps"

    moved = officer.post(steps, {"step": "due_moved", "text": "Later.", "due": "2026-05-01"})
    closed = officer.post(steps, {"step": "closed", "text": "It is mended."})

    [action] = officer.get(f"/reviews/{listed['reference']}").json()["actions"]
    assert (moved.status_code, closed.status_code) == (403, 201)
    assert (action["state"], action["due"]) == ("Closed 02.03.26", "2026-04-01")
    assert [each["text"] for each in action["updates"]] == ["It is mended."]


def test_the_boards_figures_say_what_they_count_and_why_one_is_not_measured(program):
    told = program("c1").get("/figures").json()

    assert (told["first"], told["last"]) == ("2026-01-01", "2026-03-31")
    assert [each["id"] for each in told["figures"]] == [f"k{number:02}" for number in range(1, 22)]
    assert all(each["definition"] for each in told["figures"])
    assert all(each["why_not"] for each in told["figures"] if each["counted"] is None)


@pytest.mark.parametrize(
    ("who", "path", "body"), [("h1", "/surveys", {"title": "Mine"}), ("h1", "/samples", A_QUARTER)]
)
def test_what_is_not_theirs_is_refused_with_the_rule(program, who, path, body):
    answer = program(who).post(path, body)

    assert answer.status_code == 403
    assert answer.json()["refusals"][0]["code"]


@pytest.mark.parametrize("path", ["/surveys/SUR-0", "/samples/SAM-0", "/reviews/REV-0"])
def test_what_is_not_there_is_404(program, path):
    assert program("h1").get(path).status_code == 404
