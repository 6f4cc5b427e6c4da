"""A pack binds every paper in it to the record, has one spelling, and any machine can unpack it."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from builders.ledger import LOG_KEY, OTHER_KEY, PAPERS, a_pack, files_of_a_pack, manifest_of
from sharewell.ledger import pack
from sharewell.ledger.verdict import verify

KEY = LOG_KEY.verifier()


def where(data: bytes) -> set[str]:
    return {each.where for each in verify(data, key=KEY).problems}


def test_a_pack_verifies_against_the_key_its_reader_brings():
    verdict = verify(a_pack(), key=KEY)

    assert verdict.problems == ()
    assert verdict.anchored
    assert set(verdict.as_dict()["files"]) == {*PAPERS, "evidence.json", "manifest.json"}


def test_any_machine_unpacks_it():
    with zipfile.ZipFile(io.BytesIO(a_pack())) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in PAPERS} == PAPERS


def test_the_same_papers_are_the_same_bytes():
    assert a_pack() == a_pack()


def test_a_paper_that_was_exchanged_is_named():
    assert where(a_pack(**{"index.html": b"<p>Nothing happened</p>"})) == {"index.html"}


def test_a_paper_that_was_put_in_or_taken_out_is_named():
    fewer = files_of_a_pack()
    del fewer["index.html"]

    assert where(a_pack(**{"documents/extra.pdf": b"x"})) == {"documents/extra.pdf"}
    assert where(pack.write(fewer)) == {"index.html"}


def test_papers_exchanged_with_their_manifest_are_not_those_on_the_record():
    other = {"index.html": b"<p>Nothing happened</p>"}

    assert where(pack.write(files_of_a_pack() | other | {pack.MANIFEST: manifest_of(PAPERS | other)})) == {
        "manifest.json"
    }


def test_a_manifest_that_no_entry_binds_is_refused():
    assert where(pack.write(files_of_a_pack(manifest="0" * 64))) == {"manifest.json"}


@pytest.mark.parametrize("missing", [pack.MANIFEST, pack.EVIDENCE])
def test_a_pack_without_its_proof_or_its_manifest_is_none(missing):
    files = files_of_a_pack()
    del files[missing]

    assert where(pack.write(files)) == {missing}


def test_another_key_is_another_key():
    assert not verify(a_pack(), key=OTHER_KEY.verifier()).verified


@pytest.mark.parametrize("name", ["../out", "/etc/passwd", "a//b", "", "a b", "é", "a/b/c/d/e", "con\n"])
def test_names_that_could_leave_the_folder_are_refused(name):
    files = files_of_a_pack()
    written = pack.write(files | {"placeholder": b"x"})
    swapped = written.replace(b"placeholder", name.encode().ljust(11, b"\0"))

    assert not verify(swapped, key=KEY).verified


def test_a_pack_is_written_a_file_at_a_time_and_is_the_same_archive():
    files = files_of_a_pack()

    written = list(pack.pieces(files, files.__getitem__))

    assert len(written) == len(files) + 1
    assert b"".join(written) == pack.write(files)


def test_more_files_than_an_archive_can_name_are_refused_and_none_is_left_out():
    with pytest.raises(pack.PackTooLarge):
        list(pack.pieces([str(number) for number in range(2**16)], lambda name: b""))


def test_an_archive_of_another_make_is_refused_whatever_is_in_it():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files_of_a_pack().items():
            archive.writestr(name, data)

    assert where(out.getvalue()) == {"the file"}


def test_every_single_byte_that_is_changed_is_noticed(drill_n):
    whole, chance = a_pack(), random.Random(11)
    rounds = drill_n(400, 20_000)
    places = range(len(whole)) if rounds >= len(whole) else chance.sample(range(len(whole)), rounds)

    for place in places:
        meddled = bytearray(whole)
        meddled[place] ^= 1 << chance.randrange(8)
        assert not verify(bytes(meddled), key=KEY).verified, place


def test_bytes_put_in_or_taken_out_anywhere_are_noticed():
    whole, chance = a_pack(), random.Random(12)

    for _ in range(200):
        place = chance.randrange(len(whole))
        shorter, longer = whole[:place] + whole[place + 1 :], whole[:place] + b"\0" + whole[place:]
        assert not verify(shorter, key=KEY).verified
        assert not verify(longer, key=KEY).verified
    assert not verify(whole + b"\0", key=KEY).verified
