"""How a file is sealed: what each method may carry, by the table."""

from __future__ import annotations

import pytest

from sharewell.register.method import BULK_ROWS, METHODS, Method, too_weak
from sharewell.register.terms import Terms, TermsUnusable

SMALL = {"special_category": False, "rows": 10, "leaves_as": "returns.xlsx"}


@pytest.mark.parametrize(
    ("method", "changes", "reasons"),
    [
        (Method.KEY, {"special_category": True, "rows": BULK_ROWS, "leaves_as": "a.csv"}, 0),
        (Method.PASSPHRASE, {"special_category": True, "leaves_as": "a.csv"}, 0),
        (Method.PASSPHRASE, {"rows": BULK_ROWS}, 1),
        (Method.OPENPGP, {"special_category": True, "rows": BULK_ROWS, "leaves_as": "a.csv"}, 0),
        (Method.XLSX, {}, 0),
        (Method.XLSX, {"leaves_as": "RETURNS.XLSX"}, 0),
        (Method.XLSX, {"special_category": True}, 1),
        (Method.XLSX, {"rows": BULK_ROWS}, 1),
        (Method.XLSX, {"leaves_as": "returns.csv"}, 1),
        (Method.XLSX, {"special_category": True, "rows": BULK_ROWS, "leaves_as": "returns.csv"}, 3),
    ],
)
def test_each_method_carries_what_its_row_says_and_no_more(method, changes, reasons):
    assert len(list(too_weak(method, **SMALL | changes))) == reasons


@pytest.mark.requirement("OPCC-7.3a")
def test_a_password_on_a_workbook_never_carries_special_category_data_or_bulk():
    assert not METHODS[Method.XLSX].special_category
    assert not METHODS[Method.XLSX].bulk


def test_every_method_has_its_row_with_the_algorithm_that_is_written_into_the_parcel():
    assert set(METHODS) == set(Method)
    assert all(each.algorithm for each in METHODS.values())


def terms(**more):
    return Terms.parse({"agreement": "ISA-1", "schema": {"fields": [{"name": "a", "type": "string"}]}} | more)


@pytest.mark.parametrize("method", Method)
def test_the_method_is_part_of_the_terms_and_comes_back_as_it_was(method):
    said = terms(sealed_with=method.value)

    assert said.sealed_with is method
    assert Terms.parse(said.document()) == said


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_the_level_of_the_certificate_is_part_of_the_terms_and_comes_back_as_it_was(level):
    said = terms(certificate_level=level)

    assert Terms.parse(said.document()).certificate_level == level


@pytest.mark.parametrize("level", [0, 5, "two", 2.5])
def test_a_level_that_there_is_not_is_refused(level):
    with pytest.raises(TermsUnusable):
        terms(certificate_level=level)


def test_where_nothing_is_said_it_is_the_key_and_what_is_no_method_is_refused():
    assert terms().sealed_with is Method.KEY
    assert "sealed_with" not in terms().document()
    with pytest.raises(TermsUnusable):
        terms(sealed_with="email")
