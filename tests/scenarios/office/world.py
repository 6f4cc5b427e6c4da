"""The world of the office's half: the demonstration office, the scenario's parties, and a browser for each actor.

Everything a step does is a signed-in HTTP request at the step's time, and everything it says came of it is read off the
page that answered, or off the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date, datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from builders.decisions import ANSWERS, FACTS, FOLLOWS, MISSING
from scenarios.scene import Scenario, Step
from sharewell.policy.tables import Fact, Kind, Question
from sharewell.register.party import Party, PartyKind
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.ledger import models as ledger
from sharewell_office.people import models as people
from sharewell_office.people import store
from sharewell_office.register import store as register

DATA, RECIPIENT = "complaints", "ORG-0900"
LAPSED = date(2025, 12, 31)
# What a handler answers on screen where the scenario is about something else.
USUAL: Mapping[str, Any] = {name: value for name, value in ANSWERS.items() if name not in FOLLOWS}
ROUNDS = 6  # a page asks more as it is answered; no page goes on asking for longer than this


class Office:
    """One scenario on its way through the office."""

    def __init__(self, scenario: Scenario, **facts: Any) -> None:
        self.given, self.payloads, self.title = scenario.given, scenario.payloads, scenario.title
        self.clock = ExitStack()
        self.facts = {**FACTS, **_stated(scenario.given), **facts}
        self.reference = ""
        self.began = ledger.Leaf.objects.count()
        self._people_of_the_scenario()
        self._recipient()

    def _people_of_the_scenario(self) -> None:
        store.add(
            "h3", email="h3@northshire.example", name="Harriet Lapsed", password="-", roles=[Role.HANDLER],
            trained_until=LAPSED,
        )  # fmt: skip
        # The scenarios reach back before the morning on which the demonstration office was loaded.
        people.User.objects.filter(party_reference="").exclude(username="h3").update(
            trained_until=date(2028, 12, 31)
        )

    def _recipient(self) -> None:
        named = self.given.get("recipient", {})
        party = named if isinstance(named, Mapping) else {"name": named}
        public, competent = (
            self.facts[f"recipient.is_{kind}"] for kind in ("public_authority", "competent_authority")
        )
        kind = (
            PartyKind.COMPETENT_AUTHORITY
            if competent
            else PartyKind.PUBLIC_AUTHORITY
            if public
            else PartyKind.COMPANY
        )
        register.save_party(
            Party(
                reference=RECIPIENT,
                name=party.get("name", "A recipient"),
                kind=kind,
                country=self.facts["recipient.country"],
            )
        )

    # --- one step -----------------------------------------------------------------------------------------------------

    def now(self, step: Step) -> Client:
        """The clock moves to the step; the browser is that of whoever takes it."""
        self.at(step.at)
        return browser(step.actor)

    def at(self, moment: datetime) -> None:
        self.clock.close()
        self.clock.enter_context(clock.set_to(moment))

    def receive(self, by: Client, **changes: str) -> Any:
        """Log the request."""
        today = clock.today()
        answer = by.post(
            reverse("decisions:new"),
            {
                "title": self.title[:60], "recipient": RECIPIENT, "asked_by": "The head of the service",
                "channel": "email", "received_day": today.day, "received_month": today.month,
                "received_year": today.year, "data_set": DATA, "asked": str(self.given.get("request", self.title)),
                "purpose": self.facts["purpose.text"], **changes,
            },
        )  # fmt: skip
        if answer.status_code == 302:
            self.reference = answer.url.strip("/").split("/")[-1]
        return answer

    def answer(
        self, by: Client, stage: str, facts: Mapping[str, Any] | None = None, fields: Any = None, **said: Any
    ) -> Any:
        """Answer a stage on its page (`S1_2="no"`), round after round, while the page asks what it had not asked."""
        self.facts |= facts or {}
        answers = {**USUAL, **{name.replace("_", ".", 1): value for name, value in said.items()}}
        asked: set[str] = set()
        for _ in range(ROUNDS):
            page = by.get(self.url("stage", stage))
            if not page.context.get("may_answer"):
                return page
            form = page.context["form"]
            wanted = {one.id for one in form.questions} | {one.name for one in form.stated}
            if wanted <= asked:
                return page
            asked |= wanted
            done = by.post(self.url("stage", stage), self._posted(form, answers, stage, fields))
            assert done.status_code == 302, refused(done) or done.context["form"].errors
        raise AssertionError(f"{stage} never stopped asking")

    def _posted(self, form: Any, answers: Mapping[str, Any], stage: str, fields: Any) -> dict[str, Any]:
        posted: dict[str, Any] = {"version": form.initial["version"]}
        for question in form.questions:
            posted |= _as_posted(question, answers.get(question.id, MISSING))
        for fact in form.stated:
            posted |= _fact_as_posted(fact, self.facts.get(fact.name, MISSING))
        if stage == "S3":
            posted |= _rows(fields if fields is not None else [])
        return posted

    def stages(self, by: Client, *stages: str, **said: Any) -> None:
        for stage in stages:
            mine = {name: value for name, value in said.items() if name.startswith(f"{stage}_")}
            self.answer(by, stage, **mine)

    def decide(self, by: Client, action: str, **given: Any) -> Any:
        page = by.get(self.url("decide"))
        version = page.context["judged"].request.version
        return by.post(
            self.url("decide"),
            {"version": version, "action": action, **_day("valid_until", given.pop("until", None)), **given},
        )

    def advise(self, by: Client, kind: str, text: str) -> Any:
        version = by.get(self.url("advice")).context["judged"].request.version
        return by.post(self.url("advice"), {"version": version, "kind": kind, "text": text})

    def submit(self, by: Client) -> Any:
        version = by.get(self.url("check")).context["judged"].request.version
        return by.post(self.url("step", "submit"), {"version": version})

    # --- looking ------------------------------------------------------------------------------------------------------

    def url(self, name: str, *more: str) -> str:
        return reverse(f"decisions:{name}", args=[self.reference, *more])

    def judged(self, by: Client) -> Any:
        """What the request's page shows."""
        return by.get(self.url("detail")).context["judged"]

    def stage(self, by: Client, stage: str) -> dict[str, Any]:
        """The stage as a step of the scenario speaks of it."""
        found = self.judged(by).assessment.of_stage(stage)
        return {"result": found.result.value, "stage": stage, "codes": found.codes}

    @property
    def events(self) -> list[str]:
        """The kinds of everything on the record since the scenario began, oldest first."""
        return list(ledger.Leaf.objects.order_by("pk").values_list("kind", flat=True))[self.began :]

    @property
    def state(self) -> str:
        return "closed" if self.judged(browser("h1")).request.status.final else "open"

    def log_line(self) -> Any:
        """The request's line in the activity log, as the auditor sees it."""
        page = browser("a1").get(reverse("decisions:log"), {"words": self.reference})
        return next(line for line in page.context["page"].lines if line.reference == self.reference)

    def may_be_released(self) -> bool:
        """Whether the page on which a file is brought to the gate offers this request."""
        page = browser("h1").get(reverse("release:new"))
        return self.reference in dict(page.context["form"].fields["authority"].choices)

    def parcels(self) -> int:
        """How many parcels lie ready for anybody."""
        return len(browser("h1").get(reverse("aftercare:parcels")).context["page"].rows)


