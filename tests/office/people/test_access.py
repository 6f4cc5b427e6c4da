"""Whose page is it? Every role against every kind of page, and what somebody reads who may not open one."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse

from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.people import access

STAFF = {"h1", "h2", "o1", "o2", "d1", "c1", "a1", "k1"}
HOLDERS = {
    Role.HANDLER: {"h1", "h2"},
    Role.OWNER: {"o1", "o2"},
    Role.DPO: {"d1"},
    Role.CHIEF_EXECUTIVE: {"c1"},
    Role.AUDITOR: {"a1"},
    Role.REGISTER_KEEPER: {"k1"},
    Role.COMMUNICATIONS: {"c1"},
    Role.RECIPIENT: {"r1"},
}
PAGES = [
    ("staff", access.staff_required, STAFF),
    ("recipients", access.recipient_required, {"r1"}),
    *((role.value, access.role_required(role), holders) for role, holders in HOLDERS.items()),
    ("owner or DPO", access.role_required(Role.OWNER, Role.DPO), {"o1", "o2", "d1"}),
]


def a_page(request) -> HttpResponse:
    return HttpResponse("opened")


@pytest.fixture
def request_by(rf, db):
    """`request_by("h1")`: a request as the middleware hands it to a view; `request_by("")` is a stranger's."""
    from sharewell_office.people import store
    from sharewell_office.people.models import User

    def make(username: str):
        request = rf.get("/a/page/?q=1")
        request.user = User.objects.get(username=username) if username else AnonymousUser()
        request.actor = store.actor(request.user, clock.today()) if username else None
        return request

    return make


@pytest.mark.parametrize(("page", "guard", "theirs"), PAGES, ids=[page for page, _, _ in PAGES])
@pytest.mark.parametrize("username", sorted(STAFF | {"r1"}))
def test_a_page_opens_to_those_it_is_for_and_to_nobody_else(username, page, guard, theirs, request_by):
    answer = guard(a_page)(request_by(username))

    assert answer.status_code == (200 if username in theirs else 403)


@pytest.mark.parametrize(("page", "guard", "theirs"), PAGES, ids=[page for page, _, _ in PAGES])
def test_a_stranger_is_led_to_the_door_and_back_to_the_page_after_it(page, guard, theirs, request_by):
    answer = guard(a_page)(request_by(""))

    assert answer.status_code == 302
    assert answer.url == "/account/sign-in/?next=/a/page/%3Fq%3D1"


def test_every_role_has_a_page_in_the_table():
    assert set(HOLDERS) == set(Role)


def test_a_page_for_no_role_at_all_is_refused_where_it_is_written():
    with pytest.raises(access.NobodyMayOpenThis):
        access.role_required()


def test_a_refused_page_says_whose_it_is_and_names_whom_to_ask(request_by):
    answer = access.role_required(Role.DPO)(a_page)(request_by("h1"))

    page = answer.content.decode()
    assert "This page is for the Data Protection Officer." in page
    assert "Ask Dilys Okafor." in page
    assert "OPCC" in page


def test_a_post_that_nobody_holds_is_said_to_be_empty(request_by):
    from sharewell_office.people.models import User

    User.objects.filter(username="d1").update(is_active=False)

    answer = access.role_required(Role.DPO)(a_page)(request_by("h1"))

    assert "nobody holds that post now" in answer.content.decode()


def test_a_refused_view_is_not_run_at_all(request_by):
    ran = []

    access.role_required(Role.DPO)(lambda request: ran.append(request))(request_by("h1"))

    assert ran == []


def test_what_the_address_says_reaches_the_view(request_by):
    view = access.staff_required(lambda request, reference, *, kind: HttpResponse(f"{reference} {kind}"))

    assert view(request_by("h1"), "DSR-2026-0001", kind="x").content == b"DSR-2026-0001 x"
