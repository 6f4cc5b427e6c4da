"""A recipient keeps its own contacts: an address that somebody reads, and never none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sharewell.aftercare.contacts import Contacts, change
from sharewell.policy import rulebook
from sharewell.register.party import Party
from sharewell.vocabulary.people import Actor, Role

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TEAM, DPO = "data@council.example.org", "dpo@council.example.org"
COUNCIL = Party(reference="ORG-0001", name="Council", contact=TEAM, dpo_contact=DPO)
RHEA = Actor(person="r1", name="Rhea", roles=frozenset({Role.RECIPIENT}))


def changed(contact, dpo_contact):
    return change(COUNCIL, Contacts(contact=contact, dpo_contact=dpo_contact), by=RHEA, at=NOON)


@pytest.mark.parametrize(
    ("contact", "dpo_contact", "rule"),
    [
        (TEAM, DPO, rulebook.NOT_IN_THIS_STATE),
        ("", DPO, rulebook.RECIPIENTS_TOLD),
        ("the office", DPO, rulebook.RECIPIENTS_TOLD),
        ("a@b@council.example.org", DPO, rulebook.RECIPIENTS_TOLD),
        (TEAM, "dpo @council.example.org", rulebook.RECIPIENTS_TOLD),
    ],
)
def test_what_nobody_reads_or_nothing_changes_is_refused(contact, dpo_contact, rule):
    assert [each.rule for each in changed(contact, dpo_contact).refusals] == [rule]


def test_the_record_says_what_was_changed_and_never_the_address():
    (event,) = changed("records@council.example.org", "").events

    assert event.details == {"changed": ["contact", "dpo_contact"]}
