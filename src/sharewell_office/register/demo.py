"""The demonstration office's register: three parties, two data sets, and agreements in different states."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pyrage
from django.conf import settings

from sharewell.register.agreement import (
    Agreement,
    AgreementAction,
    AgreementStatus,
    NoticeChoice,
    NoticeDecision,
)
from sharewell.register.asset import Asset
from sharewell.register.components import template_words
from sharewell.register.particulars import OURSELVES, TASKS, Basis, Direction, Particulars, Template
from sharewell.register.party import Party, PartyKind
from sharewell.register.schedule import Schedule, ScheduledField
from sharewell_office.ledger.services import next_reference
from sharewell_office.people import store as people
from sharewell_office.register import demo_registers, services, store

COUNCIL, POLICE, UNIVERSITY = "ORG-0001", "ORG-0002", "ORG-0003"

REFERRALS = Schedule(
    fields=(
        ScheduledField(
            name="referral_id",
            personal="identifier",
            why="So that the council can answer about one referral.",
            constraints={"required": True, "unique": True, "pattern": "SW[0-9]+"},
        ),
        ScheduledField(name="full_name", personal="name", why="To ask for the right person at the door."),
        ScheduledField(name="address", personal="address", why="To visit.", constraints={"required": True}),
        ScheduledField(name="phone", personal="phone", why="To make the appointment."),
        ScheduledField(
            name="mobility_flag",
            why="Two officers go where somebody cannot leave the building alone.",
            personal="none",
            constraints={"enum": ["Y", "N"]},
        ),
        ScheduledField(
            name="risk_note", personal="none", why="What the crew saw that the council must act on."
        ),
    ),
    primary_key=("referral_id",),
)
COMPLAINTS = Schedule(
    fields=(
        ScheduledField(name="complaint_ref", why="Identifies the complaint.", constraints={"required": True}),
        ScheduledField(
            name="received_date", type="date", why="To keep the time limit.", constraints={"required": True}
        ),
        ScheduledField(name="complainant_surname", personal="name", why="To match the two case files."),
        ScheduledField(
            name="outcome_code",
            why="What was decided.",
            constraints={"required": True, "enum": ["A", "B", "C"]},
        ),
    ),
    primary_key=("complaint_ref",),
)
# Two files to try the gate with: the first may leave, the second has a column that nobody agreed to.
# Nobody in them exists; the telephone numbers are Ofcom's for use in fiction.
SAMPLE_FILES = {
    "referrals.csv": (
        "referral_id,full_name,address,phone,mobility_flag,risk_note\n"
        "SW1,Ann Lee,1 High Street NS1 1AA,07700900001,Y,smoke alarm missing\n"
        "SW2,Raj Patel,2 High Street NS1 1AB,07700900002,N,hoarding in the hall\n"
    ),
    "referrals-with-an-extra-column.csv": (
        "referral_id,full_name,date_of_birth,address,phone,mobility_flag,risk_note\n"
        "SW1,Ann Lee,1950-01-01,1 High Street NS1 1AA,07700900001,Y,smoke alarm missing\n"
    ),
}


def load(at: datetime) -> None:
    """Load the parties, data sets and agreements as of `at`. The people must be there already."""
    today = at.date()
    _parties(today)
    store.save_asset(Asset(data_set="home-visits", title="Home safety visits", owner="o2", retention="P36M"))
    store.save_asset(
        Asset(data_set="complaints", title="Complaints and reviews", owner="o1", retention="P72M")
    )
    active = _referrals(today)
    for username, action, said in (
        ("d1", AgreementAction.REVIEW, None),
        ("o2", AgreementAction.DECIDE_NOTICE, services.Said(notice=NAMED)),
        ("o2", AgreementAction.SIGN, None),
        ("r1", AgreementAction.COUNTERSIGN, None),
    ):
        outcome = services.take_step(active, action=action, by=people.actor_by_id(username, today), said=said)
        assert outcome.permitted, outcome.refusals
    reviewed = _complaints(today)
    services.take_step(reviewed, action=AgreementAction.REVIEW, by=people.actor_by_id("d1", today))
    demo_registers.load(today, active, reviewed)
    _sample_files()


def _parties(today: date) -> None:
    council = Party(
        reference=COUNCIL,
        name="Northshire Council",
        kind=PartyKind.PUBLIC_AUTHORITY,
        contact="information.governance@council.northshire.example",
        ico_registration="ZA000002",
        ico_expires=today + timedelta(days=200),
        age_key=_recipient_key(),
        age_key_verified_on=today - timedelta(days=30),
    )
    police = replace(
        council,
        reference=POLICE,
        name="Northshire Police",
        kind=PartyKind.COMPETENT_AUTHORITY,
        contact="disclosure@police.northshire.example",
        ico_registration="ZA000003",
        age_key="",
        age_key_verified_on=None,
    )
    university = replace(
        police,
        reference=UNIVERSITY,
        name="University of Northshire",
        kind=PartyKind.OTHER,
        contact="research.data@university.northshire.example",
        ico_registration="ZA000004",
    )
    for party in (council, police, university):
        store.save_party(party)


def folder() -> Path:
    """Where a newcomer finds the files to try things with."""
    return Path(settings.SHAREWELL_HOME) / "demo"


def recipient_key_file() -> Path:
    return folder() / "northshire-council.key"


def _recipient_key() -> str:
    """The council's age key; the secret half is left in a file, so that a newcomer can play the recipient."""
    path = recipient_key_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        identity = pyrage.x25519.Identity.generate()
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(f"# public key: {identity.to_public()}\n{identity}\n")
    secret = next(line for line in path.read_text().splitlines() if line.startswith("AGE-SECRET-KEY-"))
    return str(pyrage.x25519.Identity.from_str(secret).to_public())


