"""ONE-1, refused: a letting agent wants the names of people who complained."""

from __future__ import annotations

from django.urls import reverse

from scenarios.office.world import Office, browser, ok
from scenarios.play import Play

play = Play("ONE-1")
begin = Office


@play.step(1)
def log_request(world, step):
    answer = world.receive(world.now(step))

    return ok(answer, "S0", state=world.state)


@play.step(2)
def verify_requester(world, step):
    by = world.now(step)
    world.answer(by, "S0")
    world.answer(by, "S1")

    return world.stage(by, "S1")


@play.step(3)
def no_power(world, step):
    by = world.now(step)
    world.answer(by, "S2", S2_2="none", S2_4="no")

    return world.stage(by, "S2")


@play.step(4)
def legitimate_interests(world, step):
    return _choose(world, step, "f")


@play.step(5)
def recognised_legitimate_interest(world, step):
    return _choose(world, step, "ea", {"basis.annex1": "ea-4"})


@play.step(6)
def consent_without_records(world, step):
    return _choose(world, step, "a", {"consent.record": False})


def _choose(world, step, basis, facts=None):
    by = world.now(step)
    world.answer(by, "S4", S4_2=basis, facts=facts)
    return world.stage(by, "S4")


@play.step(7)
def the_handler_tries_to_decide(world, step):
    answer = world.decide(world.now(step), "refuse", reasons="We should not.")

    return ok(answer, "S12")


@play.step(8)
def the_owner_refuses(world, step):
    by = world.now(step)
    world.why = [reason.code for reason in world.judged(by).assessment.blocking]

    answer = world.decide(by, "refuse", reasons="No power, incompatible, disproportionate.")

    return ok(answer, "S12", state=world.state)


@play.step(9)
def the_letter(world, step):
    by = world.now(step)
    printed = by.post(world.url("letter"), {"do": "pdf", "told_why": "No law lets us share it."})
    assert printed.content.startswith(b"%PDF"), printed["Content-Type"]

    return ok(by.post(world.url("letter"), {"do": "sent"}), "S15")


@play.ends
def in_the_end(world):
    line = world.log_line()
    return {
        "outcome": line.outcome.upper(),
        "reason_codes": world.why,
        "days_to_decide": line.days,
        "activity_log_line": True,
        "in_sampling_frame": world.reference in frame_of_a_sample(),
        "log_events": world.events,
    }


def frame_of_a_sample():
    """What the auditor draws from: everything that was finished in the last three months, refusals included."""
    by = browser("a1")
    days = by.get(reverse("assurance:samples")).context["form"].initial
    posted = {
        f"{name}_{part}": getattr(day, part)
        for name, day in days.items()
        for part in ("day", "month", "year")
    }

    return by.post(reverse("assurance:samples"), posted, follow=True).context["sample"].frame


@play.never(1)
def a_release_package(world):
    return world.may_be_released()


@play.never(2)
def recipient_portal_access(world):
    return world.may_be_released() or world.parcels() > 0
