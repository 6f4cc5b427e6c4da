"""The world of the office's half: the demonstration office, the scenario's parties, and a browser for each actor.

Everything a step does is a signed-in HTTP request at the step's time, and everything it says came of it is read off the
page that answered, or off the record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import ExitStack
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from builders.decisions import ANSWERS, FACTS, FOLLOWS, MISSING
from builders.signed_in import signed_in_now
from scenarios.scene import Scenario, Step
from sharewell.policy.tables import Fact, Kind, Question
from sharewell.register.party import PartyKind
from sharewell.register.standard_terms import TOPICS
from sharewell.vocabulary.people import Role
from sharewell.vocabulary.when import Period
from sharewell_office.adapters import clock
from sharewell_office.ledger import models as ledger
from sharewell_office.people import models as people
from sharewell_office.people import store
from sharewell_office.register import demo
from sharewell_office.register import store as register

DATA, RECIPIENT = "complaints", "ORG-0900"
LAPSED = date(2025, 12, 31)
# What a handler answers on screen where the scenario is about something else.
USUAL: Mapping[str, Any] = {name: value for name, value in ANSWERS.items() if name not in FOLLOWS}
ROUNDS = 6  # a page asks more as it is answered; no page goes on asking for longer than this


class Office:
    """One scenario on its way through the office."""

    # One for all: a stack that is thrown away with its world would put the clock back in the midst of another's.
    clock = ExitStack()

    def __init__(self, scenario: Scenario, **facts: Any) -> None:
        self.given, self.payloads, self.title = scenario.given, scenario.payloads, scenario.title
        self.facts = {**FACTS, **_stated(scenario.given), **facts}
        self.reference, self.released, self.asked = "", "", []
        self.began = ledger.Leaf.objects.count()
        self.party = RECIPIENT
        self._people_of_the_scenario()
        named = self.given.get("recipient", {})
        self._recipient(named.get("name", "A recipient") if isinstance(named, Mapping) else named)

    def _people_of_the_scenario(self) -> None:
        store.add(
            "h3", email="h3@northshire.example", name="Harriet Lapsed", password="-", roles=[Role.HANDLER],
            trained_until=LAPSED,
        )  # fmt: skip
        TOTP.activate(people.User.objects.get(username="h3"), generate_totp_secret())
        # The scenarios reach back before the morning on which the demonstration office was loaded.
        people.User.objects.filter(party_reference="").exclude(username="h3").update(
            trained_until=date(2028, 12, 31)
        )

    def _recipient(self, name: str) -> None:
        """The recipient as the register has it, with a key that was verified: the demonstration council's."""
        public, competent = (
            self.facts[f"recipient.is_{kind}"] for kind in ("public_authority", "competent_authority")
        )
        council = register.party(demo.COUNCIL)
        register.save_party(
            replace(
                council,
                reference=self.party,
                name=name,
                kind=PartyKind.COMPETENT_AUTHORITY if competent
                else PartyKind.PUBLIC_AUTHORITY if public
                else PartyKind.COMPANY,
                country=self.facts["recipient.country"],
            )
        )  # fmt: skip

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
                "title": self.title[:60], "recipient": self.party, "asked_by": "The head of the service",
                "channel": "email", "received_day": today.day, "received_month": today.month,
                "received_year": today.year, "data_set": DATA, "asked": str(self.given.get("request", self.title)),
                "purpose": self.facts["purpose.text"], **changes,
            },
        )  # fmt: skip
        if answer.status_code == 302:
            self.reference = answer.url.strip("/").split("/")[-1]
        return answer

    def answer(
        self, by: Client, stage: str, facts: Mapping[str, Any] | None = None, fields: Any = None,
        skip: tuple[str, ...] = (), **said: Any,
    ) -> Any:  # fmt: skip
        """Answer a stage on its page (`S1_2="no"`), round after round, while the page asks what it had not asked."""
        self.facts |= facts or {}
        answers = {
            **{name: USUAL[name] for name in USUAL if name not in skip},
            **{name.replace("_", ".", 1): value for name, value in said.items()},
        }
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
            kept = {one.id: form.initial.get(one.id) for one in form.questions if one.id in skip}
            done = by.post(self.url("stage", stage), self._posted(form, {**answers, **kept}, stage, fields))
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

    def beside(self, party: str, *, name: str, **facts: Any) -> Office:
        """Another request in the same office, for another recipient: its party is put on the register as well."""
        other = copy(self)
        other.reference, other.released, other.party, other.facts = "", "", party, {**self.facts, **facts}
        other._recipient(name)
        return other

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

    def step(self, by: Client, action: str) -> Any:
        version = by.get(self.url("detail")).context["judged"].request.version
        return by.post(self.url("step", action), {"version": version})

    @property
    def names(self) -> list[str]:
        return [field[0] for field in self.asked]

    # --- files --------------------------------------------------------------------------------------------------------

    def upload(self, payload: str) -> SimpleUploadedFile:
        return SimpleUploadedFile(f"{payload}.csv", self.payloads[payload].encode(), content_type="text/csv")

    def bring(self, by: Client, content: str) -> Any:
        """Bring a file to the gate under this request, or a mended one in its place; the release's page."""
        file = SimpleUploadedFile("file.csv", content.encode(), content_type="text/csv")
        if self.released:
            by.post(reverse("release:replace", args=[self.released]), {"file": file})
        else:
            answer = by.post(reverse("release:new"), {"authority": self.reference, "file": file})
            assert answer.status_code == 302, refused(answer) or answer.context["form"].errors
            self.released = re.search(r"REL-[0-9]+-[0-9]+", answer.url).group()
        return by.get(reverse("release:detail", args=[self.released]))

    def release(self, content: str) -> Any:
        """Through the gate, sealed, offered, and collected with the code and the terms accepted: what r1 was given."""
        self.bring(browser("h1"), content)
        return self.let_go()

    def let_go(self) -> Any:
        """The same for a file that the gate has passed already. Where there are no terms, none are accepted."""
        by = browser("h2" if self.needs_a_second_person() else "h1")
        let_go = by.post(reverse("release:release", args=[self.released]))
        assert let_go.status_code == 302, refused(let_go)
        offered = by.post(reverse("aftercare:offer", args=[self.released])).context
        link, code, recipient = offered["link"], offered["code"], Client()
        said = {"code": code, "name": "Rhea Castell", "post": "Desk officer"}
        page = recipient.get(link)
        if self.reference.startswith("DSR-"):  # what is accepted is read, and not only named
            assert (TOPICS[0].words in page.text) is page.context["has_terms"]
        outright = recipient.post(link, said)
        self.refused_without_terms = outright.status_code in (400, 403)
        return recipient.post(link, {**said, "accepts": "on"}) if self.refused_without_terms else outright

    def needs_a_second_person(self) -> bool:
        """Whether the page says that whoever prepared the file may not release it."""
        page = browser("h1").get(reverse("release:detail", args=[self.released]))
        return "DE_SOD" in [one.rule.code for one in page.context.get("why_not") or ()]

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
        return next((line for line in page.context["page"].lines if line.reference == self.reference), None)

    def may_be_released(self) -> bool:
        """Whether the page on which a file is brought to the gate offers this request."""
        page = browser("h1").get(reverse("release:new"))
        return self.reference in dict(page.context["form"].fields["authority"].choices)

    def written_to(self) -> set[str]:
        """Everybody whom the office wrote to since the scenario began, by username or address."""
        sent = ledger.Message.objects.filter(leaf__in=ledger.Leaf.objects.order_by("pk")[self.began :])
        return set(sent.values_list("to", flat=True))

    def left(self) -> tuple[str, ...]:
        """The columns of the file that left."""
        page = browser("h1").get(reverse("release:detail", args=[self.released]))
        return tuple(one["field"] for one in page.context["row"].report["profile"])

    def parcels(self) -> int:
        """How many parcels lie ready for anybody."""
        return len(browser("h1").get(reverse("aftercare:parcels")).context["page"].rows)


