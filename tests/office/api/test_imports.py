"""Files taken over by a program: tried, taken, undone, and every row's result read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sharewell_office.register import models

GOOD = "Organisation,Type\nA Trust,charity\nA Company,company\n"
ONE_BAD = GOOD + "Nowhere,volcano\n"
OURS = "What it is called,Sort\nA Trust,charity\n"


def bring(program, content=GOOD, kind="organisations", **more):
    file = SimpleUploadedFile("bodies.csv", content.encode())
    return program.upload("/imports", {"file": file, "kind": kind}, **more)


def step(program, reference, name, **more):
    return program.post(f"/imports/{reference}/steps", {"step": name}, **more)


def trusts():
    return models.Party.objects.filter(name__in=["A Trust", "A Company"]).count()


@pytest.fixture
def keeper(program):
    return program("k1")


def test_a_file_is_tried_taken_over_and_undone(keeper):
    brought = bring(keeper)
    reference = brought.json()["reference"]
    tried = trusts()
    taken, there = step(keeper, reference, "take"), trusts()
    undone = step(keeper, reference, "undo")

    assert (brought.status_code, brought.json()["events"]) == (201, ["import.tried"])
    assert (taken.json()["events"], undone.json()["events"]) == (["import.taken"], ["import.undone"])
    assert (tried, there, trusts()) == (0, 2, 0)


def test_a_bad_row_stops_no_good_one_and_is_told_with_its_column(keeper):
    reference = bring(keeper, ONE_BAD).json()["reference"]
    step(keeper, reference, "take")

    whole = keeper.get(f"/imports/{reference}").json()
    (refused,) = keeper.get(f"/imports/{reference}/rows", result="refused").json()["items"]

    assert trusts() == 2
    assert (whole["state"], whole["counts"]["created"], whole["counts"]["refused"]) == ("taken", 2, 1)
    assert refused["row"] == 3
    assert refused["refusals"][0]["remedy"]


def test_columns_nobody_knows_are_named_and_remembered(keeper):
    first = bring(keeper, OURS)
    reference = first.json()["reference"]
    named = keeper.post(
        f"/imports/{reference}/columns", {"mapping": {"What it is called": "name", "Sort": "kind"}}
    )

    again = bring(keeper, OURS)

    assert first.json()["events"] == ["import.asking"]
    assert named.json()["events"] == again.json()["events"] == ["import.tried"]


def test_what_was_built_on_is_not_undone_and_says_why(keeper):
    reference = bring(keeper).json()["reference"]
    step(keeper, reference, "take")
    models.Agreement.objects.update(recipient=models.Party.objects.get(name="A Trust"))

    answer = step(keeper, reference, "undo")

    assert answer.status_code in (403, 409)
    assert "is named by" in answer.json()["refusals"][0]["reason"]
    assert trusts() == 2


MAPPINGS = {
    "a column we have not": {"What it is called": "name", "Sort": "zebra"},
    "a column with a NUL": {"What it is called": "na\0me"},
    "a heading it has not": {"Elsewhere": "name"},
    "two for one": {"What it is called": "name", "Sort": "name"},
    "none that is needed": {"Sort": "kind"},
    "nothing": {},
}


@pytest.mark.parametrize("mapping", MAPPINGS.values(), ids=MAPPINGS)
def test_columns_that_cannot_be_right_are_refused_and_nothing_is_remembered(keeper, mapping):
    reference = bring(keeper, OURS).json()["reference"]

    answer = keeper.post(f"/imports/{reference}/columns", {"mapping": mapping})

    assert answer.status_code in (400, 422)
    assert not models.ColumnMapping.objects.exists()


WRONG = {
    "no such kind": ({"kind": "zebras"}, 422),
    "no table": ({"content": "\x00\x01"}, 422),
    "empty": ({"content": ""}, 422),
}


@pytest.mark.parametrize(("changed", "status"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_read_is_told_and_nothing_is_kept(keeper, changed, status):
    answer = bring(keeper, **changed)

    assert answer.status_code == status
    assert not models.Import.objects.exists()


@pytest.mark.parametrize("name", ["undo", "go-on", "burn"])
def test_a_step_that_does_not_lead_on_from_there_is_refused(keeper, name):
    reference = bring(keeper).json()["reference"]

    assert step(keeper, reference, name).status_code in (403, 409, 422)
    assert trusts() == 0


@pytest.mark.parametrize("person", ["h1", "o1", "c1"])
def test_nobody_but_the_keepers_takes_over_files(program, person):
    assert bring(program(person)).status_code == 403
    assert program(person).get("/imports").status_code == 403


def test_a_file_sent_twice_under_one_key_is_brought_once(keeper):
    first, second = bring(keeper, once="k-1"), bring(keeper, once="k-1")

    assert first.json() == second.json()
    assert models.Import.objects.count() == 1