def browser(username: str) -> Client:
    """The browser of somebody signed in."""
    client = Client()
    client.force_login(people.User.objects.get(username=username))
    return client


def ok(answer: Any, stage: str, **more: Any) -> dict[str, Any]:
    """What a step came to: done where the office led on or gave something to take away."""
    done = answer.status_code in (200, 302) and not refused(answer)
    return {"result": "ok" if done else "block", "stage": stage, "codes": refused(answer), **more}


def refused(answer: Any) -> list[str]:
    """The codes of the refusals on a page."""
    shown = (answer.context or {}).get("refusals", ()) if answer.status_code != 302 else ()
    return [one.rule.code for one in shown or ()]


# --- answers as a page sends them -------------------------------------------------------------------------------------


def _as_posted(question: Question, answer: Any) -> dict[str, Any]:
    name = question.id
    if answer is MISSING or answer is None:
        return {}
    if isinstance(answer, Mapping):
        return {
            name: answer["exemption"], f"{name}-right": answer["right"], f"{name}-prejudice": answer["prejudice"],
            **_day(f"{name}-until", answer["until"]),
        }  # fmt: skip
    if isinstance(answer, list | tuple):
        return {name: list(answer)} if name == "S5.2" else {name: "*", f"{name}-text": "\n".join(answer)}
    if question.kind is Kind.CHOICE_OR_TEXT and answer not in question.choices:
        return {name: "*", f"{name}-text": answer}
    if question.kind is Kind.PERIOD:
        return {name: "period", f"{name}-months": "3"} if answer == "period" else {name: answer}
    return {name: answer}


def _fact_as_posted(fact: Fact, value: Any) -> dict[str, Any]:
    if value is MISSING:
        return {}
    if isinstance(value, bool):
        return {fact.name: "yes" if value else "no"}
    if fact.kind in (Kind.LIST, Kind.PARAGRAPHS):
        return {fact.name: [str(one) for one in value] if value and value != "none" else ["none"]}
    return {fact.name: value}


def _day(name: str, day: Any) -> dict[str, Any]:
    if not day:
        return {}
    year, month, number = str(day).split("-")
    return {f"{name}_day": number, f"{name}_month": month, f"{name}_year": year}


def _rows(fields: list[tuple[str, str, str]]) -> dict[str, Any]:
    posted: dict[str, Any] = {"fields-TOTAL_FORMS": len(fields), "fields-INITIAL_FORMS": 0}
    for number, (name, personal, why) in enumerate(fields):
        posted |= {
            f"fields-{number}-name": name, f"fields-{number}-type": "string",
            f"fields-{number}-personal": personal, f"fields-{number}-why": why,
        }  # fmt: skip
    return posted


def _stated(given: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that `given` states, of the sharing and of the parties in it."""
    parties = [value for value in given.values() if isinstance(value, Mapping)]
    stated = {name: value for party in (given, *parties) for name, value in party.items()}
    country = {"recipient.country": stated["country"]} if "country" in stated else {}
    return {**{name: value for name, value in stated.items() if name in FACTS}, **country}
