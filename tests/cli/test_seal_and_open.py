"""`sharewell seal` and `sharewell open`: nothing leaves without a signed authority; what leaves opens whole."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import date

import pyrage
import pytest

from builders.release import GOOD, a_document
from sharewell.cli import main
from sharewell.engine.pseudonym import key_for
from sharewell.ledger.note import SigningKey
from sharewell.register.signed_terms import signed
from sharewell.register.terms import Terms

OFFICE = SigningKey(name="northshire.example.org/terms", seed=bytes(range(32)))
VKEY = str(OFFICE.verifier())
IDENTITY = pyrage.x25519.Identity.generate()


@pytest.fixture
def desk(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SHAREWELL_HOME", str(tmp_path / "home"))
    return Desk(tmp_path, capsys)


class Desk:
    def __init__(self, folder, capsys):
        self.folder, self.capsys = folder, capsys
        self.file = self.put("returns.csv", GOOD)
        self.terms = self.put("terms.json", self.export())
        self.identity = self.put("id.txt", f"# test\n{IDENTITY}\n".encode())

    def put(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def export(self, **changes):
        document = signed(
            a_document(**changes), key=OFFICE, issued=date(2026, 5, 1), expires=date(2026, 7, 1)
        )
        return json.dumps(document).encode()

    def run(self, *arguments):
        status = main([str(argument) for argument in arguments])
        said = self.capsys.readouterr()
        return status, said.out, said.err

    def seal(self, *arguments, key=VKEY):
        trusted = ("--key", key) if key else ()
        return self.run(
            *("seal", self.file, "--terms", self.terms, "--to", IDENTITY.to_public(), "--out", self.parcel),
            *("--on", "2026-06-01", *trusted, *arguments),
        )

    def open(self, *arguments):
        return self.run(
            "open", self.parcel, "--identity", self.identity, "--out", self.folder / "out", *arguments
        )

    @property
    def parcel(self):
        return self.folder / "parcel"

    def nothing_was_written(self):
        return {entry.name for entry in self.folder.iterdir()} <= {
            "returns.csv",
            "terms.json",
            "id.txt",
            "home",
        }


def test_what_was_sealed_under_signed_terms_opens_byte_for_byte(desk):
    sealed = desk.seal("--json")
    opened = desk.open("--json")

    assert (sealed[0], opened[0]) == (0, 0)
    assert (desk.folder / "out" / "returns.csv").read_bytes() == GOOD
    assert json.loads(opened[1])["authority"] == "ISA-2026-0007"
    assert {entry.name for entry in desk.parcel.iterdir()} == {
        "data.age",
        "manifest.json",
        "terms.json",
        "seal.age",
    }


def test_the_key_of_the_office_is_found_at_home(desk):
    desk.put("home/keys/office.vkey", f"{OFFICE.verifier()}\n".encode())

    assert desk.seal(key=None)[0] == 0


UNSIGNED = {
    "no signature": lambda desk: desk.put("terms.json", json.dumps(a_document()).encode()),
    "a changed recipient": lambda desk: desk.put(
        "terms.json", desk.export().replace(b"Northshire Council", b"Northshire Police")
    ),
    "a field more": lambda desk: desk.put(
        "terms.json", desk.export().replace(b'"name": "ward"', b'"name": "area"')
    ),
}


@pytest.mark.parametrize("wrong", UNSIGNED.values(), ids=UNSIGNED.keys())
def test_without_a_good_signature_nothing_is_sealed(desk, wrong):
    wrong(desk)

    status, out, _ = desk.seal("--json")

    assert (status, json.loads(out)["sealed"]) == (1, False)
    assert json.loads(out)["refusals"][0]["code"] == "G_AUTHORITY"
    assert desk.nothing_was_written()


def test_without_a_key_to_trust_nothing_is_sealed(desk):
    assert desk.seal(key=None)[0] == 1
    assert desk.nothing_was_written()


def test_terms_signed_too_long_ago_seal_nothing(desk):
    assert desk.seal("--on", "2026-07-02")[0] == 1


def test_a_rehearsal_is_stamped_and_said_first(desk):
    desk.put("terms.json", json.dumps(a_document()).encode())

    sealed = desk.seal("--rehearsal", key=None)
    opened = desk.open()

    assert (sealed[0], opened[0]) == (0, 0)
    assert json.loads((desk.parcel / "manifest.json").read_text())["authority"] == "none"
    assert opened[1].startswith("REHEARSAL: no authority stands behind this parcel")


REFUSED = [
    GOOD.replace(b"ward", b"district"),
    GOOD.replace(b"Eastmoor", b"=Eastmoor"),
    b"referral_id,ward,referred_on\n",
]


@pytest.mark.parametrize("content", REFUSED)
def test_what_the_gate_does_not_pass_is_not_sealed(desk, content):
    desk.put("returns.csv", content)

    status, out, _ = desk.seal("--json")

    assert (status, json.loads(out)["sealed"]) == (1, False)
    assert json.loads(out)["report"]["findings"]
    assert desk.nothing_was_written()


UNUSABLE = [
    (("--to", "age1nonsense"), "recipient 1 is not an age public key"),
    (("--key", "nonsense"), "expected a verifier key"),
    (("--terms", "nothing.yaml"), "nothing.yaml: no such file"),
]


@pytest.mark.parametrize(("arguments", "says"), UNUSABLE)
def test_calls_that_cannot_be_carried_out_get_one_line(desk, arguments, says):
    status, out, err = desk.seal("--json", *arguments)

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert says in err
    assert desk.nothing_was_written()


# --- what leaves treated ------------------------------------------------------------------------------
TREATED = {
    "schema": {"fields": [{"name": "referral_id"}, {"name": "ward"}]},
    "treatments": [{"field": "referral_id", "do": "pseudonymise"}, {"field": "referred_on", "do": "drop"}],
}


def test_a_treated_file_leaves_as_csv_under_keys_of_the_agreement_and_the_recipient(desk):
    desk.put("terms.json", desk.export(**TREATED))
    key = desk.put("id.txt.key", bytes(range(32)))

    sealed = desk.seal("--json", "--pseudonym-key", key)
    opened = desk.open()

    derived = key_for(bytes(range(32)), Terms.parse(a_document()))
    expected = [hmac.new(derived, each, "sha256").hexdigest() for each in (b"SW1", b"SW2")]
    assert (sealed[0], opened[0]) == (0, 0)
    assert (desk.folder / "out" / "returns.csv").read_text() == (
        f"referral_id,ward\n{expected[0]},Eastmoor\n{expected[1]},Westmoor\n"
    )


def test_the_parcel_says_how_it_was_treated_and_nothing_of_the_file_before(desk):
    desk.put("terms.json", desk.export(**TREATED))

    desk.seal("--pseudonym-key", desk.put("id.txt.key", bytes(range(32))))

    written = (desk.parcel / "manifest.json").read_text()
    content = json.loads(written)
    assert content["file"]["columns"] == ["referral_id", "ward"]
    assert content["treatments"] == TREATED["treatments"]
    assert content["pseudonym_key"] == "43ad263c7b0a7c7e"
    assert hashlib.sha256(GOOD).hexdigest() not in written


def test_the_same_people_have_the_same_pseudonyms_in_the_next_file(desk):
    desk.put("terms.json", desk.export(**TREATED))
    key = desk.put("id.txt.key", bytes(range(32)))

    answers = [desk.seal("--json", "--pseudonym-key", key, "--out", desk.folder / name)[1] for name in "ab"]

    digests = {json.loads(answer)["manifest"]["file"]["sha256"] for answer in answers}
    assert len(digests) == 1


KEYS_UNUSABLE = [
    ((), "these terms pseudonymise; expected a file that holds the master key"),
    (("--pseudonym-key", "id.txt"), "id.txt: no such file"),
    (("--pseudonym-key", "{folder}/short.key"), "short.key: expected at least 32 bytes"),
]


@pytest.mark.parametrize(("arguments", "says"), KEYS_UNUSABLE)
def test_without_a_good_key_nothing_is_pseudonymised(desk, arguments, says):
    desk.put("terms.json", desk.export(**TREATED))
    desk.put("short.key", b"secret")

    status, out, err = desk.seal("--json", *(each.format(folder=desk.folder) for each in arguments))

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert says in err
    assert not desk.parcel.exists()


# --- nothing outstanding is sealed --------------------------------------------------------------------
OUTSTANDING = [
    ("G07", {"disclosure": {"quasi_identifiers": ["ward"]}}),
    ("G07", {"disclosure": {"count_field": "ward"}}),
]


@pytest.mark.parametrize(("check", "changes"), OUTSTANDING)
def test_what_the_terms_ask_and_nobody_could_judge_is_not_sealed(desk, check, changes):
    desk.put("terms.json", desk.export(**changes))

    status, out, _ = desk.seal("--json")

    report = json.loads(out)["report"]
    assert (status, report["decision"]) == (1, "pass_with_review")
    assert {each["check"]: each["result"] for each in report["checks"]}[check] == "not_asked"
    assert [each["check"] for each in report["findings"]] == [check]
    assert desk.nothing_was_written()


def test_sealing_compares_the_approved_people(desk):
    desk.put("terms.json", desk.export(scope={"keys": "id.txt.csv"}))

    missing = desk.seal()
    desk.put("id.txt.csv", b"referral_id\nSW1\n")
    refused = desk.seal()
    desk.put("id.txt.csv", b"referral_id\nSW1\nSW2\n")
    sealed = desk.seal()

    assert [answer[0] for answer in (missing, refused, sealed)] == [2, 1, 0]


def test_a_folder_with_something_in_it_is_not_written_over(desk):
    desk.seal()

    status, _, err = desk.seal()

    assert (status, "something there already" in err) == (2, True)


def test_a_parcel_that_was_touched_opens_nothing(desk):
    desk.seal()
    (desk.parcel / "note.txt").write_text("x")

    status, out, _ = desk.open("--json")

    assert (status, json.loads(out)["opened"]) == (1, False)
    assert not (desk.folder / "out").exists()


@pytest.mark.parametrize(("identity", "says"), [(b"", "expected an age identity"), (b"\xff", "not UTF-8")])
def test_an_identity_that_is_none_gets_one_line(desk, identity, says):
    desk.seal()
    desk.put("id.txt", identity)

    status, _, err = desk.open()

    assert (status, err.count("\n")) == (2, 1)
    assert says in err


def test_the_census_file_is_sealed_and_opened_byte_identical(desk, shared):
    content = (shared / "data/adult/adult.csv").read_bytes()
    desk.file = desk.put("adult.csv", content)
    names = content.split(b"\n", 1)[0].decode().strip().split(",")
    schema = {"fields": [{"name": name} for name in names]}
    desk.put("terms.json", desk.export(dialect={"skipInitialSpace": True}, schema=schema))

    assert (desk.seal()[0], desk.open()[0]) == (0, 0)
    assert (desk.folder / "out" / "adult.csv").read_bytes() == content
