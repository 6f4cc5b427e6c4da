"""People as the core sees them: posts, data sets, training, and delegations that are alive on the day."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from sharewell.vocabulary.people import Role
from sharewell_office.people import models, store

DAY = date(2026, 3, 2)
pytestmark = pytest.mark.django_db


def user(username: str) -> models.User:
    return models.User.objects.get(username=username)


def delegate(reference: str, *, to: str = "h1", starts: date = DAY, ends: date = DAY, by: str = "o1") -> None:
    models.Delegation.objects.create(
        reference=reference,
        from_user=user(by),
        to_user=user(to),
        data_sets=["complaints"],
        starts=starts,
        ends=ends,
    )


@pytest.mark.parametrize(
    ("username", "name", "roles", "owns"),
    [
        ("h1", "Hana Ito", {Role.HANDLER}, set()),
        ("o1", "Olive Mensah", {Role.OWNER}, {"complaints"}),
        ("o2", "Oskar Lind", {Role.OWNER}, {"home-visits"}),
        ("d1", "Dilys Okafor", {Role.DPO}, set()),
        ("c1", "Cora Whitlam", {Role.CHIEF_EXECUTIVE, Role.COMMUNICATIONS}, set()),
        ("a1", "Anil Ferris", {Role.AUDITOR}, set()),
        ("k1", "Kit Norwood", {Role.REGISTER_KEEPER}, set()),
        ("r1", "Rhea Castell", {Role.RECIPIENT}, set()),
    ],
)
def test_an_actor_is_the_person_with_posts_and_data_sets(username, name, roles, owns):
    actor = store.actor_by_id(username, DAY)

    assert (actor.person, actor.name, actor.roles, actor.owns) == (username, name, roles, owns)


def test_somebody_with_two_posts_acts_with_both():
    models.Post.objects.create(user=user("h1"), role=Role.AUDITOR.value)

    assert store.actor_by_id("h1", DAY).roles == {Role.HANDLER, Role.AUDITOR}


def test_training_comes_with_the_person_and_none_is_never_a_yes():
    assert store.actor_by_id("h1", DAY).trained(DAY)
    assert not store.actor_by_id("r1", DAY).trained(DAY)


@pytest.mark.parametrize(
    ("what", "starts", "ends", "alive"),
    [
        ("only today", date(2026, 3, 2), date(2026, 3, 2), True),
        ("since today", date(2026, 3, 2), date(2026, 3, 9), True),
        ("until today", date(2026, 2, 23), date(2026, 3, 2), True),
        ("from tomorrow", date(2026, 3, 3), date(2026, 3, 9), False),
        ("until yesterday", date(2026, 2, 23), date(2026, 3, 1), False),
    ],
)
def test_only_a_delegation_alive_on_the_day_counts(what, starts, ends, alive):
    delegate("DEL-1", starts=starts, ends=ends)

    actor = store.actor_by_id("h1", DAY)

    assert [each.reference for each in actor.delegations] == (["DEL-1"] if alive else [])


def test_a_delegation_says_from_whom_and_for_what():
    delegate("DEL-1")

    (held,) = store.actor_by_id("h1", DAY).delegations

    assert (held.from_person, held.data_sets, held.starts, held.ends) == ("o1", {"complaints"}, DAY, DAY)


def test_a_delegation_is_the_receivers_and_not_the_givers():
    delegate("DEL-1")

    assert store.actor_by_id("o1", DAY).delegations == ()


def test_a_delegation_ends_for_a_data_set_that_its_giver_answers_for_no_more():
    delegate("DEL-1")
    models.Ownership.objects.filter(data_set="complaints").update(user=user("o2"))

    assert store.actor_by_id("h1", DAY).delegations == ()


def test_of_two_data_sets_the_one_that_is_still_the_givers_is_lent():
    delegate("DEL-1")
    models.Delegation.objects.update(data_sets=["complaints", "home-visits"])

    (held,) = store.actor_by_id("h1", DAY).delegations

    assert held.data_sets == {"complaints"}


def test_a_delegation_from_somebody_who_left_has_ended():
    delegate("DEL-1")
    models.User.objects.filter(username="o1").update(is_active=False)

    assert store.actor_by_id("h1", DAY).delegations == ()


@pytest.mark.parametrize("delegations", [0, 1, 5])
def test_an_actor_costs_two_queries_however_much_was_delegated(delegations, django_assert_max_num_queries):
    for number in range(delegations):
        delegate(f"DEL-{number}")
    h1 = user("h1")

    with django_assert_max_num_queries(2):
        actor = store.actor(h1, DAY)

    assert len(actor.delegations) == delegations


@pytest.mark.parametrize(("manager", "queries"), [("", 1), ("c1", 3)])
def test_posts_and_data_sets_take_one_query_and_a_line_manager_two(
    django_assert_num_queries, manager, queries
):
    models.Post.objects.create(user=user("o2"), role=Role.HANDLER.value)
    models.Ownership.objects.create(user=user("o2"), data_set="station-diaries")
    models.User.objects.filter(username="o2").update(reports_to=manager)
    pk = user("o2").pk

    with django_assert_num_queries(queries):
        acting = store.actor(store.whole_person(pk), DAY)

    assert (acting.person, acting.roles) == ("o2", {Role.OWNER, Role.HANDLER})
    assert (acting.owns, acting.reports_to) == ({"home-visits", "station-diaries"}, {manager} - {""})
    assert (acting.also, acting.delegations) == (set(), ())


@pytest.mark.parametrize(
    ("joined", "managers"),
    [
        ({}, {"c1"}),
        ({"a1": "c1"}, {"c1", "a1"}),  # the manager has a second account
        ({"c1": "a1"}, {"c1", "a1"}),  # the one on record is the manager's second
        ({"o1": "h1"}, {"c1"}),  # the report has another account, without a manager
        ({"h1": "o1"}, {"c1"}),
    ],
)
def test_a_line_manager_is_a_person_whatever_account_is_on_record(joined, managers):
    models.User.objects.filter(username="o1").update(reports_to="c1")
    for account, first in joined.items():
        models.User.objects.filter(username=account).update(second_account_of=user(first))

    mine = {"o1", *joined} & {"o1", "h1"}
    assert all(store.actor_by_id(each, DAY).reports_to == managers for each in mine)


def test_whoever_is_read_whole_brings_what_was_delegated_to_them():
    delegate("DEL-1")

    acting = store.actor(store.whole_person(user("h1").pk), DAY)

    assert [each.reference for each in acting.delegations] == ["DEL-1"]


@pytest.mark.parametrize("username", ["nobody", ""])
def test_an_unknown_person_is_nobody(username):
    with pytest.raises(store.NoSuchPerson):
        store.actor_by_id(username, DAY)


def test_somebody_who_left_acts_no_more():
    models.User.objects.filter(username="d1").update(is_active=False)

    with pytest.raises(store.NoSuchPerson):
        store.actor_by_id("d1", DAY)


def test_the_command_line_holds_no_post_and_decides_nothing():
    actor = store.command_line()

    assert (actor.person, actor.roles, actor.owns, actor.delegations) == ("system", set(), set(), ())


def test_names_come_by_username_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        names = store.people_by_id(["h1", "o1", "h1", "nobody"])

    assert names == {"h1": "Hana Ito", "o1": "Olive Mensah"}


def test_the_name_of_somebody_who_left_stays_readable():
    models.User.objects.filter(username="h1").update(is_active=False)

    assert store.people_by_id(["h1"]) == {"h1": "Hana Ito"}


def test_who_holds_a_post_is_listed_by_name_without_those_who_left():
    models.User.objects.filter(username="h1").update(is_active=False)

    assert [each.username for each in store.with_role(Role.HANDLER)] == ["h2"]
    assert [each.username for each in store.with_role(Role.OWNER)] == ["o1", "o2"]


def test_each_data_set_has_its_owner_and_an_unknown_one_has_none():
    assert store.owner_of("complaints") == user("o1")
    assert store.owner_of("unheard-of") is None
    assert store.owners() == {"complaints": "o1", "home-visits": "o2"}


def test_an_office_with_people_is_not_empty():
    assert not store.nobody_yet()


# --- making people -------------------------------------------------------------------------------------------------


def add(username: str = "n1", **changed):
    card = {
        "email": f"{username}@northshire.example",
        "name": "Nia Newcomer",
        "password": "otter-kelp-linen-maple-42",
        "roles": [Role.HANDLER],
    }
    return store.add(username, **(card | changed))


def test_a_new_person_can_act_at_once():
    add(owns=["surveys"], trained_until=DAY)

    actor = store.actor_by_id("n1", DAY)

    assert (actor.roles, actor.owns, actor.trained_until) == ({Role.HANDLER}, {"surveys"}, DAY)


@pytest.mark.parametrize(
    ("what", "changed"),
    [
        ("a username twice", {"username": "h1"}),
        ("an address twice", {"email": "hana@northshire.example"}),
        ("an address twice, in capitals", {"email": "HANA@Northshire.example"}),
        ("a data set with an owner", {"owns": ["complaints"]}),
    ],
)
def test_a_person_who_cannot_be_is_not_made_in_part(what, changed):
    people, posts = models.User.objects.count(), models.Post.objects.count()

    with pytest.raises(IntegrityError):
        add(**({"email": "nia@northshire.example"} | changed))

    assert (models.User.objects.count(), models.Post.objects.count()) == (people, posts)


@pytest.mark.parametrize(
    ("what", "wrong"),
    [("ends before it starts", {"ends": date(2026, 3, 1)}), ("to oneself", {"to": "o1"})],
)
def test_the_database_itself_refuses_a_delegation_that_makes_no_sense(what, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        delegate("DEL-1", **wrong)


def test_a_recipients_person_is_not_our_staff_and_neither_is_one_who_left():
    models.User.objects.filter(username="h2").update(is_active=False)

    assert user("h1").is_staff
    assert not user("h2").is_staff
    assert not user("r1").is_staff
