"""A list and a page agree on who sees what: each rule as a filter on rows and as a question about one row."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection

from builders.record import NOON, an_event
from sharewell.policy import seeing
from sharewell.policy.seeing import Seeing, Viewer
from sharewell.vocabulary.people import Role
from sharewell_office.adapters.seeing import Table, hidden, keyed, placed, seen, tables
from sharewell_office.aftercare import models as aftercare
from sharewell_office.decisions import models as decisions
from sharewell_office.ledger.services import Message, record
from sharewell_office.register import models as register
from sharewell_office.release import models as release

pytestmark = pytest.mark.django_db
RULES = [each for each in vars(seeing).values() if isinstance(each, Seeing)]
NARROWING = [each for each in RULES if each.columns]
AREAS = [None, frozenset(), frozenset({"complaints"}), frozenset({"home-visits"}), frozenset({"youth-work"})]
COUNT, DAY = itertools.count(9000), date(2027, 3, 2)


def viewers() -> Iterator[Viewer]:
    """Everybody there could be: without a post, of one area, of another, of all; a party; each post alone."""
    yield Viewer()
    yield from (Viewer(names=frozenset({"h1"}), areas=areas) for areas in AREAS)
    yield from (Viewer(party=party) for party in ("ORG-0001", "ORG-0002"))
    yield from (
        Viewer(names=frozenset({"x"}), posts=frozenset({role})) for role in (Role.DPO, Role.RECIPIENT)
    )


@pytest.fixture
def an_office_of_everything() -> None:
    """The demonstration office, and of every kind of record some that differ in what its rule reads."""
    chance = random.Random(8)
    for area in ("complaints", "home-visits", "elsewhere"):
        a_release(area)
    abouts = ["", "REL-NONE", *release.Release.objects.values_list("reference", flat=True)]
    for about, party, name in itertools.product(abouts, ["ORG-0001", "ORG-0002"], ["h1", "h2"]):
        an_incident(about, party, name)
        a_notice(about or "REL-NONE", party)
        a_copy(party)
        a_question(name, chance.choice(["", "DSR-2026-0001", "DSR-2026-0002", *abouts]))
        subject = chance.choice(["DSR-2026-0001", "DSR-2026-0002", "INC-9000"])
        record([an_event(about=subject)], messages=[Message(to=name, template="cover", about=subject)])
    for name, area in itertools.product(["h1", "h2"], ["", "complaints", "home-visits"]):
        what_names_a_person_or_an_area(name, area)
    for name in ("h1", "h2"):
        register.CalendarLink.objects.create(person=name, secret_sha256=name * 32, made_at=NOON)


def a_release(area: str) -> None:
    made = release.Release.objects.create(
        reference=f"REL-{next(COUNT)}", status="ready", authority="ISA-2026-0001", recipient="ORG-0001",
        recipient_name="x", data_set=area,
    )  # fmt: skip
    made.attempts.create(
        number=1,
        file_name="x",
        terms={},
        terms_sha256="",
        state="running",
        prepared_by="h1",
        prepared_at=NOON,
    )
    aftercare.Parcel.objects.create(
        release=made.reference, recipient=f"ORG-000{made.pk % 2 + 1}", recipient_name="x", folder="x",
        destroy_by=DAY, state="offered", token_hash=made.reference, code_hash="", code_salt=b"", offered_by="h1",
        offered_at=NOON, expires_at=NOON,
    )  # fmt: skip
    a_copy("ORG-0001", made.reference)


def a_question(name: str, about: str) -> None:
    decisions.DpoQuestion.objects.create(
        reference=f"DPQ-{next(COUNT)}", question="?", asked_by=name, asked_at=NOON, about=about
    )


def what_names_a_person_or_an_area(name: str, area: str) -> None:
    decisions.Emergency.objects.create(
        reference=f"EM-{next(COUNT)}", opened=NOON, opened_by=name, data_set=area, status="emergency_open"
    )
    register.Dpia.objects.create(reference=f"DPIA-{next(COUNT)}", title="x", data_set=area)
    register.PastSharing.objects.create(reference=f"P-{next(COUNT)}", finished=DAY, data_set=area)
    register.SavedSearch.objects.create(person=name, name=str(next(COUNT)), query="q=1")
    release.WithheldPerson.objects.create(
        reference=f"WIT-{next(COUNT)}", data_set=area or "elsewhere", known_by={}, because="other", added_by="h1",
        added_at=NOON,
    )  # fmt: skip


def an_incident(about: str, party: str, name: str) -> None:
    incident = aftercare.Incident.objects.create(
        reference=f"INC-{next(COUNT)}", party=party, party_name="x", release=about, kind="actual", whose="theirs",
        state="suspected", occurred_at=NOON, reported_at=NOON, reported_by=name, what="x", self_reported=False,
    )  # fmt: skip
    aftercare.Question.objects.create(incident=incident, what="?", asked_by=name, asked_at=NOON, due=DAY)


def a_notice(about: str, party: str) -> None:
    correction = aftercare.Correction.objects.create(
        reference=f"COR-{next(COUNT)}", change="corrected", raised_by="h1", raised_at=NOON
    )
    aftercare.Notice.objects.create(
        correction=correction, release=about, party=party, party_name="x", state="sent", due=DAY
    )


def a_copy(party: str, reference: str = "") -> None:
    aftercare.Copy.objects.create(
        reference=reference or f"IN-{next(COUNT)}", party=party, party_name="x", title="x", certificate_due=DAY,
        received_on=DAY, destroy_by=DAY, inbound=not reference, state="held", handled_by="h1",
    )  # fmt: skip


def test_every_rule_has_its_table():
    assert {each.rule for each in tables()} == set(RULES)


def test_the_filter_gives_the_very_rows_that_the_predicate_allows_of_every_table(an_office_of_everything):
    told_apart = set()
    # The words that SQLite looks agreements up by are a table of its own, which PostgreSQL does not have.
    there = set(connection.introspection.table_names())
    read_once = [
        (table, rows_of(table))
        for table in tables()
        if table.rule in NARROWING and table.model._meta.db_table in there
    ]
    for looking in viewers():
        kept = everything_hidden_from(looking)
        for table, rows in read_once:
            listed = set(seen(table.records(), looking, table.rule).values_list("pk", flat=True))
            among = kept[bool(table.key)]

            allowed = {pk for pk, read in rows.items() if table.rule.sees(looking, read, among)}

            assert listed == allowed, (table.rule.what, looking)
            if 0 < len(allowed) < len(rows):
                told_apart.add(table.rule.what)

    # Each rule was tried on rows of which somebody sees some and not others.
    assert {each.what for each in NARROWING} - told_apart == set()


def rows_of(table: Table) -> dict[Any, dict[str, Any]]:
    """What the rule reads of each row."""
    names = table.rule.columns
    prepared = table.prepared(table.records())
    found = prepared.values_list("pk", *map(table.column, names))
    return {pk: dict(zip(names, values, strict=True)) for pk, *values in found}


def everything_hidden_from(looking: Viewer) -> dict[bool, set[str]]:
    """The references they do not see, by the predicate alone: of cases (True), and of everything that has one."""
    cases = {reference for table in placed() for reference in _refused(table, looking, set())}
    return {True: cases, False: cases | {one for table in keyed() for one in _refused(table, looking, cases)}}


def _refused(table: Table, looking: Viewer, cases: set[str]) -> set[str]:
    keys = dict(table.records().values_list("pk", table.key))
    return {keys[pk] for pk, read in rows_of(table).items() if not table.rule.sees(looking, read, cases)}


def test_what_is_hidden_is_told_by_reference_as_well(an_office_of_everything):
    looking = Viewer(names=frozenset({"h1"}), areas=frozenset({"complaints"}))
    references = {one for table in keyed() for one in table.records().values_list(table.key, flat=True)}

    assert hidden([*references, "ISA-NONE"], looking) == everything_hidden_from(looking)[False]
