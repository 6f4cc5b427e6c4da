"""GOV-2: the quarter's dip sample, drawn after its seed was committed, widened by what it found; and the audit that is
due six months after a policy was launched.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date, datetime

from django.urls import reverse

from builders.office_sampling import a_request, an_emergency, decided_by, marked, overseas
from builders.office_survey import a_day, browser
from builders.policies import in_force
from scenarios.play import Play
from scenarios.scene import LONDON
from sharewell.assurance.sampling import Plan
from sharewell.assurance.strata import Always, Handled, fingerprint, take
from sharewell_office.adapters import clock
from sharewell_office.adapters.jobs import run_due
from sharewell_office.assurance import models
from sharewell_office.assurance.jobs import JOBS
from sharewell_office.assurance.policies import store as policies
from sharewell_office.ledger import models as ledger
from sharewell_office.ledger.services import evidence_of
from sharewell_office.ledger.store import entries

from .world import refused

play = Play("GOV-2")


class Quarter:
    """What was handled in it, the sample, and the clock."""

    def __init__(self) -> None:
        self.began = ledger.Leaf.objects.count()
        self.clock = ExitStack()
        self.reference, self.own, self.drawn_first = "", "", 0

    def now(self, step):
        self.clock.close()
        self.clock.enter_context(clock.set_to(step.at))
        return browser(step.actor) if step.actor != "system" else browser("k1")

    def page(self, by="a1"):
        return browser(by).get(reverse("assurance:sample", args=[self.reference])).context

    def to_mark(self, by: str) -> list[str]:
        return [each["row"].case for each in self.page(by)["cases"] if each["mine"]]


def begin(scenario):
    """Forty cases finished in the quarter: two emergencies, one abroad, one decided by the Chief Executive."""
    world = Quarter()
    certain = scenario.given["always_strata"]
    launched = datetime.fromisoformat(str(scenario.given["policy_launched"])).replace(tzinfo=LONDON)
    policies.add(in_force(at=launched))
    for number in range(certain["emergency"]):
        an_emergency(number)
    requests = [a_request(number) for number in range(scenario.given["population"] - certain["emergency"])]
    overseas(requests[0])
    decided_by(requests[1], "c1")
    # a1 drafted it as a case handler, before they were the auditor.
    requests[0].drafted_by = ["h1", "a1"]
    requests[0].save()
    world.own = requests[0].reference
    return world


@play.step(1)
def commit_the_seed_then_draw(world, step):
    by = world.now(step)
    quarter = a_day("first", date(2026, 4, 1)) | a_day("last", date(2026, 6, 30))
    world.reference = by.post(reverse("assurance:samples"), quarter).url.strip("/").split("/")[-1]
    page = world.page()
    world.drawn_first = page["result"].random
    result, tolerated = page["result"], -(-page["sample"].remaining // 10)
    return {
        "result": "ok",
        "sample_certain": page["certain"],
        "remaining": page["sample"].remaining,
        "sample_random": result.random,
        "formula": f"hypergeometric, K=ceil({page['sample'].remaining}*0.10)={tolerated}",
        "total": result.sampled,
    }


@play.step(2)
def a_case_that_a1_had_a_part_in(world, step):
    answer = marked(world.now(step), world.reference, world.own)
    row = models.SampledCase.objects.get(case=world.own)
    other = "second marker" if row.marker not in ("", "a1") and "second marker" in answer.text else row.marker
    return {
        "result": "block" if answer.status_code == 403 else "ok",
        "codes": refused(answer),
        "reassign_to": other,
    }


@play.step(3)
def a_random_case_lacks_its_alternatives(world, step):
    by = world.now(step)
    case = models.SampledCase.objects.filter(random=True, marker="a1", second="").first().case
    foretold = world.page()["widens_to"]
    marked(by, world.reference, case, S3="absent", cause="Alternatives not considered")
    page = world.page()
    accept = page["sample"].accept
    assert foretold == page["result"].random
    return {
        "result": "finding" if "S3" in page["result"].by_stage else "ok",
        "widen_to": page["result"].random,
        "rule": f"c becomes {accept}",
    }


@play.step(4)
def the_rest_is_marked_and_it_is_concluded(world, step):
    world.now(step)
    for person in ("a1", "d1"):
        for case in world.to_mark(person):
            marked(browser(person), world.reference, case)
    answer = browser("a1").post(reverse("assurance:sample", args=[world.reference]))
    page = world.page()
    assert page["estimate_percent"] == "4.2"  # 1 of 24
    assert page["upper_percent"] == "15.3"  # Clopper–Pearson, one-sided, nine in ten
    action = models.Action.objects.get()
    return {"result": "ok" if answer.status_code == 302 else "block", "action_due": action.due}


@play.step(5)
def the_adherence_audit_is_due(world, step):
    by = world.now(step)
    run_due(step.at.replace(hour=8), jobs=JOBS)
    audit = by.get(reverse("assurance:audit", args=[models.AdherenceAudit.objects.get().reference])).context
    announced = "adherence_audit.due" in [each.kind for each in entries(about=audit["audit"].reference)]
    return {"result": "ok" if announced else "silent", "due": audit["audit"].due}


@play.ends
def in_the_end(world):
    page = world.page()
    return {
        "sample_random": world.drawn_first,
        "widened": page["result"].random,
        "deviations": page["result"].deviations,
        "log_events": list(ledger.Leaf.objects.order_by("pk").values_list("kind", flat=True))[world.began :],
    }


@play.never(1)
def redrawn_without_a_new_seed_on_the_record(world):
    """Whatever stands in the sample comes out of the seed that was recorded before it, and only there."""
    row = models.Sample.objects.get()
    committed = evidence_of(about=row.reference, at=clock.now()).events[0].payload["details"]
    frame = [
        Handled(
            reference=case,
            data_set=of.partition(": ")[0],
            outcome=of.partition(": ")[2],
            always=frozenset(why),
        )
        for case, (of, why) in ((case, (of, map(Always, why))) for case, (of, why) in row.strata.items())
    ]
    again = take(frame, Plan(accept=row.accept), seed=committed["seed"])
    return {*again.certain, *again.random} != set(row.drawn) or committed["frame_sha256"] != fingerprint(
        frame
    )


@play.never(2)
def somebody_marked_a_case_of_their_own(world):
    return any(mark.by in mark.of.parts for mark in models.Mark.objects.select_related("of"))
