"""The menu: every list it names is a page, and the lists of a room stand side by side on each of them alone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sharewell_office.config.menu import MENU

pytestmark = pytest.mark.django_db
LISTS = [(room.label, page) for room in MENU for _, page in room.lists]


@pytest.mark.parametrize(("label", "page"), LISTS)
def test_on_a_list_its_room_and_the_list_itself_are_marked(signed_in, label, page):
    shown = signed_in("d1").get(reverse(page)).context

    assert [room["text"] for room in shown["service_navigation"] if room["active"]] == [label]
    assert [each["href"] for each in shown["sub_navigation"] if each["current"]] == [reverse(page)]


@pytest.mark.parametrize("address", ["/requests/new/", "/agreements/ISA-2026-0001/", "/copies/new/"])
def test_where_something_is_read_or_filled_in_no_lists_stand_in_the_way(signed_in, address):
    assert not signed_in("d1").get(address).context["sub_navigation"]


def test_a_room_is_marked_on_every_page_below_one_of_its_lists(signed_in):
    rooms = signed_in("d1").get("/requests/dpo/ask/").context["service_navigation"]

    assert [room["text"] for room in rooms if room["active"]] == ["Requests"]