def browser(username: str) -> Client:
    """The browser of somebody signed in."""
    return signed_in_now(people.User.objects.get(username=username))


def ok(answer: Any, stage: str, **more: Any) -> dict[str, Any]:
    """What a step came to: done where the office led on or gave something to take away, and did not lead away."""
    sent_off = answer.status_code == 302 and answer.url.startswith("/account/")
    done = answer.status_code in (200, 302) and not refused(answer) and not sent_off
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
    if question.kind is Kind.PERIOD and answer not in ("statutory", "longer"):
        months = Period(months=3) if answer == "period" else Period.parse(answer)
        return {name: "period", f"{name}-months": str(months.months)}
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


def _rows(fields: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Rows of (name, kind of personal data, why[, kind of special category[, whether it stays here]])."""
    posted: dict[str, Any] = {"fields-TOTAL_FORMS": len(fields), "fields-INITIAL_FORMS": 0}
    for number, field in enumerate(fields):
        name, personal, why, special, stays = (*field, "", False)[:5] if len(field) < 5 else field
        posted |= {
            f"fields-{number}-name": name, f"fields-{number}-type": "string",
            f"fields-{number}-personal": personal, f"fields-{number}-why": why,
            f"fields-{number}-special": special, **({f"fields-{number}-stays": "on"} if stays else {}),
        }  # fmt: skip
    return posted


def _stated(given: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that `given` states, of the sharing and of the parties in it."""
    parties = [value for value in given.values() if isinstance(value, Mapping)]
    stated = {name: value for party in (given, *parties) for name, value in party.items()}
    country = {"recipient.country": stated["country"]} if "country" in stated else {}
    return {**{name: value for name, value in stated.items() if name in FACTS}, **country}
