"""The world of the core's half: the people of scenarios.yaml, one request, and the events that go on the record.

Nothing is kept but values: a step of the scenario takes the request as it stands and puts the next one in its place.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from builders.decisions import ANSWERS, FACTS, FOLLOWS, MISSING
from scenarios.scene import Scenario, Step
from sharewell.aftercare import collection
from sharewell.decisions import deciding, steps
from sharewell.decisions.approval import authority
from sharewell.decisions.assessment import Assessment, assess
from sharewell.decisions.case import parse_case
from sharewell.decisions.lifecycle import Action
from sharewell.decisions.request import ProposedField, Request
from sharewell.decisions.stepping import Step as Taken
from sharewell.engine.examine import examine
from sharewell.policy.law import law_on
from sharewell.policy.law.record import Law
from sharewell.register.authority import Authority, AuthorityKind
from sharewell.register.party import Party
from sharewell.register.terms import Terms
from sharewell.release import permission
from sharewell.release.outgoing import Digests, Release, Today
from sharewell.release.report import Report
from sharewell.vocabulary.canonical import digest
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor, Role

DATA = "complaints"
TRAINED, LAPSED = date(2028, 12, 31), date(2025, 12, 31)


def _actor(person: str, role: Role, *owns: str, trained_until: date = TRAINED) -> Actor:
    return Actor(
        person=person,
        name=person,
        roles=frozenset({role}),
        owns=frozenset(owns),
        trained_until=trained_until,
    )


ACTORS = {
    actor.person: actor
    for actor in (
        _actor("h1", Role.HANDLER),
        _actor("h2", Role.HANDLER),
        _actor("h3", Role.HANDLER, trained_until=LAPSED),
        _actor("o1", Role.OWNER, DATA),
        _actor("o2", Role.OWNER, "another"),
        _actor("d1", Role.DPO),
        _actor("c1", Role.CHIEF_EXECUTIVE),
        _actor("a1", Role.AUDITOR),
    )
}

CODE, SALT = "AAAAA-BBBBB", b"of the scenario"

KNOWN_BY_OFFICE = ("dpo.advice", "sharing.type")

# What a handler would answer on screen where the scenario is about something else. The office fills in the rest.
USUAL: Mapping[str, Any] = {name: value for name, value in ANSWERS.items() if name not in FOLLOWS}


class Core:
    """One request on its way through the core."""

    def __init__(self, scenario: Scenario, **facts: Any) -> None:
        self.given, self.payloads = scenario.given, scenario.payloads
        self.at: datetime = scenario.steps[0].at
        self.events: list[str] = []
        self.fields: tuple[ProposedField, ...] = ()
        self.request = Request(
            reference="DSR-2026-0001",
            title=scenario.title,
            asked=str(scenario.given.get("request", scenario.title)),
            recipient="ORG-0001",
            recipient_name=str(_named(scenario.given.get("recipient", "Northshire Council"))),
            data_set=DATA,
            received=self.at,
            requested_by="h2",
            owners=frozenset({"o1"}),
            retention="P3M",
        )
        self.facts = {**FACTS, **_stated(scenario.given), **facts}

    # --- one step ---------------------------------------------------------------------------------

    @property
    def law(self) -> Law:
        return law_on(self.at.date())

    def now(self, step: Step) -> Actor:
        """The clock moves to the step; whoever takes it."""
        self.at = step.at
        return ACTORS[step.actor]

    def receive(self, by: Actor) -> Outcome:
        outcome = steps.receive(self.request, by=by, at=self.at, law=self.law)
        return self.on_record(outcome)

    def answer(
        self, stage: str, *, by: Actor, facts: Mapping[str, Any] | None = None, **answers: Any
    ) -> Outcome:
        """Answer questions of a stage (`S1_2="no"`); what the scenario does not speak of is answered as usual."""
        said = {name: USUAL[name] for name in USUAL if name.startswith(f"{stage}.")}
        said |= {name.replace("_", "."): value for name, value in answers.items()}
        self.facts |= facts or {}
        stated = {name: value for name, value in self.facts.items() if self._asked_at(name, stage)} | (
            facts or {}
        )
        case = parse_case({"facts": self._agreeing(stated, said), "answers": said}, self.law)
        return self.take(
            steps.answer(
                self.request,
                stage=stage,
                answers={name: case.answers.get(name) for name in said},
                facts={name: case.facts.get(name) for name in stated},
                fields=self.fields,
                by=by,
                at=self.at,
                law=self.law,
            )
        )

    def _asked_at(self, fact: str, stage: str) -> bool:
        return self.law.fact[fact].stage == stage and fact not in KNOWN_BY_OFFICE

    def _agreeing(self, stated: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
        """The facts, less those that these answers settle: an answer that says it is enough."""
        settled = {
            says.fact
            for name in said
            for says in self.law.question[name].says
            if says.answer == said[name] and len(says.values) == 1
        }
        return {name: value for name, value in stated.items() if name not in settled and value is not MISSING}

    def move(self, action: Action, *, by: Actor, note: str = "") -> Outcome:
        return self.take(steps.move(self.request, action=action, by=by, at=self.at, law=self.law, note=note))

    def decide(self, action: Action, *, by: Actor, **more: Any) -> Outcome:
        given = {"reasons": "As the scenario has it.", **more}
        return self.take(
            deciding.take_decision(self.request, action=action, by=by, at=self.at, law=self.law, **given)
        )

    def advise(self, kind: Any, *, by: Actor, text: str = "As the scenario has it.") -> Outcome:
        return self.take(steps.advise(self.request, kind=kind, text=text, by=by, at=self.at, law=self.law))

    def take(self, step: Taken) -> Outcome:
        self.request = step.request
        return self.on_record(step.outcome)

    def on_record(self, outcome: Outcome) -> Outcome:
        self.events += [event.kind for event in outcome.events]
        return outcome

    # --- looking ----------------------------------------------------------------------------------

    def assessment(self) -> Assessment:
        return assess(self.request.case(self.law), law=self.law, on=self.at.date())

    def stage(self, stage: str) -> dict[str, Any]:
        """The stage as a step of the scenario speaks of it."""
        found = self.assessment().of_stage(stage)
        return {"result": found.result.value, "stage": stage, "codes": found.codes}

    @property
    def state(self) -> str:
        return "closed" if self.request.status.final else "open"

    def gate(self, payload: str, terms: Terms | Mapping[str, Any]) -> Report:
        """What the gate says of the very file of the scenario."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{payload}.csv"
            file.write_text(self.payloads[payload], encoding="utf-8")
            read = terms if isinstance(terms, Terms) else Terms.parse(terms)
            return examine(file, read, terms_sha256="", on=self.at.date())

    def release(self, payload: str, given: Authority | None = None) -> Outcome:
        """What the release room and r1 do: the gate, the permission, the seal, the one delivery, the collection.

        `given` is an authority that is no decision of this request's. r1 tries without accepting the terms first.
        """
        under = given or authority(self.request)
        assert under is not None
        outgoing, today = self._outgoing(payload, under)
        permitted = self.on_record(permission.permit(outgoing, today, by=ACTORS["h1"]))
        if not permitted.permitted:
            return permitted
        self.events.append(permission.sealed(outgoing, today, by=ACTORS["h1"]).kind)
        if given is None:
            assert self.move(Action.DELIVER, by=ACTORS["h1"]).permitted
        return self._collected(under)

    def _outgoing(self, payload: str, under: Authority) -> tuple[Release, Today]:
        report = self.gate(payload, under.terms).as_dict()
        digests = Digests(plan="p" * 64, file=report["file"]["sha256"], report=digest(report))
        party = Party(
            reference=under.recipient, name="r1's", age_key="age1key", age_key_verified_on=self.at.date()
        )
        outgoing = Release(
            reference="REL-2026-0001",
            status=permission.AFTER_THE_GATE[report["decision"]],
            authority=under.reference,
            file_name=f"{payload}.csv",
            rows=report["file"]["rows"],
            terms_sha256="t" * 64,
            prepared_by="h2",
            digests=digests,
        )
        today = Today(
            on=self.at.date(),
            at=self.at,
            authority=under,
            terms_sha256="t" * 64,
            party=party,
            digests=digests,
        )
        return outgoing, today

    def _collected(self, under: Authority) -> Outcome:
        parcel = collection.Collection(
            release="REL-2026-0001",
            recipient=under.recipient,
            terms=under.kind is not AuthorityKind.DETERMINATION,
            state=collection.State.OFFERED,
            expires_at=self.at + collection.OPEN_FOR,
            code_hash=collection.hash_of(CODE, salt=SALT),
            code_salt=SALT,
        )
        said = collection.Acceptance(code=CODE, name="Rhea Castell", post="Desk officer", accepts=False)
        outright = collection.collect(parcel, said, at=self.at)
        self.refused_without_terms = not outright.permitted
        accepted = collection.collect(parcel, replace(said, accepts=True), at=self.at)
        return self.on_record(accepted if self.refused_without_terms else outright)


def ok(outcome: Outcome, stage: str, **more: Any) -> dict[str, Any]:
    """What a step of the life of a request came to."""
    codes = [refusal.rule.code for refusal in outcome.refusals]
    return {"result": "ok" if outcome.permitted else "block", "stage": stage, "codes": codes, **more}


def reduced(world: Core, *leave_out: str) -> Core:
    """The request with fewer fields proposed."""
    kept = tuple(one for one in world.request.fields if one.name not in leave_out)
    world.request = replace(world.request, fields=kept)
    return world


def _named(party: Any) -> Any:
    return party.get("name", party) if isinstance(party, Mapping) else party


def _stated(given: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that `given` states, of the sharing and of the parties in it."""
    parties = [value for value in given.values() if isinstance(value, Mapping)]
    stated = {name: value for party in (given, *parties) for name, value in party.items()}
    return {name: value for name, value in stated.items() if name in FACTS}
