"""`sharewell seal` and `sharewell open`: nothing leaves without a signed authority; what leaves opens whole."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import date

import pyrage
import pytest

from builders.openpgp import a_key
from builders.release import GOOD, MONDAY, a_csv, a_document
from sharewell.cli import main, seal
from sharewell.engine import locks, sealing
from sharewell.engine.pseudonym import key_for
from sharewell.ledger.note import SigningKey
from sharewell.register.signed_terms import signed
from sharewell.register.terms import Terms
from sharewell.release.manifest import FORMAT

OFFICE = SigningKey(name="northshire.example.org/terms", seed=bytes(range(32)))
VKEY = str(OFFICE.verifier())
IDENTITY = pyrage.x25519.Identity.generate()


@pytest.fixture
def desk(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SHAREWELL_HOME", str(tmp_path / "home"))
    # Signed terms are good today or not at all, whatever day --on names: here it is that Monday.
    monkeypatch.setattr(seal, "today", lambda: MONDAY)
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
        document = a_document(**{"recipient_keys": [str(IDENTITY.to_public())], **changes})
        dated = signed(document, key=OFFICE, issued=date(2026, 5, 1), expires=date(2026, 7, 1))
        return json.dumps(dated).encode()

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


# --- what the signature covers besides the terms ------------------------------------------------------
STRANGER = str(pyrage.x25519.Identity.generate().to_public())


def refused_codes(out):
    return [each["code"] for each in json.loads(out)["refusals"]]


def test_signed_terms_seal_to_no_key_but_those_they_name(desk):
    status, out, _ = desk.seal("--json", "--to", STRANGER)

    assert (status, refused_codes(out)) == (1, ["G_KEY"])
    assert "Recipient 1 of --to is not a key that was verified with Northshire Council" in out
    assert desk.nothing_was_written()


def test_one_stranger_among_verified_keys_is_enough_to_refuse(desk):
    status, out, _ = desk.seal("--json", "--to", IDENTITY.to_public(), STRANGER)

    assert (status, refused_codes(out)) == (1, ["G_KEY"])


def test_signed_terms_that_name_no_key_seal_to_nobody(desk):
    desk.put("terms.json", desk.export(recipient_keys=None))

    status, out, _ = desk.seal("--json")

    assert (status, refused_codes(out)) == (1, ["G_KEY"])
    assert desk.nothing_was_written()


def test_a_rehearsal_seals_to_a_key_for_trying_out(desk):
    assert desk.seal("--rehearsal", "--to", STRANGER)[0] == 0


def sha256(content):
    return hashlib.sha256(content).hexdigest()


APPROVED = b"referral_id\nSW1\nSW2\n"
WIDER = b"referral_id\nSW1\nSW2\nSW3\n"
WARDS = b"ward,area\nEastmoor,East\nWestmoor,West\n"
EARLIER = a_csv([("referral_id", "ward", "referred_on"), *(("SW1", w, "2026-05-01") for w in "EW")])
NAMED = {
    "the approved people": ("id.txt.csv", APPROVED, WIDER, {"scope": {"keys": "id.txt.csv"}}),
    "a hierarchy": (
        "id.txt.csv",
        WARDS,
        WARDS.replace(b"West\n", b"East\n"),
        {"treatments": [{"field": "ward", "do": "generalise", "hierarchy": "id.txt.csv", "level": 1}]},
    ),
    "those withheld": ("id.txt.csv", b"referral_id\nSW9\n", b"referral_id\n", {"withhold": "id.txt.csv"}),
    "what they hold": (
        "id.txt.csv",
        EARLIER,
        GOOD,
        {"prior": ["id.txt.csv"], "disclosure": {"quasi_identifiers": ["ward"], "k": 1}},
    ),
}


@pytest.mark.parametrize(("name", "content", "other", "terms"), NAMED.values(), ids=NAMED.keys())
def test_a_file_that_signed_terms_name_is_covered_by_its_digest(desk, name, content, other, terms):
    desk.put(name, content)

    desk.put("terms.json", desk.export(**terms))
    bare = desk.seal("--json")
    desk.put("terms.json", desk.export(**terms, digests={name: sha256(content)}))
    desk.put(name, other)
    swapped = desk.seal("--json")
    desk.put(name, content)
    as_signed = desk.seal("--json")

    assert (bare[0], swapped[0], as_signed[0]) == (1, 1, 0)
    assert "The signature does not cover id.txt.csv" in bare[1]
    assert "id.txt.csv is not the file that the terms were signed with" in swapped[1]


def test_another_list_of_the_withheld_does_not_replace_the_signed_one(desk):
    desk.put("id.txt.csv", b"referral_id\nSW1\n")
    desk.put("id.txt.none.csv", b"referral_id\nSW9\n")
    digests = {"id.txt.csv": sha256(b"referral_id\nSW1\n")}
    desk.put("terms.json", desk.export(withhold="id.txt.csv", digests=digests))

    named = desk.seal("--json")
    replaced = desk.seal("--json", "--withhold", desk.folder / "id.txt.none.csv")

    assert [each["check"] for each in json.loads(named[1])["report"]["findings"]] == ["G18"]
    assert (replaced[0], refused_codes(replaced[1])) == (1, ["G_AUTHORITY"])


def test_sealing_compares_the_approved_people(desk):
    terms = {"scope": {"keys": "id.txt.csv"}, "digests": {"id.txt.csv": sha256(b"referral_id\nSW1\n")}}
    desk.put("terms.json", desk.export(**terms))

    missing = desk.seal()
    desk.put("id.txt.csv", b"referral_id\nSW1\n")
    refused = desk.seal("--json")

    assert (missing[0], refused[0]) == (2, 1)
    assert [each["check"] for each in json.loads(refused[1])["report"]["findings"]] == ["G04"]


def test_terms_that_expired_are_not_revived_by_naming_an_earlier_day(desk, monkeypatch):
    monkeypatch.setattr(seal, "today", lambda: date(2026, 7, 2))

    status, out, _ = desk.seal("--json", "--on", "2026-06-01")

    assert (status, refused_codes(out)) == (1, ["G_AUTHORITY"])
    assert desk.nothing_was_written()


def test_the_manifest_names_the_day_it_was_judged_for_and_the_day_it_was_sealed(desk):
    desk.seal("--on", "2026-05-02")

    content = json.loads((desk.parcel / "manifest.json").read_text())
    assert (content["released_on"], content["sealed_on"]) == ("2026-05-02", "2026-06-01")


# --- one decision, one parcel -------------------------------------------------------------------------
ONCE = {"agreement": None, "decision": "DSR-2026-0001", "standard_terms": "ST-3"}


def test_the_terms_of_a_decision_seal_one_parcel(desk):
    desk.put("terms.json", desk.export(**ONCE))

    first = desk.seal()
    second = desk.seal("--json", "--out", desk.folder / "again")

    assert (first[0], second[0]) == (0, 1)
    assert refused_codes(second[1]) == ["DE_DELIVERED"]
    assert "these terms were used on 2026-06-01 (terms.json.used)" in second[1]
    assert not (desk.folder / "again").exists()


def test_the_parcel_of_a_decision_says_that_it_is_the_only_one_and_names_its_export(desk):
    desk.put("terms.json", desk.export(**ONCE))

    desk.seal()

    content = json.loads((desk.parcel / "manifest.json").read_text())
    assert content["one_off"] is True
    assert content["terms"]["sha256"] == sha256(desk.terms.read_bytes())
    assert (content["terms"]["issued"], content["terms"]["expires"]) == ("2026-05-01", "2026-07-01")


def test_a_sealing_that_failed_uses_nothing_up(desk):
    desk.put("terms.json", desk.export(**ONCE))
    desk.put("returns.csv", GOOD.replace(b"ward", b"district"))

    refused = desk.seal()
    desk.put("returns.csv", GOOD)
    sealed = desk.seal()

    assert (refused[0], sealed[0]) == (1, 0)


def test_an_agreement_lets_the_next_file_leave_too(desk):
    assert [desk.seal("--out", desk.folder / name)[0] for name in "ab"] == [0, 0]
    assert not desk.terms.with_name("terms.json.used").exists()


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


WORDS = "hxka-93pw-mmtz-27cd"


def a_parcel_sealed_with(lock, folder):
    """A parcel of another method than `sharewell seal` has: the office sealed it."""
    contents = {
        "format": FORMAT, "authority": "ISA-2026-0007",
        "file": {"name": "file.csv", "sha256": sha256(GOOD)}, "terms": {"sha256": sha256(b"{}")},
    }  # fmt: skip
    source = folder / "source"
    source.write_bytes(GOOD)
    sealing.seal(
        source, folder / "other", sha256=sha256(GOOD), manifest=contents, terms_name="terms.json", terms=b"{}",
        lock=lock,
    )  # fmt: skip
    return folder / "other"


@pytest.mark.parametrize("method", ["passphrase", "openpgp"])
def test_a_parcel_of_another_method_opens_with_what_it_asks_for_and_says_what_that_is(desk, tmp_path, method):
    public, secret, _ = a_key()
    words = desk.put("words.txt", f"{WORDS}\n".encode())
    key = desk.put("key.asc", secret.encode())
    lock, given, wrong = {
        "passphrase": (locks.Passphrase(WORDS), ("--passphrase", words), "--passphrase"),
        "openpgp": (locks.openpgp_certificate(public), ("--identity", key), "--identity"),
    }[method]
    parcel = a_parcel_sealed_with(lock, tmp_path)

    status, out, err = desk.run("open", parcel, "--out", tmp_path / "out")
    refused, no, _ = desk.run("open", parcel, "--identity", desk.identity, "--out", tmp_path / "out")
    opened, _, _ = desk.run("open", parcel, *given, "--out", tmp_path / "out")

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert wrong in err
    assert refused in (1, 2)
    assert "Opened" not in no
    assert opened == 0
    assert (tmp_path / "out" / "file.csv").read_bytes() == GOOD
