"""GOV-3: a policy, the tracker, training, the template, a campaign and good practice, over half a year.

Ninety-six of a hundred and twenty people read and answer, and ninety attest: each of them signed in, on the pages.
"""

from __future__ import annotations

import csv
import io
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse

from builders.actions import a_review
from scenarios.play import Play
from sharewell.exchange.actions_sheet import ACTIONS, cells_of
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.jobs import run_due
from sharewell_office.assurance import models
from sharewell_office.assurance.actions import store as actions
from sharewell_office.assurance.jobs import JOBS
from sharewell_office.ledger import models as ledger
from sharewell_office.people import models as people
from sharewell_office.register import store as agreements
from sharewell_office.register.store import registers

from .world import browser, ok, refused

play = Play("GOV-3")
OURS, NEW_WORDS = "template-ours", "Trained every year."


class Organisation:
    """A hundred and twenty people, the clock, and a regulator's page that the office watches."""

    def __init__(self, staff: int) -> None:
        self.began = ledger.Leaf.objects.count()
        self.until_the_end, self.clock = ExitStack(), ExitStack()
        here = people.User.objects.filter(party_reference="").count()
        people.User.objects.bulk_create(
            people.User(
                username=f"s{number}", email=f"s{number}@northshire.example", name=f"Colleague {number}"
            )
            for number in range(staff - here)
        )
        for colleague in people.User.objects.filter(username__regex=r"^s\d+$"):
            TOTP.activate(colleague, generate_totp_secret())
        self.staff = list(people.User.objects.filter(party_reference="").order_by("pk"))
        self.code = "The code of 2021."
        self.host = self.until_the_end.enter_context(a_page(self))
        self.until_the_end.enter_context(override_settings(SHAREWELL_WATCH_HOSTS=[self.host]))

    def at(self, step, hour: int = 9):
        """The scenario's clock, at that hour of the step's day."""
        self.clock.close()
        self.clock.enter_context(clock.set_to(step.at.replace(hour=hour)))

    def now(self, step):
        self.at(step)
        return browser(step.actor)

    @property
    def review(self) -> str:
        return models.Review.objects.get(title="Scrutiny review of data sharing").reference

    @property
    def tracked(self):
        return actions.review(self.review)

    def closed(self) -> set[str]:
        return {each.number for each in self.tracked.actions() if not each.open}


class a_page:
    """A web server with one page, which says what `world.code` says."""

    def __init__(self, world: Organisation) -> None:
        class Page(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(world.code.encode())

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Page)

    def __enter__(self) -> str:
        Thread(target=self.server.serve_forever, daemon=True).start()
        return f"127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_) -> None:
        self.server.shutdown()
        self.server.server_close()


def begin(scenario):
    return Organisation(scenario.given["staff"])


def the_jobs(world, step, hour):
    world.at(step, hour)
    run_due(clock.now(), jobs=JOBS)
    return SimpleNamespace(status_code=200, context=None)


@play.step(1)
def load_the_report(world, step):
    officers = {"1.2": ("d1",), "5.1": ("d1",)}
    areas = tuple(
        replace(area, actions=tuple(
            replace(each, officers=officers.get(each.number, each.officers)) for each in area.actions
        ))
        for area in a_review().areas
    )  # fmt: skip
    written = io.StringIO()
    csv.writer(written).writerows([ACTIONS.names, *cells_of(replace(a_review(), areas=areas))])
    file = SimpleUploadedFile("review.csv", written.getvalue().encode())
    answer = world.now(step).post(reverse("assurance:reviews"), {"file": file})

    kept = list(world.tracked.actions())
    return ok(
        answer, "", actions=len(kept), due_not_applicable=[each.number for each in kept if each.due is None],
        cross_reference={n: to for n, to in ((each.number, each.addressed_by or each.tied_to) for each in kept) if to},
    )  # fmt: skip


@play.step(2)
def decide_who_governs(world, step):
    before = world.closed()
    answer = world.now(step).post(reverse("assurance:governance"), {
        "question": "Where does responsibility for sharing sit?", "taken": "Data Management governs sharing",
        "others": "Leave it with each department", "reasons": "It keeps the register already.",
        "function": "Data Management", "check_months": "6", "closes": f"{world.review}/2.1",
    })  # fmt: skip

    closed = world.closed() - before
    tied = [each.number for each in world.tracked.actions() if each.tied_to == "2.1" and each.open]
    assert models.GovernanceDecision.objects.get().check_on.isoformat() == "2026-07-06"
    return ok(
        answer, "", closes=sorted(closed & {"2.1"}), also_closes=sorted(closed - {"2.1"}), leaves_open=tied
    )


