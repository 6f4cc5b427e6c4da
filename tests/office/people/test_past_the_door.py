"""A service that is called past the door decides about somebody as far as their posts reach, and no further.

The door (`people/seeing.py`) narrows whoever comes by a page or a call. Here nobody comes through it: the services are
called as a command, a job or a room above would call them.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from inspect import Parameter, getmembers, isfunction, signature
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction

import sharewell_office
from builders.another_area import a_sealed_release, an_incident
from sharewell.aftercare.incidents import Kind, Report
from sharewell.decisions.request import AdviceKind
from sharewell.policy import seeing
from sharewell.register.agreement import AgreementAction
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import KeptFromThem, acts, reaching
from sharewell_office.adapters.seeing import hidden
from sharewell_office.aftercare.incidents import services as incidents
from sharewell_office.aftercare.retention import services as retention
from sharewell_office.aftercare.services import offering
from sharewell_office.decisions import services as decisions
from sharewell_office.decisions.annexes import services as annexes
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.register.dpia import services as assessments
from sharewell_office.register.services import life
from sharewell_office.release.services import index, lists

pytestmark = pytest.mark.django_db
THEIRS, NOT_THEIRS = "complaints", "home-visits"

# Rooms whose records are about the office itself, and no case: a post counts there whatever it is held for.
ABOUT_NO_CASE = (
    "assurance.actions", "assurance.adherence", "assurance.board", "assurance.campaigns", "assurance.governance",
    "assurance.policies", "assurance.practices", "decisions.law", "people", "register.services.for_machines",
    "register.services.ourselves", "register.services.taking_over",
)  # fmt: skip
# What puts nothing on the record: it says what somebody may do, to those who read the case already.
READS = {
    "as_if_answered", "choices", "judged", "may_propose", "may_send", "not_a_drafter", "options", "planned", "told_to",
    "who_speak", "your_step",
}  # fmt: skip


# Modules that act and are called otherwise.
BESIDE = {
    "sharewell_office.aftercare.contacting",
    "sharewell_office.decisions.receiving",
    "sharewell_office.ledger.erasing",
}


def acting_in(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Its public functions in which somebody acts, and says so on the record."""
    for name, found in getmembers(module, isfunction):
        by = signature(found).parameters.get("by")
        ours = found.__module__ == module.__name__ and not name.startswith("_") and name not in READS
        if ours and by is not None and "Actor" in str(by.annotation):
            yield f"{module.__name__.removeprefix('sharewell_office.')}.{name}", found


