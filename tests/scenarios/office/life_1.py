"""LIFE-1, after the release: a correction that is not acknowledged, and a copy whose certificate does not come."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from django.urls import reverse

from builders.office_aftercare import held
from scenarios.play import Play
from sharewell.vocabulary.people import Role
from sharewell_office.adapters.jobs import run_due
from sharewell_office.aftercare.corrections import store as corrections
from sharewell_office.aftercare.jobs import JOBS
from sharewell_office.ledger import outbox
from sharewell_office.people import models as people
from sharewell_office.people import store
from sharewell_office.register import store as register

from .world import RECIPIENT, Office, ok

play = Play("LIFE-1")
# Asking, deciding and releasing are the flow's and the gate's; collecting once is shown in tests/office/aftercare.
play.elsewhere(
    "decisions and the gate", *range(1, 11), 14, 15,
    events=("case.diverted", "stage.blocked", "release.delivered", "terms.accepted", "consent.withdrawn"),
    never=(1, 2),
)  # fmt: skip
FIRST, SECOND = "first@victim-support.example", "second@victim-support.example"


def begin(scenario):
    """The recipient holds REL-101 since 14 January, to be destroyed by 14 January a year later; P7 is in it."""
    world = Office(scenario)
    party = register.party(RECIPIENT)
    register.save_party(type(party)(**{name: getattr(party, name) for name in party.__slots__} | {
        "contact": FIRST, "dpo_contact": SECOND,
    }))  # fmt: skip
    people.User.objects.filter(username="r1").update(party_reference=RECIPIENT)
    released = next(step for step in scenario.steps if step.number == 8)
    world.at(released.at)
    held("P7", "P9", reference="REL-101", party=RECIPIENT, name=party.name, destroy_by=date(2027, 1, 14))
    return world


def the_clock(world, step):
    """The jobs that are due on that day."""
    moment = step.at.replace(hour=9)
    world.at(moment)
    run_due(moment, jobs=JOBS)
    return SimpleNamespace(status_code=200, context=None)


def written_to(template: str) -> list[str]:
    """Whom a message of that kind went to, in the scenario's names."""
    names = {FIRST: "r1", SECOND: "r2"}
    return [names.get(to, to) for to in outbox.log().filter(template=template).values_list("to", flat=True)]


def flagged(on: date) -> list[str]:
    return ["RC_OUTSTANDING_DUTY"] if register.overdue_duties(RECIPIENT, on) else []


@play.step(11)
def correct_the_address_of_p7(world, step):
    by = world.now(step)
    answer = by.post(
        reverse("aftercare:notify"),
        {"change": "corrected", "identifier": "P7", "says": "P7 has moved: see the record"},
    )

    [notice] = corrections.waiting_for(RECIPIENT)
    return ok(answer, "", task=f"correction to {notice.party_name}", ack_due=notice.due)


@play.step(12)
def no_acknowledgement(world, step):
    answer = the_clock(world, step)

    up = [to for to in written_to("correction-overdue") if to == "r2"]
    return ok(answer, "", escalate_to=up, future_request_flag=flagged(step.at.date())[0])


@play.step(13)
def acknowledged(world, step):
    by = world.now(step)
    [notice] = corrections.waiting_for(RECIPIENT)
    answer = by.post(
        reverse("desk:received-notice", args=[notice.pk]), {"name": "R", "post": "Manager", "done": "on"}
    )

    return ok(answer, "", flag_cleared=not flagged(step.at.date()))


@play.step(16)
def the_last_day(world, step):
    answer = the_clock(world, step)

    return ok(answer, "", reminder="sent" if "r1" in written_to("certificate-due") else "none")


@play.step(17)
def ten_working_days_later(world, step):
    answer = the_clock(world, step)

    ours = [person.username for person in store.with_role(Role.DPO)]
    up = [to for to in written_to("certificate-overdue") if to == "r2" or to in ours]
    return ok(answer, "") | {"codes": flagged(step.at.date()), "escalate_to": up}


@play.ends
def in_the_end(world):
    return {"log_events": world.events}
