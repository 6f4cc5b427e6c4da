"""Who may let a file go, from which status, and what must be true: a table and a law."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.release import MONDAY, some_terms
from sharewell.policy import rulebook
from sharewell.register.authority import Authority, AuthorityKind
from sharewell.register.party import Party, PartyKind
from sharewell.release.permission import (
    BULK_ROWS,
    FROM,
    WHO,
    Action,
    Digests,
    Release,
    Status,
    Today,
    may_bring,
    may_seal,
    of_check,
    options,
    permit,
    withdraw,
)
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Actor, Role

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
AUTHORITY = Authority(
    kind=AuthorityKind.AGREEMENT,
    reference="ISA-2026-0007",
    recipient="ORG-0001",
    data_set="home-visits",
    terms=some_terms(),
    special_category=False,
)
PARTY = Party(
    reference="ORG-0001",
    name="Northshire Council",
    kind=PartyKind.PUBLIC_AUTHORITY,
    age_key="age1key",
    age_key_verified_on=MONDAY,
)
READY = Release(
    reference="REL-2026-0001",
    status=Status.READY,
    authority="ISA-2026-0007",
    file_name="file.csv",
    digests=Digests(plan="p" * 64, file="a" * 64, report="r" * 64),
    rows=2,
    terms_sha256="b" * 64,
    prepared_by="h1",
)
NOW = Today(on=MONDAY, at=AT, authority=AUTHORITY, terms_sha256="b" * 64, party=PARTY, digests=READY.digests)
OTHER = replace(READY.digests, file="c" * 64)


def a_handler(person="h1", *, roles=(Role.HANDLER,), trained_until=MONDAY):
    return Actor(person=person, name=person, roles=frozenset(roles), trained_until=trained_until)


def codes(refusals):
    return [refusal.rule.code for refusal in refusals]


def test_a_file_that_may_go_goes_and_its_digests_are_on_the_record():
    outcome = permit(READY, NOW, by=a_handler())

    assert outcome.permitted
    assert outcome.events[0].kind == "release.permitted"
    assert outcome.events[0].details["file_sha256"] == "a" * 64


@pytest.mark.parametrize("role", Role)
def test_only_case_handlers_release(role):
    assert permit(READY, NOW, by=a_handler(roles=[role])).permitted is (role is Role.HANDLER)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("action", [Action.PERMIT, Action.SEAL, Action.WITHDRAW])
def test_each_step_is_taken_only_from_where_it_leads(action, status):
    release, by = replace(READY, status=status), a_handler()
    refusals = {
        Action.PERMIT: lambda: permit(release, NOW, by=by).refusals,
        Action.SEAL: lambda: may_seal(release, NOW, by=by),
        Action.WITHDRAW: lambda: withdraw(release, by=by, on=MONDAY, at=AT).refusals,
    }[action]()

    assert (rulebook.NOT_IN_THIS_STATE in [each.rule for each in refusals]) is (status not in FROM[action])


def test_every_action_has_its_statuses_and_its_posts():
    assert set(FROM) == set(WHO) == set(Action)
    assert all(WHO.values())


SUSPENDED = Refusal(rule=rulebook.AUTHORITY_IN_FORCE, reason="It is suspended.", remedy="Resume it.")
NOT_SO = [
    ({"digests": Digests()}, ["G_HASH", "G_HASH", "G_HASH"]),
    ({"digests": replace(READY.digests, plan="")}, ["G_HASH"]),
    ({"digests": replace(READY.digests, report="c" * 64)}, ["G_HASH"]),
    ({"digests": OTHER}, ["G_HASH"]),
    ({"authority": None}, ["G_AUTHORITY"]),
    ({"authority": replace(AUTHORITY, standing=(SUSPENDED,))}, ["G_AUTHORITY"]),
    ({"authority": replace(AUTHORITY, terms=some_terms(valid_from=None))}, ["G_AUTHORITY"]),
    ({"authority": replace(AUTHORITY, terms=some_terms(valid_until="2026-05-31"))}, ["G_AUTHORITY"]),
    ({"terms_sha256": "c" * 64}, ["G_AUTHORITY"]),
    ({"others": ("REL-2026-0000",)}, ["DE_DELIVERED"]),
    ({"party": None}, ["G_KEY"]),
    ({"party": replace(PARTY, age_key="", age_key_verified_on=None)}, ["G_KEY"]),
    ({"party": replace(PARTY, age_key_verified_on=None)}, ["G_KEY"]),
    ({"party": replace(PARTY, age_key_verified_on=MONDAY + timedelta(days=1))}, ["G_KEY"]),
]


@pytest.mark.parametrize(("changes", "expected"), NOT_SO)
def test_each_thing_that_is_not_so_keeps_the_file_back_before_and_after_the_permission(changes, expected):
    now, permitted = replace(NOW, **changes), replace(READY, status=Status.PERMITTED)

    assert codes(permit(READY, now, by=a_handler()).refusals) == expected
    assert codes(may_seal(permitted, now, by=a_handler())) == expected


@pytest.mark.parametrize("status", [Status.REFUSED, Status.REVIEW])
def test_what_the_gate_did_not_pass_does_not_go(status):
    refusals = permit(replace(READY, status=status), NOW, by=a_handler()).refusals

    assert rulebook.GATE_PASSED in [each.rule for each in refusals]


def test_a_check_the_terms_ask_for_and_nobody_answered_keeps_the_file_back():
    release = replace(READY, open_checks=("G04", "G07"))

    assert codes(permit(release, NOW, by=a_handler()).refusals) == ["G_SCOPE", "G_K_ANON"]


BULK = [(BULK_ROWS - 1, "h1", True), (BULK_ROWS, "h1", False), (BULK_ROWS, "h2", True)]


@pytest.mark.parametrize(("rows", "person", "may"), BULK)
def test_whoever_brought_a_bulk_file_does_not_release_it(rows, person, may):
    assert permit(replace(READY, rows=rows), NOW, by=a_handler(person)).permitted is may


SPECIAL = replace(AUTHORITY, special_category=True, decided_by=frozenset({"h3"}))


@pytest.mark.parametrize(("person", "may"), [("h1", False), ("h2", True), ("h3", False)])
def test_special_category_data_takes_another_hand_than_brought_or_decided_it(person, may):
    outcome = permit(READY, replace(NOW, authority=SPECIAL), by=a_handler(person))

    assert outcome.permitted is may
    assert codes(outcome.refusals) == ([] if may else ["DE_SOD"])


def test_an_ordinary_file_may_be_released_by_whoever_decided_it():
    ordinary = replace(SPECIAL, special_category=False)

    assert permit(READY, replace(NOW, authority=ordinary), by=a_handler("h3")).permitted


@pytest.mark.parametrize("person", ["h1", "h3"])
def test_the_chief_executives_countersignature_lets_one_person_hold_two_duties(person):
    countersigned = replace(SPECIAL, two_duties=True)
    bulk = replace(READY, rows=BULK_ROWS)

    assert permit(bulk, replace(NOW, authority=countersigned), by=a_handler(person)).permitted


@pytest.mark.parametrize("trained_until", [None, date(2026, 5, 31)])
def test_without_current_training_nobody_brings_releases_or_seals(trained_until):
    by = a_handler(trained_until=trained_until)

    assert codes(may_bring(AUTHORITY, by=by, on=MONDAY)) == ["DE_TRAINING"]
    assert codes(permit(READY, NOW, by=by).refusals) == ["DE_TRAINING"]
    assert codes(may_seal(replace(READY, status=Status.PERMITTED), NOW, by=by)) == ["DE_TRAINING"]


@given(
    changes=st.fixed_dictionaries(
        {},
        optional={
            "digests": st.just(OTHER),
            "authority": st.none(),
            "terms_sha256": st.just("c" * 64),
            "party": st.none(),
        },
    ),
    status=st.sampled_from(Status),
    roles=st.frozensets(st.sampled_from(Role)),
)
def test_nothing_goes_with_anything_wrong_whoever_asks(changes, status, roles):
    by = a_handler(roles=roles)

    outcome = permit(replace(READY, status=status), replace(NOW, **changes), by=by)

    assert outcome.permitted is (not changes and status is Status.READY and Role.HANDLER in roles)


@pytest.mark.parametrize("status", Status)
def test_the_options_are_the_steps_from_this_status_and_why_not(status):
    release = replace(READY, status=status)

    assert set(options(release, by=a_handler(), on=MONDAY)) == {
        each for each in Action if status in FROM[each]
    }
    assert not any(options(release, by=a_handler(), on=MONDAY).values())
    assert all(options(release, by=a_handler(roles=[Role.OWNER]), on=MONDAY).values())


def test_whoever_brought_a_bulk_file_is_told_so_before_they_try():
    release = replace(READY, rows=BULK_ROWS)

    assert codes(options(release, by=a_handler("h1"), on=MONDAY)[Action.PERMIT]) == ["DE_SOD"]
    assert not options(release, by=a_handler("h2"), on=MONDAY)[Action.PERMIT]


def test_a_refusal_of_a_check_names_the_check():
    assert of_check("G12").code == "G_HASH"
