"""`sharewell check`: exit 0 yes, 1 no, 2 one clear line; one JSON object and nothing else; no value of the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from builders.release import GOOD, a_document
from sharewell.cli import main
from sharewell.release.checks import CHECKS

COLUMNS = [
    "age", "workclass", "fnlwgt", "education", "education-num", "marital-status", "occupation", "relationship",
    "race", "sex", "capital-gain", "capital-loss", "hours-per-week", "native-country", "salary-class",
]  # fmt: skip
NUMBERS = {"age", "fnlwgt", "education-num", "capital-gain", "capital-loss", "hours-per-week"}


class Desk:
    """A folder with a file and its terms, and the command run on them."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.file = self.put("file.csv", GOOD)
        self.terms = self.put("terms.json", json.dumps(a_document()).encode())

    def put(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def run(self, *arguments: Any) -> tuple[int, str, str]:
        status = main([str(argument) for argument in ("check", *arguments, "--on", "2026-06-01")])
        said = self.capsys.readouterr()
        return status, said.out, said.err

    def check(self, *arguments: Any) -> tuple[int, str, str]:
        return self.run(self.file, "--terms", self.terms, *arguments)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def test_a_file_that_is_as_agreed_may_leave(desk):
    status, out, err = desk.check("--json")

    assert (status, err) == (0, "")
    assert json.loads(out)["decision"] == "pass"
    assert [each["check"] for each in json.loads(out)["checks"]] == [check.id for check in CHECKS]


def test_a_file_with_a_column_more_may_not(desk):
    desk.put(
        "file.csv", b"referral_id,ward,referred_on,complainant_dob\nSW1,Eastmoor,2026-05-01,1980-01-01\n"
    )

    status, out, _ = desk.check("--json")

    finding = json.loads(out)["findings"][0]
    assert status == 1
    assert (finding["code"], finding["field"]) == ("G_FIELD_UNDECLARED", "complainant_dob")
    assert "1980-01-01" not in out


def test_without_json_a_person_is_told_what_and_what_to_do(desk):
    desk.put("file.csv", GOOD.replace(b"SW2", b"XX2"))

    status, out, _ = desk.check()

    assert status == 1
    assert "This file must not leave as it is." in out
    assert "referral_id: 1 found, rows 2" in out
    assert "XX2" not in out


def test_what_waits_for_a_person_is_not_yet_a_yes(desk):
    desk.put("file.csv", GOOD.replace(b"Eastmoor", b"=Eastmoor"))

    status, out, _ = desk.check("--json")

    assert (status, json.loads(out)["decision"]) == (1, "pass_with_review")


def test_without_terms_it_only_looks(desk):
    status, out, _ = desk.run(desk.file, "--json")

    answer = json.loads(out)
    assert (status, answer["decision"]) == (0, "look")
    assert list(answer) == ["decision", "file", "profile", "findings", "disclosure"]
    assert set(answer["profile"][0]) == {"field", "type", "filled", "distinct", "personal", "share"}


def test_looking_tells_what_is_hidden(desk):
    desk.put("file.csv", GOOD.replace(b"Eastmoor", b"=Eastmoor"))

    assert desk.run(desk.file)[0] == 1


@pytest.mark.parametrize("name", ["report.html", "report.json", "report.pdf"])
def test_a_report_is_written_in_the_form_of_its_name(desk, name):
    status, _, _ = desk.check("--report", desk.folder / name)

    content = (desk.folder / name).read_bytes()
    assert status == 0
    assert {"html": b"SHA-256", "json": b'"decision": "pass"', "pdf": b"%PDF"}[
        name.rpartition(".")[2]
    ] in content


TERMS_UNUSABLE = [
    (b"agreement: A\nschema: [", "terms.yaml: line"),
    (b"agreement: A\nagreement: B\n", "a key is repeated"),
    (b"agreement: A\n", "schema: expected"),
    (b"schema: {fields: [{name: a}]}\nvalidfrom: x\n", "validfrom: unknown key; expected one of"),
    (b"schema: {fields: [{name: a, type: strin}]}\n", "schema.fields[0].type: expected one of"),
    (
        b"schema: {fields: [{name: referral_id, constraints: {pattern: '(?=x)'}}]}\n",
        "constraints.pattern: expected",
    ),
    (
        b"schema: {fields: [{name: a}]}\ntreatments: [{field: a, do: mask}]\n",
        "treatments[0].keep: expected keep",
    ),
    (b"schema: {fields: [{name: a}]}\nscope: {keys: approved.csv}\n", "approved.csv: no such file"),
    (
        b"schema: {fields: [{name: a}]}\ntreatments: [{field: a, do: generalise, hierarchy: h.csv, level: 1}]\n",
        "h.csv: no such file",
    ),
    (b"\xff\xfe", "is not UTF-8"),
    (b"", "expected a mapping"),
]


@pytest.mark.parametrize(("terms", "says"), TERMS_UNUSABLE)
def test_terms_that_cannot_be_used_get_one_line(desk, terms, says):
    status, out, err = desk.run(desk.file, "--terms", desk.put("terms.yaml", terms), "--json")

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert says in err


FILES_UNUSABLE = [
    ("file.csv", b"a,b\n1\n", "row 1 has 1 cells; expected 2"),
    ("file.csv", b"", "the file is empty"),
    ("file.csv", b"a,b\n1,\xff\n", "byte 6"),
    ("file.txt", b"a,b\n1,2\n", "expected a name ending in"),
    ("file.xlsx", b"PK\x03\x04", "damaged"),
    ("file.parquet", b"PAR1PAR1", "damaged"),
    ("file.jsonl", b'{"a":[1]}', "row 1"),
]


@pytest.mark.parametrize(("name", "content", "says"), FILES_UNUSABLE)
def test_files_that_cannot_be_used_get_one_line_and_leave_no_report(desk, name, content, says):
    report = desk.folder / "report.json"

    status, out, err = desk.run(desk.put(name, content), "--terms", desk.terms, "--json", "--report", report)

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert says in err
    assert not report.exists()


def test_a_file_that_is_not_there_is_said_to_be_missing(desk):
    status, _, err = desk.run(desk.folder / "nothing.csv", "--terms", desk.terms)

    assert (status, err) == (2, "sharewell: nothing.csv: no such file\n")


CALLS_UNUSABLE = [
    (("--report", "report.txt"), ".html, .json or .pdf"),
    (("--report", "no/such/folder/report.json"), "no such file or directory"),
    (("--prior", "x.csv"), "sets no `disclosure.k` or `min_cell` to compare by"),
    (("--withhold", "x.csv"), "x.csv: no such file"),
    (("--on", "yesterday"), "expected a date"),
    (("--terms", "nothing.yaml"), "nothing.yaml: no such file"),
]


@pytest.mark.parametrize(("arguments", "says"), CALLS_UNUSABLE)
def test_calls_that_cannot_be_carried_out_get_one_line(desk, arguments, says):
    status, out, err = desk.check("--json", *arguments)

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert says in err


def test_the_day_is_the_one_that_is_named(desk):
    status = main(["check", str(desk.file), "--terms", str(desk.terms), "--on", "2028-01-01", "--json"])

    assert status == 1
    assert [each["check"] for each in json.loads(desk.capsys.readouterr().out)["findings"]] == ["G15"]


# --- what lies beside the file --------------------------------------------------------------------------
def results(out: str) -> dict[str, str]:
    return {each["check"]: each["result"] for each in json.loads(out)["checks"]}


def checks_found(out: str) -> list[tuple[str, str, list[int]]]:
    return [(each["check"], each["field"], each["rows"]) for each in json.loads(out)["findings"]]


def put_terms(desk: Desk, **changes: Any) -> None:
    desk.put("terms.json", json.dumps(a_document(**changes)).encode())


BESIDE = [
    (b"referral_id\nSW1\nSW2\n", None, 0, "pass", "not_asked", []),
    (b"referral_id\nSW1\n", None, 1, "refuse", "not_asked", [("G04", "referral_id", [2])]),
    (b"referral_id\nSW1\nSW2\n", b"referral_id\nsw 2\n", 1, "pass", "refuse", [("G18", "referral_id", [2])]),
    (b"referral_id\nSW1\nSW2\n", b"referral_id\nSW3\n", 0, "pass", "pass", []),
]


@pytest.mark.parametrize(("approved", "withheld", "status", "scope", "flags", "expected"), BESIDE)
def test_the_approved_and_the_withheld_are_compared(desk, approved, withheld, status, scope, flags, expected):
    put_terms(desk, scope={"keys": "approved.csv"})
    desk.put("approved.csv", approved)
    arguments = ("--withhold", desk.put("withheld.csv", withheld)) if withheld else ()

    answered, out, _ = desk.check("--json", *arguments)

    assert (answered, checks_found(out)) == (status, expected)
    assert (results(out)["G04"], results(out)["G18"]) == (scope, flags)


def test_lists_and_hierarchies_lie_in_the_folder_of_the_terms_wherever_one_stands(desk, monkeypatch):
    put_terms(desk, scope={"keys": "approved.csv"})
    desk.put("approved.csv", b"referral_id\nSW1\nSW2\n")
    (desk.folder / "elsewhere").mkdir()
    monkeypatch.chdir(desk.folder / "elsewhere")

    assert desk.check()[0] == 0


def test_what_was_treated_is_told_and_the_measures_with_it(desk):
    put_terms(
        desk,
        schema={"fields": [{"name": "ward"}, {"name": "referred_on"}]},
        treatments=[
            {"field": "referral_id", "do": "drop"},
            {"field": "ward", "do": "mask", "keep": 0},
            {"field": "referred_on", "do": "band", "years": 10},
        ],
        disclosure={"quasi_identifiers": ["ward", "referred_on"], "k": 2},
    )

    status, out, _ = desk.check("--json")

    answer = json.loads(out)
    assert (status, answer["file"]["columns"], answer["treated"]["columns"]) == (0, 3, 2)
    assert answer["disclosure"] == {
        "k": 2, "classes": 1, "uniques": 0, "rows_below_k": 0, "l": None, "entropy_l": None, "t": None,
    }  # fmt: skip
    assert [entry["field"] for entry in answer["profile"]] == ["ward", "referred_on"]


def test_a_person_is_told_what_was_treated_and_measured(desk):
    put_terms(
        desk,
        treatments=[{"field": "phone", "do": "drop"}],
        disclosure={"quasi_identifiers": ["ward"], "k": 1},
    )
    desk.put("file.csv", b"referral_id,ward,referred_on,phone\nSW1,Eastmoor,2026-05-01,1\n")

    _, out, _ = desk.check()

    assert "Treated (phone: drop); 3 columns leave." in out
    assert "Disclosure: k 1, classes 1, uniques 1, rows_below_k 0" in out


def test_an_earlier_file_that_differs_by_one_person_blocks(desk):
    put_terms(desk, disclosure={"quasi_identifiers": ["ward"], "k": 2})
    desk.put(
        "file.csv", b"referral_id,ward,referred_on\nSW1,E,2026-05-01\nSW2,E,2026-05-02\nSW3,E,2026-05-02\n"
    )
    march = desk.put("march.csv", b"referral_id,ward,referred_on\nSW1,E,2026-05-01\nSW2,E,2026-05-02\n")

    status, out, _ = desk.check("--json", "--prior", march)

    assert (status, checks_found(out)) == (1, [("G07", "ward", [1, 2, 3])])
    assert "march.csv" in json.loads(out)["findings"][0]["reason"]


# --- real data ----------------------------------------------------------------------------------------
def adult_terms(columns: list[str]) -> bytes:
    fields = [{"name": name, "type": "integer" if name in NUMBERS else "string"} for name in columns]
    return json.dumps(a_document(dialect={"skipInitialSpace": True}, schema={"fields": fields})).encode()


def test_the_census_file_passes_with_a_schedule_of_all_its_fields(desk, shared):
    terms = desk.put("terms.json", adult_terms(COLUMNS))

    status, out, _ = desk.run(shared / "data/adult/adult.csv", "--terms", terms, "--json")

    assert (status, json.loads(out)["file"]["rows"]) == (0, 32561)


@pytest.mark.parametrize("left_out", ["education", "native-country"])
def test_and_is_refused_by_the_name_of_the_field_that_is_not_in_it(desk, shared, left_out):
    terms = desk.put("terms.json", adult_terms([name for name in COLUMNS if name != left_out]))

    status, out, _ = desk.run(shared / "data/adult/adult.csv", "--terms", terms, "--json")

    blocks = [
        (each["check"], each["field"]) for each in json.loads(out)["findings"] if each["severity"] == "block"
    ]
    assert (status, blocks) == (1, [("G01", left_out)])


def test_and_is_clean_where_every_field_is_said_to_hold_no_personal_data(desk, shared):
    document = json.loads(adult_terms(COLUMNS))
    document["schema"]["fields"] = [each | {"personal": "none"} for each in document["schema"]["fields"]]

    _, out, _ = desk.run(
        shared / "data/adult/adult.csv",
        "--terms",
        desk.put("terms.json", json.dumps(document).encode()),
        "--json",
    )

    assert not [each for each in json.loads(out)["findings"] if each["check"] in ("G05", "G06")]


# --- personal data --------------------------------------------------------------------------------------
def test_looking_tells_which_columns_hold_identifiers(desk):
    desk.put("file.csv", b"ref,note\nSW1,ring 07700 900123\nSW2,smoke alarm missing\n")

    status, out, _ = desk.run(desk.file, "--json")

    answer = json.loads(out)
    assert status == 1
    assert [(each["personal"], each["share"]) for each in answer["profile"]] == [
        ("none", None),
        ("phone", 0.5),
    ]
    assert [(each["code"], each["field"], each["rows"]) for each in answer["findings"]] == [
        ("G_PD_UNDECLARED", "note", [1])
    ]
    assert "900123" not in out


def test_a_list_that_is_not_the_one_the_terms_mean_gets_one_line(desk):
    terms = a_document(scope={"keys": "approved.csv"}, digests={"approved.csv": "0" * 64})
    desk.put("approved.csv", b"referral_id\nSW1\nSW2\n")
    desk.put("terms.json", json.dumps(terms).encode())

    status, out, err = desk.check("--json")

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "approved.csv: its SHA-256 is not the one in the terms" in err


def test_people_whom_the_terms_withhold_need_no_naming_in_the_call(desk):
    desk.put("protected.csv", b"referral_id\nsw 2\n")
    desk.put("terms.json", json.dumps(a_document(withhold="protected.csv")).encode())

    status, out, _ = desk.check("--json")

    assert status == 1
    assert [(each["check"], each["rows"]) for each in json.loads(out)["findings"]] == [("G18", [2])]


def test_a_name_that_would_move_the_cursor_is_told_without_it(desk):
    desk.file = desk.put("red\x1b[31m\nfile.csv", GOOD)

    status, out, _ = desk.check()

    assert status == 0
    assert "red?[31m?file.csv" in out
    assert "\x1b" not in out


def test_nor_does_it_move_where_nothing_is_judged(desk):
    out = desk.run(desk.put("red\x1b[31m.csv", GOOD))[1]

    assert "\x1b" not in out


def test_terms_whose_last_day_comes_before_the_first_get_one_line(desk):
    terms = a_document(valid_from="2026-04-01", valid_until="2026-03-31")
    desk.put("terms.json", json.dumps(terms).encode())

    status, out, err = desk.check("--json")

    assert (status, out) == (2, "")
    assert err == "sharewell: terms.json: valid_until: expected a day on or after valid_from\n"


def test_a_look_says_how_many_would_be_recognised_by_the_likely_fields(desk):
    rows = b"".join(b"%s,%s,x\n" % (age, sex) for age, sex in [(b"30-39", b"F")] * 3 + [(b"40-49", b"M")])
    file = desk.put("people.csv", b"age_band,sex,note\n" + rows)

    status, out, _ = desk.run(file, "--json")

    assert status == 0
    assert json.loads(out)["disclosure"] == {
        "k": 1, "classes": 2, "uniques": 1, "rows_below_k": None, "l": None, "entropy_l": None, "t": None,
        "quasi_identifiers": ["age_band", "sex"],
    }  # fmt: skip
    assert "By age_band, sex there are 2 classes; 1 of 4 rows are alone in theirs." in desk.run(file)[1]


def test_a_look_at_fields_by_which_nobody_is_recognised_measures_nothing(desk):
    assert json.loads(desk.run(desk.put("sums.csv", b"total,note\n1,x\n"), "--json")[1])["disclosure"] is None


def test_a_call_without_a_file_is_told_so_once(desk):
    status, out, err = desk.run()

    assert (status, out) == (2, "")
    assert err == "sharewell: the following arguments are required: FILE (see 'sharewell check --help')\n"