def services() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every service in which somebody acts on what may be a case."""
    for each in pkgutil.walk_packages(sharewell_office.__path__, "sharewell_office."):
        room = each.name.removeprefix("sharewell_office.")
        if ("services" in room.split(".") or room in BESIDE) and not room.startswith(ABOUT_NO_CASE):
            yield from acting_in(import_module(each.name))


SERVICES = dict(services())


@pytest.fixture
def limited(db) -> Actor:
    """A case handler for complaints alone."""
    hana = people.actor_by_id("h1", clock.today())
    return replace(
        hana, areas=frozenset({(role, THEIRS) for role in hana.roles}), owns=frozenset(), delegations=()
    )


@pytest.fixture
def auditing_all() -> Actor:
    """They read everything, as an auditor, and hold every other post for complaints alone."""
    held = frozenset(Role) - {Role.RECIPIENT}
    areas = frozenset((role, THEIRS) for role in held - {Role.AUDITOR})
    return Actor(person="x1", name="Xenia", roles=held, areas=areas, trained_until=clock.today())


def test_every_service_in_which_somebody_acts_narrows_them_to_what_it_is_about():
    assert len(SERVICES) > 90
    assert [name for name, each in SERVICES.items() if not hasattr(each, "acts")] == []


def named(service: Callable[..., Any], reference: str) -> dict[str, Any]:
    """Arguments by which a service is asked about that record, and nothing else that makes sense."""
    texts = ("reference", "incident", "copy", "about")
    asked = signature(service).parameters.values()
    return {
        each.name: reference if each.name in texts else None
        for each in asked
        if each.kind is not Parameter.VAR_KEYWORD
    }


def test_what_is_kept_from_somebody_is_not_there_in_any_service(limited):
    reference = "DSR-2026-0001"
    assert hidden([reference], seeing.of(limited))
    before, answers = ledger.size(), {}

    for name, service in SERVICES.items():
        if reference in (asked := named(service, reference)).values():
            try:
                answers[name] = service(**asked | {"by": limited})
            except KeptFromThem:
                answers[name] = KeptFromThem

    assert {name for name, said in answers.items() if said is not KeptFromThem} == set()
    assert len(answers) > 60
    assert ledger.size() == before


# An act of each room, about something of the other area.
ACTS: dict[str, Callable[[Actor], Any]] = {
    "a request": lambda by: decisions.advise("DSR-2026-0001", kind=AdviceKind.FOR, text="Share it.", by=by),
    "its annex": lambda by: annexes.about_a_victim("DSR-2026-0001", "no", by=by),
    "an assessment": lambda by: assessments.start(title="Diaries", data_set=NOT_THEIRS, by=by),
    "an agreement": lambda by: life.take_step("ISA-2026-0001", action=AgreementAction.SUSPEND, by=by),
    "a person withheld": lambda by: lists.withhold(NOT_THEIRS, {"visit_id": "1"}, because="A court order", by=by),
    "a purpose": lambda by: index.note_purpose(NOT_THEIRS, ropa="", dpia="", by=by),
    "a parcel": lambda by: offering.revoke("REL-2026-0901", by=by),
    "a copy": lambda by: retention.hold("REL-2026-0901", reason="An order", by=by),
    "an incident": lambda by: incidents.close("INC-2026-0901", why="Found again", by=by),
    "a question about it": lambda by: incidents.ask("INC-2026-0901", what="Who found it?", due=clock.today(), by=by),
    "telling who gave it": lambda by: incidents.tell_giver("INC-2026-0901", how="By telephone", by=by),
}  # fmt: skip


def refused(act: Callable[[Actor], Any], by: Actor) -> set[str]:
    """The rules by which this is refused to them; nothing of it stays."""
    with transaction.atomic():
        outcome = act(by)
        transaction.set_rollback(True)
    return {each.rule.code for each in getattr(outcome, "refusals", outcome)}


@pytest.mark.parametrize("what", ACTS)
def test_a_post_that_is_held_for_another_area_is_no_post_there(auditing_all, what):
    an_incident(a_sealed_release(NOT_THEIRS))
    everywhere = replace(auditing_all, areas=frozenset())

    assert refused(ACTS[what], auditing_all) - refused(ACTS[what], everywhere) != set()


@pytest.mark.parametrize("what", ACTS)
def test_who_holds_no_post_is_refused_by_the_service_itself(db, what):
    an_incident(a_sealed_release(NOT_THEIRS))
    before = ledger.size()

    assert refused(ACTS[what], Actor(person="x1", name="Xenia", roles=frozenset())) != set()
    assert ledger.size() == before


# --- the law of it --------------------------------------------------------------------------------------------------
@acts
def who_acts(reference: str = "", *, data_set: str = "", said: object = None, by: Actor) -> Actor:
    return by


@pytest.mark.parametrize(
    "named_by",
    [
        {"reference": "DSR-2026-0001"},
        {"data_set": NOT_THEIRS},
        {"reference": "DSR-2026-0002", "data_set": NOT_THEIRS},
        {
            "said": Report(
                party="ORG-0001", kind=Kind.NEAR_MISS, occurred_at=None, what="x", release="DSR-2026-0001"
            )
        },
        {"said": ["DSR-2026-0002", "DSR-2026-0001"]},
    ],
)
def test_however_it_is_named_they_act_with_the_posts_that_reach_it(auditing_all, named_by):
    assert who_acts(**named_by, by=auditing_all).roles == {Role.AUDITOR}


@pytest.mark.parametrize(
    "named_by", [{}, {"reference": "DSR-2026-0002"}, {"data_set": THEIRS}, {"reference": "X-1"}]
)
def test_in_their_area_and_about_no_case_they_act_with_all_of_them(auditing_all, named_by):
    assert who_acts(**named_by, by=auditing_all).roles == auditing_all.roles


def test_whoever_is_limited_to_nothing_is_asked_nothing(auditing_all, django_assert_num_queries):
    everywhere = replace(auditing_all, areas=frozenset())

    with django_assert_num_queries(0):
        assert who_acts("DSR-2026-0001", by=everywhere) is everywhere


def test_what_is_named_by_position_counts_like_what_is_named_by_word(limited):
    with pytest.raises(KeptFromThem):
        who_acts("DSR-2026-0001", by=limited)


def test_no_more_is_narrowed_the_second_time(auditing_all):
    once = reaching(auditing_all, "DSR-2026-0001")

    assert reaching(once, "DSR-2026-0001") == once