@play.step(3)
def publish_the_policy(world, step):
    by, manager = world.now(step), browser("o1")
    for kind, title in (("policy", "Information sharing policy"), ("principles", "Principles of operation")):
        page = by.post(reverse("assurance:policy-new"), {
            "title": title, "kind": kind, "read_with": "data protection policy", "review_months": "12",
            "audit_months": "6", "number": "1.0", "text": "2.3 We share with care.",
        }).url  # fmt: skip
        browser("h1").post(f"{page}comment/", {"stakeholder": "Community safety", "text": "Say it shorter."})
        by.post(f"{page}answer/1/", {"number": "1", "reply": "Cut by half."})
        manager.post(f"{page}approve/")
        answer = by.post(f"{page}publish/", _day("launched_on", step.at))
    world.policy = page.replace("0002", "0001")
    by.post(reverse("assurance:watched"), {
        "title": "ICO data sharing code", "address": f"http://{world.host}/code", "policies": ["POL-2026-0001"],
    })  # fmt: skip

    shown = by.get(world.policy).context["policy"]
    return ok(
        answer, "", next_review=shown.review_on, adherence_audit=shown.audit_on, links=list(shown.read_with)
    )


@play.step(4)
def is_clause_2_3_enough(world, step):
    before = world.closed()
    answer = world.now(step).post(f"{world.policy}clause/", {
        "clause": "2.3", "question": "Does it cover sharing?", "conclusion": "with_guidance",
        "reasons": "It does; guidance is made available beside it.", "closes": f"{world.review}/1.2",
    })  # fmt: skip

    return ok(answer, "", closes=sorted(world.closed() - before))


@play.step(5)
def a_procedure_that_cites_nothing(world, step):
    world.at(step)
    people.Post.objects.get_or_create(
        user=people.User.objects.get(username="h1"), role=Role.REGISTER_KEEPER.value
    )
    by = browser("h1")
    made = by.post(reverse("register:entry-new", args=["procedures"]), {
        "title": "Sending complaint files", "kind": "procedure", "covers": "Complaint files",
        "owner": "Head of complaints", "version": "1",
    })  # fmt: skip
    people.Post.objects.filter(user__username="h1", role=Role.REGISTER_KEEPER.value).delete()

    lacking = browser("d1").get(made.url).context["lacking"]
    missing = next((each for each in lacking if each.where == "paragraph"), None)
    return {"result": "block" if missing else "ok", "detail": {"requirement": _requirement(missing)}}


def _requirement(refusal) -> str:
    """The requirement that a question of the procedures' register answers."""
    from sharewell.register.registers.procedures import PROCEDURES

    return PROCEDURES.question(refusal.where).citation.replace(" ", "-") if refusal else ""


@play.step(6)
def a_simpler_template(world, step):
    by = world.now(step)
    begun = by.get(reverse("register:templates")).context["templates"]
    before = next(measured for form, _, measured in begun if form.name == OURS)
    finished, migrated = a_draft("Finished"), a_draft("Migrated")
    form = by.get(reverse("register:entry-new", args=[OURS])).context["form"]
    answers = {key: value for key, value in form.initial.items() if value}
    made = by.post(reverse("register:entry-new", args=[OURS]), answers | {
        "version": "5", "changes": "Shorter.", "isa.training": NEW_WORDS, "agreements": "",
    })  # fmt: skip
    reference = made.url.rstrip("/").split("/")[-1]
    answer = by.post(
        reverse("register:entry-step", args=[OURS, reference, "brought_into_force"]),
        _day("review_on", step.at.replace(year=2027)),
    )

    states = {each.said("version"): each.status.value for each in registers.entries(OURS)}
    assert [number for number, state in states.items() if state == "in_force"] == ["5"]
    metrics = [name for name in ("fields", "minutes", "reading_age") if getattr(before, name) > 0]
    browser("h1").post(reverse("register:new-wording", args=[migrated]))
    new = a_draft("New")
    ways = {
        "finish": training_in(finished) != NEW_WORDS and editable(finished),
        "migrate": training_in(migrated) == NEW_WORDS,
    }
    assert training_in(new) == NEW_WORDS  # the old version is retired for new drafts
    return ok(
        answer, "", metrics=metrics, drafts_on_v1=" or ".join(way for way, open_ in ways.items() if open_)
    )


def a_draft(title: str) -> str:
    """A draft agreement, in whichever wording the template has now; its reference."""
    made = browser("h1").post(reverse("register:new"), {"title": title, "role": "controller"})
    return made.url.strip("/").split("/")[1]


def training_in(reference: str) -> str:
    return agreements.agreement(reference).particulars.words["isa.training"]


