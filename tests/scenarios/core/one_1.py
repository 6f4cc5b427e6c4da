"""ONE-1, refused: a letting agent wants the names of people who complained."""

from __future__ import annotations

from scenarios.core.world import Core, ok
from scenarios.play import Play
from sharewell.assurance import strata
from sharewell.assurance.sampling import Plan
from sharewell.decisions import steps
from sharewell.decisions.approval import authority
from sharewell.decisions.lifecycle import Action

play = Play("ONE-1")
begin = Core


@play.step(1)
def log_request(world, step):
    by = world.now(step)

    outcome = world.receive(by)

    return ok(outcome, "S0", state=world.state)


@play.step(2)
def verify_requester(world, step):
    world.answer("S1", by=world.now(step))

    return world.stage("S1")


@play.step(3)
def no_power(world, step):
    world.answer("S2", by=world.now(step), S2_2="none", S2_4="no")

    return world.stage("S2")


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
    world.answer("S4", by=world.now(step), S4_2=basis, facts=facts)
    return world.stage("S4")


@play.step(7)
def the_handler_tries_to_decide(world, step):
    outcome = world.decide(Action.REFUSE, by=world.now(step))

    return ok(outcome, "S12")


@play.step(8)
def the_owner_refuses(world, step):
    world.why = [reason.code for reason in world.assessment().blocking]

    outcome = world.decide(
        Action.REFUSE, by=world.now(step), reasons="No power, incompatible, disproportionate."
    )

    return ok(outcome, "S12", state=world.state)


@play.step(9)
def the_letter(world, step):
    outcome = world.on_record(steps.tell_requester(world.request, by=world.now(step), at=step.at))

    return ok(outcome, "S15")


@play.ends
def in_the_end(world):
    return {
        "outcome": world.request.status.name,
        "reason_codes": world.why,
        "days_to_decide": (world.request.decision.at.date() - world.request.received.date()).days,
        "activity_log_line": world.request.status.logged,
        "in_sampling_frame": world.request.reference in drawn_for_audit(world.request),
        "log_events": world.events,
    }


def drawn_for_audit(request):
    """What an auditor is given to mark: the frame is whatever is finished, and so small a frame is drawn whole."""
    finished = [request] if request.status.finished else []
    frame = [
        strata.Handled(reference=one.reference, data_set=one.data_set, outcome=one.status.value)
        for one in finished
    ]

    drawn = strata.take(frame, Plan(), seed="a seed on the record")

    return {*drawn.certain, *drawn.random}


@play.never(1)
def a_release_package(world):
    return authority(world.request) is not None


@play.never(2)
def recipient_portal_access(world):
    return authority(world.request) is not None
