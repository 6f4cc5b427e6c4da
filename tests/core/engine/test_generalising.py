"""The fix beside a file that does not reach k: how far to generalise, tried on the file itself."""

from __future__ import annotations

from builders.release import a_csv, gate, some_terms
from sharewell.engine.beside import Beside

WARDS = "ward,area,county\nEast,North,All\nWest,North,All\nMid,South,All\n"
AGES = "age,band\n31,30-39\n34,30-39\n47,40-49\n"
PEOPLE = [("East", "31"), ("West", "34"), ("Mid", "47"), ("Mid", "47")]


def report_on(folder, people, *, k=2, levels=(0, 0), **changes):
    (folder / "wards.csv").write_text(WARDS)
    (folder / "ages.csv").write_text(AGES)
    usual = {
        "schema": {"fields": [{"name": "ward"}, {"name": "age"}]},
        "disclosure": {"quasi_identifiers": ["ward", "age"], "k": k},
        "treatments": [
            {"field": "ward", "do": "generalise", "hierarchy": "wards.csv", "level": levels[0]},
            {"field": "age", "do": "generalise", "hierarchy": "ages.csv", "level": levels[1]},
        ],
    }
    beside = Beside(hierarchies={name: folder / name for name in ("wards.csv", "ages.csv")})
    return gate(folder, a_csv([("ward", "age"), *people]), some_terms(**{**usual, **changes}), beside=beside)


def remedies(report):
    return [each.remedy for each in report.judgement.findings if each.check == "G07"]


def test_the_levels_of_the_least_loss_are_offered_and_suffice(tmp_path):
    (offered,) = remedies(report_on(tmp_path, PEOPLE))

    assert offered.startswith("The least that suffices: generalise 'ward' to level 1, 'age' to level 1.")
    assert remedies(report_on(tmp_path, PEOPLE, levels=(1, 1))) == []
    assert remedies(report_on(tmp_path, PEOPLE, levels=(0, 1))) != []
    assert remedies(report_on(tmp_path, PEOPLE, levels=(1, 0))) != []


def test_where_no_levels_suffice_none_are_offered(tmp_path):
    (offered,) = remedies(report_on(tmp_path, PEOPLE, k=5))

    assert "level" not in offered


def test_where_another_treatment_changes_a_field_none_are_offered(tmp_path):
    masked = [
        {"field": "ward", "do": "generalise", "hierarchy": "wards.csv", "level": 0},
        {"field": "age", "do": "mask", "keep": 1},
    ]

    (offered,) = remedies(report_on(tmp_path, PEOPLE, treatments=masked))

    assert "level" not in offered
