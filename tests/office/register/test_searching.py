"""Finding something on a register: by words, by where it stands, by when it is looked at again; and keeping that."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from sharewell_office.register import models

pytestmark = pytest.mark.django_db
# The office's day is 2 March 2026.
LATE, SOON, LATER = date(2026, 2, 1), date(2026, 4, 1), date(2026, 12, 1)


@pytest.fixture
def keeper(signed_in):
    return signed_in("k1")


def listed(keeper, name, **query):
    """What a list shows: the titles, in its order."""
    own = {"organisations": "parties", "dpias": "page", "agreements": "rows"}
    address = reverse(f"register:{name}") if name in own else reverse("register:entries", args=[name])
    page = keeper.get(address, query)
    assert page.status_code == 200
    found = page.context[own.get(name, "rows")]
    return [_title(each) for each in getattr(found, "rows", found)]


def _title(each):
    entry = getattr(each, "entry", each)
    return getattr(entry, "title", "") or entry.name


WHEN = {
    "": {"A", "B", "C", "D"},
    "late": {"A"},
    "soon": {"B"},
    "unset": {"D"},
    "nonsense": {"A", "B", "C", "D"},
}
DAYS = {"A": LATE, "B": SOON, "C": LATER, "D": None}


@pytest.mark.parametrize("when", WHEN)
def test_each_list_is_cut_by_when_it_is_looked_at_again(keeper, when):
    models.Agreement.objects.all().delete()
    models.Asset.objects.all().delete()
    models.Dpia.objects.all().delete()
    models.Entry.objects.filter(register="powers").delete()
    for title, day in DAYS.items():
        models.Asset.objects.create(data_set=title.lower(), title=title, review_on=day)
        models.Dpia.objects.create(reference=f"DPIA-{title}", title=title, review_on=day)
        models.Entry.objects.create(
            register="powers", reference=f"POW-{title}", title=title, status="in_force", review_on=day
        )
        models.Agreement.objects.create(reference=f"ISA-{title}", title=title, status="active", review_on=day)

    found = {
        name: set(listed(keeper, name, review=when)) for name in ("assets", "dpias", "powers", "agreements")
    }

    assert found == dict.fromkeys(found, WHEN[when])


def test_what_is_retired_or_ended_is_never_late(keeper):
    models.Entry.objects.create(
        register="powers", reference="POW-1", title="Repealed", status="retired", review_on=LATE
    )
    models.Agreement.objects.update(status="ended", review_on=LATE)

    assert listed(keeper, "powers", review="late") == []
    assert listed(keeper, "agreements", review="late") == []


def test_entries_are_found_by_where_they_stand_and_assets_by_who_owns_them(keeper):
    models.Entry.objects.create(register="powers", reference="POW-1", title="A draft", status="draft")

    assert listed(keeper, "powers", status="draft") == ["A draft"]
    assert listed(keeper, "assets", owner="o2") == ["Home safety visits"]
    assert listed(keeper, "assets", owner="o2", words="complaints") == []


BODIES = {
    "words": ({"words": "trust"}, ["A Trust"]),
    "kind": ({"kind": "charity"}, ["A Trust"]),
    "no key": ({"key": "none", "words": "trust"}, ["A Trust"]),
    "a verified key": ({"key": "verified", "words": "trust"}, []),
    "lapsed": ({"registration": "late"}, ["A Trust"]),
    "lapses soon": ({"registration": "soon", "words": "trust"}, []),
    "nobody is called that": ({"words": "zebra"}, []),
}


@pytest.mark.parametrize(("query", "found"), BODIES.values(), ids=BODIES)
def test_organisations_are_found_by_what_stands_on_their_cards(keeper, query, found):
    models.Party.objects.update(kind="public_authority", ico_expires=LATER)
    models.Party.objects.create(reference="ORG-0950", name="A Trust", kind="charity", ico_expires=LATE)

    assert listed(keeper, "organisations", **query) == found


@pytest.mark.parametrize("name", ["agreements", "organisations", "dpias", "assets", "powers", "notices"])
def test_a_search_is_kept_for_its_own_register_and_leads_back_to_it(keeper, name):
    keep = {"name": "Mine", "register": name, "query": "words=x&review=late&nonsense=1"}

    there = keeper.post(reverse("register:search-keep"), keep)
    kept = models.SavedSearch.objects.get()
    page = keeper.get(there.url)
    gone = keeper.post(reverse("register:search-forget", args=[kept.pk]))

    assert [each.name for each, _ in page.context["searches"]] == ["Mine"]
    assert "nonsense" not in kept.query
    assert gone.url == there.url.partition("?")[0]
    assert not models.SavedSearch.objects.exists()


def test_a_search_of_a_register_that_is_none_is_not_kept(keeper):
    answer = keeper.post(
        reverse("register:search-keep"), {"name": "Mine", "register": "zebras", "query": "words=x"}
    )

    assert answer.status_code == 404


def test_an_assets_owner_leads_to_everything_they_answer_for(keeper):
    page = keeper.get(reverse("register:entry", args=["assets", "complaints"]))

    assert f"{reverse('register:entries', args=['assets'])}?owner=o1" in page.text


def test_organisations_are_listed_by_name_page_by_page_also_where_two_have_one_name(keeper):
    models.Party.objects.bulk_create(
        models.Party(reference=f"ORG-{number}", name="Twin" if number % 2 else f"Body {number}")
        for number in range(1000, 1120)
    )

    seen, query = [], "?words="
    while query:
        page = keeper.get(reverse("register:organisations") + query)
        seen += [each.reference for each in page.context["parties"]]
        query = page.context["page"].next

    assert len(seen) == len(set(seen)) == models.Party.objects.count()
