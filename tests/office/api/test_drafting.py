"""An agreement drafted by a program: the sections of the screens, their questions, and their answers."""

import pytest

SCHEMA = {"fields": [{"name": "referral_id", "type": "string", "personal": "identifier"}]}


@pytest.fixture
def begun(program):
    """A handler's program, and the address of the draft it has begun."""
    keeper = program("h1")
    answer = keeper.post("/agreements", {"title": "Winter visits", "role": "controller"})
    assert answer.status_code == 201, answer.content
    return keeper, f"/agreements/{answer.json()['reference']}"


def asked(keeper, draft, section):
    """What that section asks: its version, and the questions by name."""
    found = next(each for each in keeper.get(f"{draft}/sections").json() if each["name"] == section)
    return found["version"], {each["name"]: each for each in found["questions"]}


def test_what_is_answered_stands_there_and_what_is_left_out_stays(begun):
    keeper, draft = begun
    version, _ = asked(keeper, draft, "basics")
    said = {
        "purpose": "To visit before the frost",
        "starts": "2026-04-01",
        "retention": "P24M",
        "max_rows": 500,
    }

    answer = keeper.post(f"{draft}/sections/basics", {"version": version, "answers": said}, put=True)

    assert answer.json()["events"] == ["isa.amended"], answer.content
    _, questions = asked(keeper, draft, "basics")
    assert {name: questions[name]["answer"] for name in said} == said
    assert questions["title"]["answer"] == "Winter visits"


def test_the_second_of_two_is_told(begun):
    keeper, draft = begun
    version, _ = asked(keeper, draft, "basics")
    body = {"version": version, "answers": {"purpose": "First"}}

    first = keeper.post(f"{draft}/sections/basics", body, put=True)
    second = keeper.post(f"{draft}/sections/basics", body | {"answers": {"purpose": "Second"}}, put=True)

    assert (first.status_code, second.status_code) == (201, 409)
    assert asked(keeper, draft, "basics")[1]["purpose"]["answer"] == "First"


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"retention": "for ever"}, "retention"),
        ({"starts": "2026-02-30"}, "starts"),
        ({"starts": "soon"}, "starts"),
        ({"sealed_with": "wax"}, "sealed_with"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_an_answer_that_does_not_fit_names_its_question(begun, said, where):
    keeper, draft = begun

    answer = keeper.post(f"{draft}/sections/basics", {"version": 1, "answers": said}, put=True)

    assert answer.status_code == 422
    assert {each["where"] for each in answer.json()["refusals"]} == {where}


def test_the_field_schedule_is_a_table_schema(begun):
    keeper, draft = begun
    version, _ = asked(keeper, draft, "basics")

    answer = keeper.post(f"{draft}/schedule", {"version": version, "table_schema": SCHEMA}, put=True)
    wrong = keeper.post(
        f"{draft}/schedule", {"version": version, "table_schema": {"fields": "all"}}, put=True
    )

    assert (answer.status_code, wrong.status_code) == (201, 422)
    fields = keeper.get(draft).json()["table_schema"]["fields"]
    assert [each["name"] for each in fields] == ["referral_id"]


def test_every_section_can_be_given_back_as_it_was_read(begun):
    keeper, draft = begun
    for section in keeper.get(f"{draft}/sections").json():
        version, questions = asked(keeper, draft, section["name"])
        same = {name: each["answer"] for name, each in questions.items() if each["answer"] is not None}

        answer = keeper.post(
            f"{draft}/sections/{section['name']}", {"version": version, "answers": same}, put=True
        )

        assert answer.status_code == 201, (section["name"], answer.content)


def test_who_does_not_draft_begins_nothing_and_changes_nothing(begun, program):
    _, draft = begun

    begins = program("a1").post("/agreements", {"title": "Mine", "role": "controller"})
    changes = program("a1").post(f"{draft}/sections/basics", {"version": 1, "answers": {}}, put=True)

    assert (begins.status_code, changes.status_code) == (403, 403)
    assert begins.json()["refusals"][0]["remedy"].startswith("Ask the ")
