"""Somebody who holds the post, but for other business areas, is told just that, whichever room says no."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.decisions import LAW, NOON, a_request
from builders.register import an_agreement
from builders.release import some_terms
from sharewell.decisions import steps
from sharewell.decisions.lifecycle import Action, Asking
from sharewell.decisions.request import Status
from sharewell.register.authority import Authority, AuthorityKind
from sharewell.register.partner_text import bring_file
from sharewell.release import permission
from sharewell.release.outgoing import Release
from sharewell.release.outgoing import Status as Stands
from sharewell.vocabulary.people import ELSEWHERE, Actor, Role

HERE, THERE, TODAY = "complaints", "home-visits", NOON.date()
RELEASE = Release(
    reference="REL-2026-0001", status=Stands.READY, authority="ISA-2026-0001", file_name="f.csv", rows=1,
    terms_sha256="", prepared_by="h2", data_set=HERE,
)  # fmt: skip
AUTHORITY = Authority(
    kind=AuthorityKind.AGREEMENT,
    reference="ISA-2026-0001",
    recipient="ORG-1",
    data_set=HERE,
    terms=some_terms(),
)


def hana(area: str) -> Actor:
    return Actor(
        person="h1", name="", roles=frozenset({Role.HANDLER}), areas=frozenset({(Role.HANDLER, area)}),
        trained_until=date(2027, 12, 31),
    )  # fmt: skip


ROOMS = {
    "a request": lambda by: Asking(a_request(status=Status.DRAFT), by, NOON, LAW).may_at_all(Action.ANSWER),
    "telling": lambda by: steps.tell_requester(a_request(status=Status.WITHDRAWN), by=by, at=NOON).refusals,
    "an agreement": lambda by: bring_file(an_agreement(), sha256="ab" * 32, by=by, at=NOON).refusals,
    "bringing a file": lambda by: permission.may_bring(AUTHORITY, by=by, on=TODAY),
    "letting it go": lambda by: permission.withdraw(RELEASE, by=by, on=TODAY, at=NOON).refusals,
}


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_alike_that_the_post_is_held_for_other_areas(room):
    refusals = [one for one in ROOMS[room](hana(THERE)) if one.rule.code == "ST_NOT_YOURS"]

    assert len(refusals) == 1
    assert refusals[0].reason.endswith(f".{ELSEWHERE}")


@pytest.mark.parametrize("room", ROOMS)
def test_nobody_is_told_so_where_it_is_their_area_or_not_their_post(room):
    auditor = Actor(person="a1", name="", roles=frozenset({Role.AUDITOR}), trained_until=date(2027, 12, 31))

    told = [one.reason for by in (hana(HERE), auditor) for one in ROOMS[room](by)]

    assert not any(ELSEWHERE in reason for reason in told)


@given(
    held=st.frozensets(st.sampled_from(Role)),
    limits=st.frozensets(st.tuples(st.sampled_from(Role), st.sampled_from([HERE, THERE]))),
    posts=st.frozensets(st.sampled_from(Role)),
)
def test_it_is_said_exactly_where_they_hold_such_a_post_and_none_of_them_here(held, limits, posts):
    somebody = Actor(person="x", name="", roles=held, areas=limits)

    said = somebody.held_elsewhere(posts, HERE)

    elsewhere = any((post, THERE) in limits and (post, HERE) not in limits for post in posts)
    assert bool(said) is (elsewhere and not somebody.about(HERE).roles & posts)
