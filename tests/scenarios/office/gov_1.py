"""GOV-1: an organisation-wide audit of sharing that gets a poor response, chases itself, and finds what nobody agreed.

The scenario has no register keeper among its actors, so h1, who launches, holds that post as well.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime

from django.urls import reverse

from builders.office_survey import an_organisation, browser, declare, launched, sign
from scenarios.play import Play
from scenarios.scene import LONDON
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.jobs import run_due
from sharewell_office.assurance.jobs import JOBS
from sharewell_office.assurance.models import FlowCase
from sharewell_office.ledger import models as ledger
from sharewell_office.people import store as people

from .world import refused

play = Play("GOV-1")


class Survey:
    """The survey on its way, the clock, and what its page said on the days that the scenario asks about."""

    def __init__(self) -> None:
        self.began = ledger.Leaf.objects.count()
        self.clock, self.reference = ExitStack(), ""
        self.rates: dict[str, float] = {}

    def at(self, moment: datetime) -> None:
        self.clock.close()
        self.clock.enter_context(clock.set_to(moment))

    def page(self, by="h1"):
        return browser(by).get(reverse("assurance:survey", args=[self.reference])).context

    def rate(self, day: str) -> None:
        self.rates[day] = float(self.page()["everything"].rate)

    def chase(self, at: datetime) -> dict[str, object]:
        """The job runs at eight that morning; what the survey's page says it did."""
        run_due(at.replace(hour=8), jobs=JOBS)
        self.at(at.replace(hour=9))
        says, _, teams = self.page()["story"][0].title.partition("): ")
        return {"result": "ok", "level": says.rpartition("(")[2], "to": teams.split(", ")}


def begin(scenario):
    world = Survey()
    people.change("h1", posts=[Role.HANDLER, Role.REGISTER_KEEPER])
    an_organisation(*scenario.given["teams"], by="h1")
    return world


@play.step(1)
def launch(world, step):
    world.at(step.at)
    world.reference = launched(by="h1")
    due = world.page()["survey"].due
    world.at(datetime(2026, 6, 10, 12, tzinfo=LONDON))
    sign("Control", nil=True)
    sign("Protection", nil=True)
    return {"result": "ok", "due": due}


@play.step(2)
def level_1(world, step):
    return world.chase(step.at)


@play.step(3)
def level_2(world, step):
    world.at(datetime(2026, 6, 18, 12, tzinfo=LONDON))
    declare("Prevention", where="inside", other="Protection", agreed="no")
    sign("Prevention")
    world.at(datetime(2026, 6, 22, 23, 59, tzinfo=LONDON))
    world.rate("2026-06-22")
    return world.chase(step.at)


@play.step(4)
def level_3(world, step):
    return world.chase(step.at)


@play.step(5)
def youth_signs_a_nil_return(world, step):
    world.at(step.at.replace(hour=12))
    before = world.page()["everything"].responded
    answer = sign("Youth", nil=True)
    counts = world.page()["everything"].responded == before + 1
    return {
        "result": "ok" if not refused(answer) else "block",
        "counts_as": "response" if counts else "silence",
    }


@play.step(6)
def level_4(world, step):
    return world.chase(step.at)


@play.step(7)
def hr_declares_what_nobody_agreed(world, step):
    world.at(step.at.replace(hour=12))
    declare(
        "HR",
        data="Absence spreadsheet",
        how_often="monthly",
        other="Northshire Mutual Insurance",
        agreed="no",
    )
    answer = sign("HR")
    return {
        "result": "finding" if answer.status_code == 200 else "block",
        "codes": [each.rule.code for each in answer.context["flags"]],
        "opens": _opened(
            browser("h1").get(reverse("assurance:case", args=[FlowCase.objects.get().reference]))
        ),
    }


def _opened(page) -> str:
    """What the page of the case says was opened, in the scenario's words."""
    found, review = page.context["found"], page.context["review"]
    action = browser("h1").get(reverse("assurance:action", args=[review, found.row.action])).context["action"]
    route, stage = found.case.route
    acts = "action with officer and due date" if action.officers and action.due else "no action"
    held = found.state.value == "paused" or (found.state.value == "interim" and found.until)
    stands = "sharing paused or interim authority with end date" if held else "sharing goes on"
    return f"case {route} {stage}, {acts}, {stands}"


@play.step(8)
def level_5(world, step):
    came = world.chase(step.at)
    world.rate("2026-07-14")
    listed = browser("c1").get(reverse("assurance:survey-silent", args=[world.reference])).context["rows"]
    assert [each["row"].name for each in listed] == came["to"]
    return came


@play.ends
def in_the_end(world):
    return {
        "response_rate_on": world.rates,
        "unregistered_flows": len(world.page()["cases"]),
        "log_events": list(ledger.Leaf.objects.order_by("pk").values_list("kind", flat=True))[world.began :],
    }


@play.never(1)
def silence_counted_as_a_nil_return(world):
    page = world.page()
    silent = browser("h1").get(reverse("assurance:survey-silent", args=[world.reference])).context["rows"]
    return page["everything"].nil != 3 or [each["row"].name for each in silent] != ["Estates"]