def _sample_files() -> None:
    for name, content in SAMPLE_FILES.items():
        (folder() / name).write_text(content)


NAMED = NoticeDecision(
    choice=NoticeChoice.CURRENT, reason="The notice names the council and what it receives.", notice=""
)
PUBLIC_TASK = "UK GDPR Article 6(1)(e), public task"


def _particulars(party: str, direction: Direction, *, dpia: str, power: str) -> Particulars:
    """What the demonstration's agreements say beside their fields, in the words of our template."""
    ways = {Direction.OUT: ((OURSELVES, True), (party, False))}
    both = ((OURSELVES, True), (OURSELVES, False), (party, True), (party, False))
    return Particulars(
        template=Template.ONE_WAY if direction is Direction.OUT else Template.OURS,
        direction=direction,
        bases=tuple(
            Basis(party=who, sends=sends, basis=PUBLIC_TASK, power=power)
            for who, sends in ways.get(direction, both)
        ),
        tasks=dict.fromkeys(TASKS, "Each party for the data it holds")
        | {"collects": "We do", "sends": "We do"},
        quality={
            "format": "The field schedule of this agreement, version 1",
            "accuracy": "Written at the visit or in the case file; at most three months old; checked by the handler",
            "amendment": "The sender tells the other party's contact within five working days",
            "retention": "The other party keeps them no longer than our own schedule allows",
            "minimised": "Each field says why it is needed; only households or cases concerned",
        },
        dpia=dpia,
        assurance="ICO registration current; key verified by telephone; no open incident.",
        words=template_words(),
    )


def _referrals(today: date) -> str:
    return _draft(
        Agreement(
            reference=next_reference("ISA", today.year),
            title="Safe and Well referrals to the council",
            status=AgreementStatus.DRAFT,
            data_set="home-visits",
            recipient=COUNCIL,
            recipient_name="Northshire Council",
            purpose="To refer households at risk of fire or falls to the council's prevention team.",
            benefits="Fewer fires and falls among people who live alone.",
            legal_power="Fire and Rescue Services Act 2004, section 6",
            lawful_basis="UK GDPR Article 6(1)(e), public task",
            disclosed="Name, address, telephone number and what the crew saw, of households that need a visit.",
            method="Sealed parcel, collected once",
            retention="P24M",
            starts=today - timedelta(days=60),
            ends=today + timedelta(days=305),
            review_on=today + timedelta(days=200),
            schedule=REFERRALS,
            max_rows=5000,
            particulars=_particulars(
                COUNCIL,
                Direction.OUT,
                dpia="DPIA-2026-0001",
                power="Fire and Rescue Services Act 2004, section 6",
            ),
        )
    )


def _complaints(today: date) -> str:
    return _draft(
        Agreement(
            reference=next_reference("ISA", today.year),
            title="Complaint reviews, exchanged with the police",
            status=AgreementStatus.DRAFT,
            data_set="complaints",
            recipient=POLICE,
            recipient_name="Northshire Police",
            purpose="So that a review of a complaint sees what the force decided, and the force sees the review.",
            benefits="Complainants get one answer.",
            legal_power="Police Reform Act 2002, Schedule 3",
            lawful_basis="UK GDPR Article 6(1)(e), public task",
            disclosed="Complaint reference, date received, surname, outcome.",
            method="Sealed parcel, collected once",
            retention="P72M",
            starts=today,
            ends=today + timedelta(days=365),
            review_on=today + timedelta(days=330),
            schedule=COMPLAINTS,
            particulars=_particulars(
                POLICE, Direction.BOTH, dpia="DPIA-2026-0002", power="Police Reform Act 2002, Schedule 3"
            ),
        )
    )


def _draft(agreement: Agreement) -> str:
    services.create(agreement, by=people.actor_by_id("h1", agreement.starts or date.min))
    return agreement.reference
