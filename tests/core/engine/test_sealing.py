"""A parcel: what was sealed comes out byte for byte, or nothing comes out at all."""

from __future__ import annotations

import json
import subprocess
from hashlib import sha256
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.release import GOOD, MONDAY, gate
from here import tool
from sharewell.engine import locks, sealing
from sharewell.engine.locks import KeyUnusable
from sharewell.engine.sealing import ChangedWhileSealing, ParcelUnusable, SealDoesNotMatch
from sharewell.ledger.note import VerifierKey
from sharewell.register.signed_terms import refusals
from sharewell.release.manifest import NothingWasPermitted, manifest

IDENTITY = pyrage.x25519.Identity.generate()
KEY = str(IDENTITY.to_public())
TERMS = b"agreement: ISA-2026-0007\n"


def a_parcel(folder, content=GOOD, *, digest=None, **changes):
    """Seal `content` into folder/parcel and return that folder."""
    report = gate(folder, GOOD)
    contents = manifest(report.as_dict(), report.terms, on=MONDAY, recipients=[KEY], terms_name="terms.yaml")
    contents["terms"]["sha256"] = sha256(TERMS).hexdigest()
    source = folder / "source"
    source.write_bytes(content)
    sealing.seal(
        source,
        folder / "parcel",
        sha256=digest or report.facts.sha256,
        manifest=contents | changes,
        terms_name="terms.yaml",
        terms=TERMS,
        lock=locks.AgeKeys((KEY,)),
    )
    return folder / "parcel"


def opened(parcel, folder, identity=IDENTITY):
    return sealing.open_parcel(parcel, locks.AgeIdentities((identity,)), folder / "out")


def test_what_comes_out_is_what_went_in_under_its_own_name(tmp_path):
    result = opened(a_parcel(tmp_path), tmp_path)

    assert result.file.name == "file.csv"
    assert result.file.read_bytes() == GOOD
    assert result.manifest["authority"] == "ISA-2026-0007"


def test_the_stock_age_opens_the_data(tmp_path):
    parcel = a_parcel(tmp_path)
    (tmp_path / "id.txt").write_text(f"{IDENTITY}\n")

    plain = subprocess.run(
        [tool("age"), "-d", "-i", tmp_path / "id.txt", parcel / "data.age"], capture_output=True, check=True
    )

    assert plain.stdout == GOOD


def test_bytes_that_are_not_those_examined_are_not_sealed(tmp_path):
    with pytest.raises(ChangedWhileSealing):
        a_parcel(tmp_path, GOOD + b"SW3,Eastmoor,2026-05-03\n")

    assert not (tmp_path / "parcel").exists()
    assert [entry.name for entry in tmp_path.iterdir() if "parcel" in entry.name] == []


def test_a_file_that_did_not_pass_has_no_manifest(tmp_path):
    refused = gate(tmp_path, b"x\n1\n")

    with pytest.raises(NothingWasPermitted):
        manifest(refused.as_dict(), refused.terms, on=MONDAY, recipients=[KEY], terms_name="terms.yaml")


def nothing_is_kept(folder):
    return not (folder / "out").exists()


@given(
    part=st.sampled_from(["data.age", "manifest.json", "terms.yaml", "seal.age"]),
    where=st.floats(0, 1, exclude_max=True),
    bits=st.integers(1, 255),
)
@settings(max_examples=40, deadline=None)
def test_any_byte_changed_anywhere_opens_nothing(tmp_path_factory, part, where, bits):
    folder = tmp_path_factory.mktemp("tampered")
    parcel = a_parcel(folder)
    content = bytearray((parcel / part).read_bytes())
    content[int(where * len(content))] ^= bits
    (parcel / part).write_bytes(content)

    with pytest.raises(SealDoesNotMatch):
        opened(parcel, folder)

    assert nothing_is_kept(folder)


WRONGS = {
    "a part is missing": lambda parcel: (parcel / "terms.yaml").unlink(),
    "a part was added": lambda parcel: (parcel / "readme.txt").write_text("x"),
    "a folder was added": lambda parcel: (parcel / "more").mkdir(),
    "two terms": lambda parcel: (parcel / "terms.json").write_text("{}"),
    "a part is a link": lambda parcel: (
        (parcel / "terms.yaml").rename(parcel.parent / "t"),
        (parcel / "terms.yaml").symlink_to(parcel.parent / "t"),
    ),
    "the data are cut off": lambda parcel: (parcel / "data.age").write_bytes(
        (parcel / "data.age").read_bytes()[:-1]
    ),
}