def editable(reference: str) -> bool:
    """Whether whoever drafts it can go on, and is told that there is a newer version."""
    page = browser("h1").get(reverse("register:agreement", args=[reference]))
    return page.context["may_draft"] and "Finish it as it was begun" in page.text


@play.step(7)
def one_bite_a_day(world, step):
    by = world.now(step)
    page = by.post(reverse("assurance:campaigns"), {
        "title": "Sharing safely", "approver": "c1", **_day("starts_on", step.at),
    }).url  # fmt: skip
    for topic in ("Ask first", "Send less", "The right person", "Say what for", "Tell us when it goes wrong"):
        by.post(
            page,
            {"title": topic, "text": f"{topic}.", "question": "What?", "right": topic, "others": "Nothing"},
        )
    own = by.post(f"{page}approve/")
    answer = browser("c1").post(f"{page}approve/")
    for day in range(9, 14):
        the_jobs(world, SimpleNamespace(at=step.at.replace(day=day)), 8)

    assert refused(own) == ["CA_APPROVAL"]
    world.campaign = page
    return ok(answer, "", published=[each.out_on for each, _, _ in by.get(page).context["bites"]])


@play.step(8)
def how_far_it_came(world, step):
    world.at(step)
    reading = [*[each.username for each in world.staff if each.username != "h1"][:95], "h1"]
    bites = list(models.Bite.objects.all())
    for number, username in enumerate(reading):
        reader = browser(username)
        for bite in bites:
            reader.post(f"{world.campaign}{bite.number}/", {"choice": bite.choices[0]})
        if number >= 6:
            reader.post(f"{world.policy}attest/")

    shown, attested = reader.get(world.campaign), browser("d1").get(world.policy).context["attested"]
    reach = shown.context["whole"]
    return ok(shown, "", read=reach.read, of=reach.people, attested=attested,
              not_started_listed=len(shown.context["silent"]) == reach.not_started == 24)  # fmt: skip


@play.step(9)
def take_up_good_practice(world, step):
    by, before = world.now(step), world.closed()
    page = by.post(
        reverse("assurance:practices"), {"title": "publish ISA register", "source": "A council"}
    ).url
    answer = by.post(page, {
        "verdict": "adopted", "reason": "It builds trust.", "change": "Published each quarter.",
        "closes": f"{world.review}/5.1",
    })  # fmt: skip

    return ok(answer, "", closes=sorted(world.closed() - before))


@play.step(10)
def the_code_has_changed(world, step):
    world.code = "The code of 2026."
    answer = the_jobs(world, step, 9)

    work = browser("d1").get("/").context["items"]
    opened = [item.next for item in work if item.reference == "POL-2026-0001" and item.next == "Review it"]
    return ok(answer, "", opens="policy review task to d1" if opened else "")


@play.step(11)
def training_is_not_done(world, step):
    world.at(step, 12)
    keeper = browser("k1")
    course = keeper.post("/training/", {"title": "Management of information", "months": "12"}).url
    done = "\n".join(each.username for each in world.staff if each.username != "k1").splitlines()[:110]
    keeper.post(course, {"people": "\n".join(done), **_day("on", step.at)})
    share = keeper.get(course).context["share"]
    page = reverse("assurance:action", args=[world.review, "1.1"])
    browser("h1").post(page, {"step": "updated", "text": f"Training at {share} of 100 per cent."})
    answer = the_jobs(world, step, 18)

    assert share == 92
    shown = browser("h1").get(page).context
    kept = shown["action"]
    return ok(
        answer,
        "",
        state=shown["state"].lower(),
        original_due_preserved=kept.first_due.isoformat() == "2026-06-30",
    )


def _day(name, on) -> dict[str, object]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


@play.ends
def in_the_end(world):
    world.until_the_end.close()
    return {
        "log_events": list(ledger.Leaf.objects.order_by("pk").values_list("kind", flat=True))[world.began :]
    }


@play.never(1)
def an_action_is_deleted(world):
    return len(list(world.tracked.actions())) != 8


@play.never(2)
def a_due_date_moves_without_history(world):
    page, to = reverse("assurance:action", args=[world.review, "1.1"]), _day("due", date(2026, 9, 30))
    browser("k1").post(page, {"step": "due_moved", "text": " ", **to})
    unexplained = world.tracked.action("1.1").due.isoformat() != "2026-06-30"
    browser("k1").post(page, {"step": "due_moved", "text": "The trainer was away.", **to})
    action = world.tracked.action("1.1")
    return (
        unexplained
        or action.first_due.isoformat() != "2026-06-30"
        or action.updates[-1].text != "The trainer was away."
    )
