"""Two take the same step at the same moment: one does it, and the other hears why it is not theirs to do any more."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from builders.office_aftercare import held
from builders.office_release import somebody
from sharewell.aftercare.corrections import Change
from sharewell.aftercare.incidents import Decisions, Kind, Report, Whose
from sharewell.aftercare.retention import Certificate, Method
from sharewell.aftercare.severity import Inputs
from sharewell.policy import rulebook
from sharewell_office.adapters import clock
from sharewell_office.aftercare.corrections import services as corrections
from sharewell_office.aftercare.incidents import services as incidents
from sharewell_office.aftercare.models import Notice, Question
from sharewell_office.aftercare.retention import services as retention
from sharewell_office.ledger import models as ledger
from sharewell_office.register import demo

pytestmark = pytest.mark.django_db

GONE = Certificate(
    copies="One folder", method=Method.PURGE, standard="NIST SP 800-88", destroyed_on=date(2026, 3, 2),
    name="Rhea Castell", post="Manager", signed=True,
)  # fmt: skip
NOBODY_TOLD = Decisions(regulator=False, regulator_why="Encrypted", people=False, people_why="Unreadable")
SEVERE = Inputs(context=4, identification=1, circumstances=0.25)


def reported():
    said = Report(party=demo.COUNCIL, kind=Kind.POTENTIAL, occurred_at=clock.now(), what="A laptop was lost")
    return incidents.report(said, by=somebody("d1"))[0]


def asked():
    reference = reported()
    incidents.ask(reference, what="Was it encrypted?", due=date(2026, 3, 4), by=somebody("d1"))
    return Question.objects.get().pk


def decided():
    reference = reported()
    incidents.assess(reference, SEVERE, aware_at=clock.now(), whose=Whose.THEIRS, by=somebody("d1"))
    incidents.settle(reference, NOBODY_TOLD, by=somebody("d1"))
    return reference


def told():
    held("SW1")
    corrections.notify(Change.ERASED, {"identifier": "SW1"}, says="Delete it", by=somebody("d1"))
    return Notice.objects.get().pk


def on_hold():
    reference = held()
    retention.hold(reference, reason="An inquiry", by=somebody("d1"))
    return reference


# What there is, the step that two take, and the room in which the second of them comes to write it down too late.
STEPS = {
    "retention.certified": (held, retention, lambda it: retention.certify(it, GONE, by=somebody("h1"))),
    "retention.held": (
        held,
        retention,
        lambda it: retention.hold(it, reason="An inquiry", by=somebody("d1")),
    ),
    "retention.hold_lifted": (on_hold, retention, lambda it: retention.lift(it, by=somebody("d1"))),
    "correction.acknowledged": (
        told,
        corrections,
        lambda it: corrections.acknowledge(it, name="R C", post="Manager", done=True, by=somebody("h1")),
    ),
    "incident.cooperation": (
        asked,
        incidents,
        lambda it: incidents.answer(it, says="It was", by=somebody("d1")),
    ),
    "incident.closed": (
        decided,
        incidents,
        lambda it: incidents.close(it, why="Found again", by=somebody("d1")),
    ),
}


def just_before(monkeypatch, room, happens):
    """Somebody else is quicker by that much: what `happens` is on the record when we come to write ours."""
    record = room.record

    def late(*given, **named):
        monkeypatch.setattr(room, "record", record)
        happens()
        return record(*given, **named)

    monkeypatch.setattr(room, "record", late)


@pytest.mark.parametrize("kind", STEPS)
def test_of_two_who_take_a_step_at_once_one_does_and_the_other_hears_why_not(monkeypatch, kind):
    begin, room, take = STEPS[kind]
    it, first = begin(), []
    just_before(monkeypatch, room, lambda: first.append(take(it)))

    second = take(it)

    assert first[0].permitted
    assert [each.rule for each in second.refusals] == [rulebook.NOT_IN_THIS_STATE]
    assert Counter(ledger.Leaf.objects.values_list("kind", flat=True))[kind] == 1


def test_an_incident_is_not_closed_over_a_question_that_is_asked_at_that_moment(monkeypatch):
    reference = decided()
    just_before(
        monkeypatch,
        incidents,
        lambda: incidents.ask(reference, what="Was it?", due=date(2026, 3, 4), by=somebody("d1")),
    )

    outcome = incidents.close(reference, why="Found again", by=somebody("d1"))

    assert ["still open" in each.reason for each in outcome.refusals] == [True]