@pytest.mark.parametrize("wrong", WRONGS.values(), ids=WRONGS.keys())
def test_a_parcel_that_is_not_as_it_was_sealed_opens_nothing(tmp_path, wrong):
    parcel = a_parcel(tmp_path)
    wrong(parcel)

    with pytest.raises(SealDoesNotMatch):
        opened(parcel, tmp_path)

    assert nothing_is_kept(tmp_path)


def test_another_identity_opens_nothing(tmp_path):
    with pytest.raises(SealDoesNotMatch):
        opened(a_parcel(tmp_path), tmp_path, pyrage.x25519.Identity.generate())

    assert nothing_is_kept(tmp_path)


@pytest.mark.parametrize("name", ["../file.csv", "/etc/passwd", "..", "", "a/b", "x\ny"])
def test_a_manifest_cannot_lead_the_file_elsewhere(tmp_path, name):
    contents = gate(tmp_path, GOOD)
    parcel = a_parcel(tmp_path, file={"name": name, "sha256": contents.facts.sha256})

    with pytest.raises(SealDoesNotMatch):
        opened(parcel, tmp_path)

    assert nothing_is_kept(tmp_path)


def test_a_manifest_of_other_data_opens_nothing(tmp_path):
    parcel = a_parcel(tmp_path, file={"name": "file.csv", "sha256": "0" * 64})

    with pytest.raises(SealDoesNotMatch):
        opened(parcel, tmp_path)

    assert nothing_is_kept(tmp_path)


def test_a_file_that_is_there_already_is_not_overwritten(tmp_path):
    parcel = a_parcel(tmp_path)
    opened(parcel, tmp_path).file.write_text("mine")

    with pytest.raises(FileExistsError):
        opened(parcel, tmp_path)

    assert (tmp_path / "out" / "file.csv").read_text() == "mine"


def test_a_bare_age_file_is_opened_without_a_manifest(tmp_path):
    bare = tmp_path / "returns.csv.age"
    bare.write_bytes((a_parcel(tmp_path) / "data.age").read_bytes())

    result = opened(bare, tmp_path)

    assert (result.file.name, result.manifest) == ("returns.csv", None)


def test_where_there_is_no_parcel_that_is_said(tmp_path):
    with pytest.raises(ParcelUnusable):
        opened(tmp_path / "nothing", tmp_path)


def test_the_seal_holds_the_digests_of_the_other_three(tmp_path):
    parcel = a_parcel(tmp_path)

    seal = json.loads(pyrage.decrypt((parcel / "seal.age").read_bytes(), [IDENTITY]))

    assert seal == {
        name: sha256((parcel / name).read_bytes()).hexdigest()
        for name in ("data.age", "manifest.json", "terms.yaml")
    }


@pytest.mark.parametrize("keys", [[], ["age1nonsense"], [KEY, "ssh-ed25519 AAAA"]])
def test_what_is_not_an_age_key_is_no_recipient(keys):
    with pytest.raises(KeyUnusable):
        locks.recipients_of(keys)


@pytest.mark.parametrize("text", ["", "# only a comment", "AGE-SECRET-KEY-1NONSENSE"])
def test_what_is_not_an_identity_opens_nothing(text):
    with pytest.raises(KeyUnusable):
        locks.identities_of(text)


# --- the vector of docs/spec/parcel.md ----------------------------------------------------------------
VECTOR = Path(__file__).parent / "vectors" / "parcel"


def test_the_parcel_of_the_specification_opens_to_the_digest_written_there(tmp_path):
    identities = locks.identities_of((VECTOR / "identity.txt").read_text())

    result = sealing.open_parcel(VECTOR / "parcel", identities, tmp_path / "out")

    assert f"{result.sha256}  {result.file.name}\n" == (VECTOR / "plain.sha256").read_text()


def test_the_terms_of_the_specification_verify_under_the_key_written_there():
    key = VerifierKey.parse((VECTOR / "office.vkey").read_text().strip())
    document = json.loads((VECTOR / "parcel" / "terms.json").read_text())

    assert refusals(document, key=key, on=MONDAY) == ()
