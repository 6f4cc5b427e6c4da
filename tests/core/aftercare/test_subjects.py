"""By which fields of a data set somebody is known, from what identifies them."""

from __future__ import annotations

import pytest

from sharewell.aftercare.subjects import known_by
from sharewell.register.terms import Terms


def terms(*treated: str, **kinds: str) -> Terms:
    """Terms of a file keyed by `ref`, with these fields of these kinds; some of them treated."""
    fields = [{"name": "ref", "type": "string"}]
    fields += [{"name": name, "type": "string", "personal": kind} for name, kind in kinds.items()]
    treatments = [{"field": name, "do": "drop"} for name in treated]
    return Terms.parse({"schema": {"fields": fields, "primaryKey": "ref"}, "treatments": treatments})


NAME, KEY = {"name": "Ann Lee"}, {"identifier": " SW1 "}


@pytest.mark.parametrize(
    ("said", "known"),
    [
        (NAME, {"full_name": "Ann Lee"}),
        (KEY, {"ref": "SW1"}),
        (NAME | KEY, {"ref": "SW1"}),
        ({"nino": "QQ123456C"}, {}),
        ({"name": "  "}, {}),
    ],
)
def test_it_is_the_surest_identifier_that_the_data_set_has(said, known):
    assert known_by(terms(full_name="name"), said) == known


@pytest.mark.parametrize(
    ("among", "can_be_said"),
    [(("full_name",), True), (("full_name", "ref"), True), (("phone",), False)],
)
def test_where_others_are_known_already_it_is_by_the_same_fields_or_not_at_all(among, can_be_said):
    found = known_by(terms(full_name="name"), NAME | KEY, among=among)

    assert sorted(found) == (sorted(among) if can_be_said else [])


def test_a_kind_that_two_fields_have_does_not_say_in_which():
    assert known_by(terms(own_name="name", carers_name="name"), NAME) == {}


def test_a_treated_field_does_not_say_who_somebody_is():
    assert known_by(terms("full_name", full_name="name"), NAME) == {}
