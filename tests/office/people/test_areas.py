"""Whoever holds their posts for one business area meets nothing of another: no list, page, file, search or answer.

The demonstration office has cases about two data sets. One handler is limited to one of them and asks for everything.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client

from builders.another_area import a_sealed_release, an_incident
from builders.every_address import every_address, first_of_each, one_of_each_kind
from sharewell.policy import seeing
from sharewell.policy.posts import LIMITABLE
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.seeing import data_sets_of, hidden, keyed, seen
from sharewell_office.assurance.models import Sample
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.people.models import Post, User

pytestmark = pytest.mark.django_db

THEIRS = "complaints"
OPEN = (
    "/inbox/",  # what was written to them by name
    "/people/invite/",  # an example in a hint
    "/registers/processing/", "/api/v1/processing",  # the record of processing is the whole office's (Article 30)
)  # fmt: skip


@pytest.fixture
def limited() -> Actor:
    """h1, a case handler for complaints alone."""
    an_incident(a_sealed_release("home-visits"))
    Post.objects.filter(user__username="h1").update(area=THEIRS)
    return people.actor_by_id("h1", clock.today())


def kept_from(by: Actor) -> set[str]:
    """The references of every case, and of what is about one, that they do not see."""
    return {
        getattr(row, table.key)
        for table in keyed()
        for row in table.records().exclude(pk__in=seen(table.records(), seeing.of(by)).values("pk"))
    }


EXAMPLES = re.compile(r"(?:For example|such as|is written like) [A-Z0-9 or-]+")


def text_of(answer: Any) -> str:
    """What a page says, but for the examples in its hints."""
    if answer.status_code != 200:
        return ""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return EXAMPLES.sub("", content.decode(errors="replace"))


def leaks(browser: Client, paths: Iterable[str], hidden: set[str]) -> list[str]:
    """What is named that is kept from them, and where. What they asked for by name may be said again."""
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(hidden)))})\b")
    return [
        f"{path} names {each}"
        for path in paths
        if not path.startswith(OPEN) and "sign-out" not in path
        for each in sorted(set(named.findall(text_of(browser.get(path)))))
        if each not in path
    ]


def test_the_office_has_cases_of_both_kinds(limited):
    kinds = {reference.partition("-")[0] for reference in kept_from(limited)}

    assert {"DSR", "ISA", "REL", "INC"} <= kinds
    assert hidden(["DSR-2026-0002"], seeing.of(limited)) == set()


@pytest.mark.slow
def test_no_list_and_no_search_names_anything_of_another_area(signed_in, limited):
    kept, browser = kept_from(limited), signed_in("h1")
    one_of_each = {each.partition("-")[0]: each for each in sorted(kept)}.values()
    asked = [
        *(each.path for each in first_of_each(every_address([]))),
        *(path for each in one_of_each for path in (f"/search/?words={each}", f"/record/?about={each}")),
    ]

    assert leaks(browser, asked, kept) == []
    for each in one_of_each:
        answer = browser.get(f"/search/?words={each}")
        assert (answer.status_code, f"/{each}/" in text_of(answer)) == (200, False), each


def test_that_a_pack_was_made_of_a_case_is_told_to_those_whose_posts_reach_everything(signed_in, limited):
    answer = signed_in("a1").post("/show/", {"reference": "DSR-2026-0001"})
    assert answer.status_code == 200, answer.content
    b"".join(answer.streaming_content)

    lists = {each: text_of(signed_in(each).get("/record/")) for each in ("h1", "h2")}

    assert ["PACK-2026-0001" in told for told in lists.values()] == [False, True]
    assert signed_in("h1").get("/api/v1/record/PACK-2026-0001").status_code == 404


def test_a_dip_sample_is_for_those_who_mark_and_for_those_whose_posts_reach_everything(signed_in, limited):
    first, last = clock.today(), clock.today()
    Sample.objects.create(
        reference="SAM-2026-0001", period_from=first, period_to=last, seed="x", frame=["DSR-2026-0001"], drawn=[],
        drawn_by="a1", drawn_at=clock.now(),
    )  # fmt: skip
    Post.objects.create(user=User.objects.get(username="k1"), role=Role.HANDLER.value)

    page = {each: signed_in(each).get("/assurance/SAM-2026-0001/").status_code for each in ("h1", "k1", "a1")}
    listed = {each: "SAM-2026-0001" in text_of(signed_in(each).get("/assurance/")) for each in page}

    assert page == {"h1": 404, "k1": 200, "a1": 200}
    assert listed == {"h1": False, "k1": True, "a1": True}


@pytest.mark.slow
def test_no_page_of_a_case_of_theirs_names_anything_of_another_area(signed_in, limited, drill_n):
    kept, browser = kept_from(limited), signed_in("h1")
    theirs = [each for each in one_of_each_kind() if each not in kept] + ["DSR-2026-0002", "ISA-2026-0002"]

    paths = [each.path for each in every_address(theirs)]

    assert leaks(browser, some_of(paths, drill_n(40, 10_000)), kept) == []


@pytest.mark.slow
def test_no_address_of_a_case_of_another_area_is_there(signed_in, limited, drill_n):
    """For programs neither: theirs are among the addresses."""
    browser, kept = signed_in("h1"), kept_from(limited)
    kinds = {each.partition("-")[0]: each for each in sorted(kept)}
    paths = [
        each.path for each in every_address(list(kinds.values())) if any(one in each.path for one in kept)
    ]

    for path in some_of(paths, drill_n(60, 10_000)):
        for ask in (browser.get, browser.post):
            assert ask(path).status_code in {403, 404, 405}, path


def some_of(paths: list[str], most: int) -> list[str]:
    return random.Random(8).sample(paths, min(len(paths), most))


def test_a_program_meets_nothing_of_another_area(signed_in, limited):
    browser, kept = signed_in("h1"), kept_from(limited)

    assert {browser.get(f"/api/v1/record/{each}").status_code for each in kept} == {404}
    assert browser.get("/api/v1/requests/DSR-2026-0002").status_code == 200


@pytest.fixture
def auditing_all(limited) -> Actor:
    """h1, who holds every post that can be limited for complaints alone, and looks at everything as an auditor."""
    user = User.objects.get(username="h1")
    Post.objects.filter(user=user).delete()
    Post.objects.bulk_create(
        Post(user=user, role=role.value, area="" if role is Role.AUDITOR else THEIRS) for role in LIMITABLE
    )
    return people.actor_by_id("h1", clock.today())


def test_a_post_for_all_areas_beside_it_opens_everything_and_acts_only_as_itself(auditing_all):
    assert seeing.of(auditing_all).areas is None
    assert auditing_all.about("home-visits").roles == {Role.AUDITOR}


def references_about(area: str) -> set[str]:
    """Every record that is about this data set, or about a case that is."""
    there = {getattr(row, table.key) for table in keyed() for row in table.records()}
    return {each for each in there if data_sets_of([each]) == {area}}


@pytest.mark.slow
def test_at_every_address_of_another_area_they_act_with_no_post_that_is_held_for_theirs_alone(
    signed_in, auditing_all, drill_n
):
    """Whatever step it is and whichever room decides: pages, steps, and what programs call."""
    browser, there = signed_in("h1"), references_about("home-visits")
    kinds = {each.partition("-")[0]: each for each in sorted(there)}
    assert {"DSR", "ISA", "REL", "INC", "DPIA"} <= kinds.keys()
    addresses = [each.path for each in first_of_each(every_address(list(kinds.values())))]
    theirs = [path for path in addresses if any(each in path for each in kinds.values())]

    before = ledger.size()
    acted = {
        path: browser.post(path).wsgi_request.actor.roles for path in some_of(theirs, drill_n(40, 10_000))
    }

    assert {path: roles for path, roles in acted.items() if roles != {Role.AUDITOR}} == {}
    assert ledger.size() == before


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/requests/new/", {"data_set": "home-visits"}),
        ("/incidents/new/", {"release": "REL-2026-0901"}),
        ("/requests/dpo/ask/", {"about": ["DSR-2026-0001"]}),
    ],
)
def test_what_a_form_names_counts_like_what_the_address_names(signed_in, auditing_all, path, said):
    assert signed_in("h1").post(path, said).wsgi_request.actor.roles == {Role.AUDITOR}


def test_what_a_program_names_counts_too(auditing_all, signed_in):
    answer = signed_in("h1").post(
        "/api/v1/requests", {"data_set": "home-visits"}, content_type="application/json"
    )

    assert answer.wsgi_request.actor.roles == {Role.AUDITOR}


def test_in_a_case_of_their_area_they_act_with_all_of_it(auditing_all, signed_in):
    assert signed_in("h1").post("/requests/DSR-2026-0002/submit/").wsgi_request.actor.roles == set(LIMITABLE)


def test_who_may_see_nothing_of_an_area_cannot_name_a_case_of_it_in_a_form(limited, signed_in):
    answers = [
        signed_in("h1").post("/requests/dpo/ask/", {"about": each, "question": "May I?"})
        for each in ("DSR-2026-0001", "DSR-2026-0002")
    ]

    assert [each.status_code for each in answers] == [404, 302]
