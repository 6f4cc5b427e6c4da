"""Programs read who is here and say what each of them does, by the rules of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.test import Client

from builders.post_office import Smtp, running
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.ledger.sending import send_waiting
from sharewell_office.people import models
from sharewell_office.people import store as people

pytestmark = pytest.mark.django_db


def test_our_own_people_are_told_with_what_they_do(program):
    told = {each["person"]: each for each in program("h1").get("/people").json()}

    assert told["o1"] == {
        "person": "o1",
        "name": "Olive Mensah",
        "roles": ["ro.owner"],
        "owns": ["complaints"],
        "limits": {},
    }
    assert "r1" not in told


def test_a_post_is_given_for_some_business_areas(program):
    answer = program("d1").post(
        "/people/h1/posts", {"posts": ["ro.handler"], "handler_areas": ["complaints"]}
    )

    assert answer.json() == {"reference": "h1", "events": ["person.posts_given"]}
    assert people.held(models.User.objects.get(username="h1")).areas == {(Role.HANDLER, "complaints")}


@pytest.mark.parametrize(
    ("by", "person", "said", "status", "code"),
    [
        ("h2", "h1", {"posts": ["ro.handler"]}, 403, "ST_NOT_YOURS"),
        ("d1", "d1", {"posts": ["ro.dpo"]}, 403, "ST_NOT_YOURS"),
        ("d1", "h1", {"posts": ["ro.owner"]}, 403, "PE_OWNER"),
        ("d1", "h1", {"posts": ["ro.handler"], "auditor_areas": ["nowhere"]}, 422, "API_INPUT"),
        ("d1", "h1", {"posts": []}, 422, "API_INPUT"),
        ("d1", "r1", {"posts": ["ro.handler"]}, 404, "API_NO_SUCH_THING"),
    ],
)
def test_a_no_says_why_and_changes_nothing(program, by, person, said, status, code):
    before = people.held(models.User.objects.get(username=person))

    answer = program(by).post(f"/people/{person}/posts", said)

    assert (answer.status_code, answer.json()["refusals"][0]["code"]) == (status, code)
    assert people.held(models.User.objects.get(username=person)) == before


def test_somebody_leaves_and_nobody_lets_themselves_out(program):
    assert program("d1").post("/people/d1/leave").status_code == 403
    assert program("d1").post("/people/h2/leave").json()["events"] == ["person.left"]
    assert not models.User.objects.get(username="h2").is_active


INVITED = {"name": "Nia Newcomer", "email": "nia@northshire.example", "roles": ["ro.handler"]}


def test_somebody_is_invited_by_letter_and_the_secret_of_the_link_is_kept_nowhere(program, settings):
    asks = program("d1")
    with running(Smtp()) as server:
        settings.SHAREWELL_SMTP, settings.SHAREWELL_MAIL_FROM = server.url, "office@northshire.example"
        answers = [asks.post("/invitations", INVITED, once="nia") for _ in range(2)]
        send_waiting(clock.now())

    (letter,) = [each for each in server.letters if each["To"] == INVITED["email"]]
    link = re.search(r"/people/join/([\w-]{43})/", letter.get_content())
    assert Client().get(link[0]).status_code == 200
    assert answers[0].json()["events"] == ["person.invited"]
    assert answers[0].json() == answers[1].json()
    assert [where for where in everything_kept() if link[1] in where] == []


def everything_kept() -> Iterator[str]:
    """Every row of every table of the office, as text."""
    for table in apps.get_models():
        if table._meta.managed:
            yield from (f"{table.__name__}: {row}" for row in table._default_manager.values_list())


def test_somebody_is_invited_for_a_business_area(program):
    program("d1").post("/invitations", INVITED | {"handler_areas": ["complaints"]})

    assert models.Invitation.objects.get().limits == [["ro.handler", "complaints"]]


def test_who_may_not_invite_sends_no_letter(program):
    assert program("h1").post("/invitations", INVITED).status_code == 403
    assert program("d1").post("/invitations", INVITED | {"roles": []}).status_code == 422
    assert not models.Invitation.objects.exists()
