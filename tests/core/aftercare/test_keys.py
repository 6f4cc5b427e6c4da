"""A recipient's key: given, verified by another channel by somebody else, good for two years, given up at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sharewell.aftercare import keys
from sharewell.policy import rulebook
from sharewell.register.party import KeyKind, Party, PartyKey
from sharewell.release.permission import key_verified
from sharewell.vocabulary.people import Actor, Role

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEY = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
OTHER = "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg"
COUNCIL = Party(reference="ORG-0001", name="Council", age_key=OTHER, age_key_verified_on=date(2026, 3, 2))
HANDLER = Actor(person="h1", name="Hana", roles=frozenset({Role.HANDLER}))
RHEA = Actor(person="r1", name="Rhea", roles=frozenset({Role.RECIPIENT}))
CHECK = keys.check_of(KEY)
GIVEN = keys.GivenKey(party="ORG-0001", kind=KeyKind.AGE, key=KEY, check=CHECK, given_by="r1")
BLOCK = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxjMEZ"
HOW = "Rhea, at the number on the council's own site"


def rules(outcome):
    return [each.rule for each in outcome.refusals]


def verify(given=GIVEN, *, read_out=CHECK, how=HOW, by=HANDLER):
    return keys.verify(given, read_out=read_out, how=how, by=by, at=NOON)


@pytest.mark.requirement("OPCC-7.3a")
def test_what_was_read_out_on_the_telephone_must_be_what_the_key_gives():
    assert verify().permitted
    assert verify(read_out=keys.check_of(KEY).lower().replace(" ", "")).permitted
    assert rules(verify(read_out=keys.check_of(OTHER))) == [rulebook.KEY_VERIFIED]
    assert rules(verify(read_out="")) == [rulebook.KEY_VERIFIED]
    assert rules(verify(how=" ")) == [rulebook.KEY_VERIFIED]


def test_whoever_gave_a_key_does_not_verify_it_and_no_recipient_verifies_any():
    assert rules(verify(replace(GIVEN, given_by="h1"))) == [rulebook.KEY_VERIFIED]
    assert rules(verify(by=RHEA)) == [rulebook.NOT_YOUR_STEP]
    assert rules(keys.decline(GIVEN, by=RHEA, at=NOON)) == [rulebook.NOT_YOUR_STEP]
    assert keys.decline(replace(GIVEN, given_by="h1"), by=HANDLER, at=NOON).permitted


@pytest.mark.parametrize("key", ["", "age1", KEY[:-1], KEY.upper(), "AGE-SECRET-KEY-1" + "Q" * 58, OTHER])
def test_what_is_no_key_or_no_new_one_is_not_taken(key):
    assert rules(keys.give(COUNCIL, KeyKind.AGE, key, by=RHEA, at=NOON)) == [rulebook.KEY_VERIFIED]


@pytest.mark.parametrize(("text", "kind"), [(BLOCK, KeyKind.OPENPGP), (KEY, KeyKind.AGE), ("", KeyKind.AGE)])
def test_which_kind_of_key_it_is_shows_in_what_was_pasted(text, kind):
    assert keys.kind_of(f"  {text}\n") is kind


def test_an_openpgp_key_is_taken_unless_nothing_can_be_sealed_to_it_or_it_is_there_already():
    def give(party=COUNCIL, problem=""):
        return keys.give(party, KeyKind.OPENPGP, f"{BLOCK}\n", problem=problem, by=RHEA, at=NOON)

    there = COUNCIL.with_key(KeyKind.OPENPGP, PartyKey(text=BLOCK))

    assert give().events[0].details == {"algorithm": "OpenPGP"}
    assert rules(give(problem="it was revoked")) == [rulebook.KEY_VERIFIED]
    assert rules(give(there)) == [rulebook.KEY_VERIFIED]


def test_the_two_kinds_of_key_stand_side_by_side_on_the_card():
    given = replace(GIVEN, kind=KeyKind.OPENPGP, key=BLOCK, check="ABCD EF01")

    both = keys.verified(COUNCIL, given, on=date(2026, 3, 2))

    assert both.key(KeyKind.OPENPGP) == PartyKey(text=BLOCK, verified_on=date(2026, 3, 2))
    assert both.key() == COUNCIL.key()
    assert both.with_key(KeyKind.OPENPGP, PartyKey()) == COUNCIL
    assert verify(given, read_out="abcdef01").permitted
    assert rules(verify(replace(given, check=""), read_out="")) == [rulebook.KEY_VERIFIED]


def test_a_key_is_given_up_by_either_side_and_only_where_there_is_one():
    assert keys.give_up(COUNCIL, KeyKind.AGE, why="", by=RHEA, at=NOON).permitted
    assert rules(keys.give_up(COUNCIL, KeyKind.OPENPGP, why="", by=RHEA, at=NOON)) == [
        rulebook.NOT_IN_THIS_STATE
    ]


def test_the_record_keeps_which_key_by_its_check_and_with_which_algorithm():
    (event,) = verify().events

    assert event.details == {"algorithm": "age X25519", "check": keys.check_of(KEY), "how": HOW}
    assert len(keys.check_of(KEY)) == 24


@pytest.mark.requirement("OPCC-7.3a")
@pytest.mark.parametrize(
    ("on", "seals"), [(date(2026, 3, 2), True), (date(2028, 3, 2), True), (date(2028, 3, 3), False)]
)
def test_nothing_is_sealed_to_a_key_that_was_verified_more_than_two_years_ago(on, seals):
    assert (key_verified(COUNCIL, on=on) == ()) is seals
