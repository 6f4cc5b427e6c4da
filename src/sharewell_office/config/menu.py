"""The menu: the rooms of the office, who enters each, and the lists that a room keeps side by side."""

from __future__ import annotations

from typing import NamedTuple


class Room(NamedTuple):
    """`page` and those of `lists` (label, page) are names of addresses; `who`: staff, recipient, visitor or all."""

    label: str
    page: str
    who: str
    lists: tuple[tuple[str, str], ...] = ()


MENU = (
    Room("Your work", "desk:home", "staff"),
    Room(
        "Requests",
        "decisions:list",
        "staff",
        (
            ("One-off requests", "decisions:list"),
            ("Emergencies", "decisions:emergencies"),
            ("Activity log", "decisions:log"),
            ("Questions to the DPO", "decisions:dpo_questions"),
            ("Delegations", "decisions:delegations"),
            ("The law in force", "decisions:law"),
        ),
    ),
    Room("Agreements", "register:agreements", "staff"),
    Room("Registers", "register:registers", "staff"),
    Room("Releases", "release:list", "staff"),
    Room(
        "After the share",
        "aftercare:copies",
        "staff",
        (
            ("Copies that must go", "aftercare:copies"),
            ("Parcels", "aftercare:parcels"),
            ("Corrections", "aftercare:corrections"),
            ("Incidents", "aftercare:incidents"),
            ("Messages", "desk:messages"),
            ("Jobs", "desk:jobs"),
        ),
    ),
    Room(
        "Assurance",
        "assurance:board",
        "staff",
        (
            ("Board report", "assurance:board"),
            ("Surveys", "assurance:surveys"),
            ("Sharing nobody agreed to", "assurance:cases"),
            ("Dip samples", "assurance:samples"),
            ("Adherence audits", "assurance:audits"),
            ("Actions", "assurance:reviews"),
            ("Policies", "assurance:policies"),
            ("Governance decisions", "assurance:governance"),
            ("Good practice", "assurance:practices"),
            ("Campaigns", "assurance:campaigns"),
            ("Training", "training"),
            ("Working days", "working-days"),
        ),
    ),
    Room("Record", "ledger:record", "staff"),
    Room("Received", "desk:received", "recipient"),
    Room("Inbox", "desk:inbox", "recipient"),
    Room("What you may see", "desk:visit", "visitor"),
)
