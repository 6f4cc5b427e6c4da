"""ONE-2: somebody is told over the telephone, at once; the record, the review and the terms follow."""

from __future__ import annotations

from django.urls import reverse

from scenarios.office.world import DATA, Office, browser, ok
from scenarios.play import Play
from sharewell_office.adapters.jobs import run_due
from sharewell_office.decisions import jobs

play, late = Play("ONE-2"), Play("ONE-2b")
CALLED = "A caller threatens self-harm; a child is in the house."


class Ringing(Office):
    """An emergency on its way through the office."""

    def press_open(self, by):
        answer = by.post(
            reverse("decisions:emergency_new"), {"open": "yes", "danger": CALLED, "data_set": DATA}
        )
        self.reference = answer.url.strip("/").split("/")[-1]
        return answer

    def tell(self, by):
        said = {
            "recipient_name": self.given["recipient"]["name"],
            "to_whom": "the control room",
            "identity": "rang back on the published number",
            "told_else": ", ".join(self.given["oral_content"]),
            "terms_said": "on",
        }
        return by.post(reverse("decisions:emergency_tell", args=[self.reference]), said)

    def page(self, by=None):
        return (by or browser("h1")).get(reverse("decisions:emergency", args=[self.reference])).context

    def step(self, by, action, **given):
        return by.post(reverse("decisions:emergency_step", args=[self.reference, action]), given)

    @property
    def status(self):
        return self.page()["emergency"].status


begin = Ringing


@play.step(1)
def open_it(world, step):
    answer = world.press_open(world.now(step))

    world.stopped = answer.status_code != 302
    return ok(answer, "E1", state=world.status.value)


@play.step(2)
def tell(world, step):
    by = world.now(step)

    answer = world.tell(by)

    world.stopped |= answer.status_code != 302
    deferred = [stage.id for stage in world.page(by)["deferred"]]
    return ok(answer, "E2", state=world.status.outcome, stages_deferred=deferred)


@play.step(3)
def set_clocks(world, step):
    due = world.page()["due"]

    return {
        "result": "ok",
        "stage": "E4",
        "record_due": f"{due.record_due:%Y-%m-%dT%H:%M}",
        "alert_at": f"{due.alert_at:%Y-%m-%dT%H:%M}",
        "review_due": due.review_due,
    }


@play.step(4)
def complete_the_record(world, step):
    by, also = world.now(step), world.given["also_considered"]

    answer = world.step(
        by,
        "record",
        **{
            "why_urgent": "The caller had said goodbye.",
            "withheld": "\n".join(world.given["withheld"]),
            "data_set": DATA,
            "data.children": "yes",
            "data.special_category": world.given["data.special_category"],
            "data.criminal_offence": "no",
            "basis.art6": world.given["basis.art6"],
            "basis.art9": also["art9"],
            "basis.sch1": [str(one) for one in also["sch1"]],
            "apd.current": "no",
        },
    )

    page = world.page(by)
    codes = [one["code"] for one in page["findings"]] + [one.code for one in page["to_answer"]]
    return {**ok(answer, "E4", late="EM_LATE_RECORD" in codes), "codes": codes}


@play.step(5)
def the_dpo_is_informed(world, step):
    by = world.now(step)
    assert world.reference in by.get("/").text

    return ok(
        world.step(by, "advise", kind="for", text="Rightly told; the policy document is to be written."), "E5"
    )


@play.step(6)
def the_discloser_tries_to_review(world, step):
    return ok(_reviewed(world, step), "E5")


@play.step(7)
def the_owner_reviews(world, step):
    return ok(_reviewed(world, step), "E5", state=world.status.outcome)


def _reviewed(world, step):
    words = "Justified. Tell the caller when it is safe."
    return world.step(world.now(step), "review", says="justified", words_=words)


@play.step(8)
def the_terms_follow(world, step):
    answer = world.step(world.now(step), "send_terms")

    return ok(answer, "E6", terms="current" if answer.status_code == 302 else None)


@play.ends
def in_the_end(world):
    page = world.page()
    return {
        "outcome": page["emergency"].status.outcome,
        "finding": [one["code"] for one in page["findings"]],
        "sampled": "always" if page["emergency"].always_sampled else "by chance",
        "activity_log_line": world.log_line() is not None,
        "log_events": world.events,
    }


@play.never(1)
def any_block_before_the_telling(world):
    return world.stopped


@play.never(2)
def loss_of_the_oral_disclosure(world):
    return "disclosure.oral" not in world.events


@late.step(1)
def nobody_records_it(world, step):
    world.press_open(world.now(step))
    world.at(step.at.replace(hour=16, minute=46))
    world.tell(browser("h1"))
    late = step.at.replace(day=step.at.day + 1, hour=16, minute=47)

    run_due(late, jobs=jobs.JOBS)
    world.at(late)

    codes = [alarm.code for alarm in world.page()["alarms"]]
    told = [
        who
        for who in ("o1", "o2", "d1", "c1")
        if world.reference in browser(who).get("/").text.split("What happened last")[0]
    ]
    return {"codes": codes, "escalate_to": told, "case_stays_open": not world.status.final}
