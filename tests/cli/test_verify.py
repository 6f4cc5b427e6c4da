"""`sharewell verify`: yes, no, or one clear line where there was nothing to read."""

from __future__ import annotations

import json

import pytest

from builders.ledger import LOG_KEY, OTHER_KEY, a_bundle, a_log, a_payload, evidence_of
from builders.time_authority import Authority
from sharewell.cli import main
from sharewell.ledger.evidence import write
from sharewell.ledger.note import SignedNote
from sharewell.ledger.stamp import stamped_text, written

KEY = str(LOG_KEY.verifier())


@pytest.fixture
def bundle(tmp_path):
    path = tmp_path / "evidence.json"
    path.write_bytes(a_bundle(5, 1, 3))
    return path


def answer(capsys) -> dict:
    return json.loads(capsys.readouterr().out)


def test_a_true_bundle_is_a_yes(bundle, capsys):
    status = main(["verify", str(bundle), "--key", KEY, "--json"])

    said = answer(capsys)
    assert status == 0
    assert (said["verified"], said["anchored"], said["events"]) == (True, True, 2)


def test_without_a_key_it_says_that_it_is_not_anchored(bundle, capsys):
    status = main(["verify", str(bundle), "--json"])

    assert status == 0
    assert answer(capsys)["anchored"] is False


def test_under_another_key_it_is_a_no(bundle, capsys):
    status = main(["verify", str(bundle), "--key", str(OTHER_KEY.verifier()), "--json"])

    said = answer(capsys)
    assert status == 1
    assert (said["verified"], said["anchored"]) == (False, False)


def test_after_any_byte_is_changed_it_is_a_no(bundle, drill_n):
    data = bundle.read_bytes()
    for place in range(0, len(data), max(1, len(data) // drill_n(small=60, full=len(data)))):
        bundle.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])

        assert main(["verify", str(bundle), "--json"]) == 1, f"byte {place}"


@pytest.mark.parametrize("data", [b"", b"hello", b"\x00\xff" * 50, b"{}", b"[1", b"PK\x03\x04"])
def test_a_file_that_is_no_bundle_is_a_no_and_not_a_complaint(tmp_path, capsys, data):
    path = tmp_path / "something"
    path.write_bytes(data)

    status = main(["verify", str(path), "--json"])

    said = answer(capsys)
    assert status == 1
    assert said["verified"] is False
    assert len(said["problems"]) == 1


@pytest.mark.parametrize("name", ["missing.json", ".", "x" * 5000])
def test_a_file_that_cannot_be_read_is_one_clear_line(tmp_path, capsys, name):
    status = main(["verify", str(tmp_path / name)])

    said = capsys.readouterr()
    assert status == 2
    assert said.out == ""
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("key", ["", "nonsense", KEY[:-1], KEY + "x"])
def test_a_key_that_is_none_is_one_clear_line(bundle, capsys, key):
    status = main(["verify", str(bundle), "--key", key])

    said = capsys.readouterr()
    assert status == 2
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "NAME+ID+KEY" in said.err


def test_in_words_it_says_who_signed_what_is_in_it_and_whether_it_is_anchored(bundle, capsys):
    main(["verify", str(bundle), "--key", KEY])

    said = capsys.readouterr().out
    assert "2 of the 5 entries" in said
    assert KEY in said
    assert "anchored   yes" in said
    assert "#1 2026-05-04T12:00:00.000+00:00 request.submitted DSR-2026-0002 by h1" in said


def test_in_words_a_no_comes_first_and_says_where(bundle, capsys):
    data = bundle.read_bytes()
    bundle.write_bytes(data.replace(b'"by":"h1"', b'"by":"h2"', 1))

    status = main(["verify", str(bundle)])

    said = capsys.readouterr().out
    assert status == 1
    assert said.startswith("This bundle does NOT prove itself")
    assert "events[0].payload" in said


def test_nothing_in_a_bundle_moves_the_cursor_of_whoever_reads_it(tmp_path, capsys):
    log = a_log(2)
    log.add(a_payload(by="\x1b[2J\n"))
    path = tmp_path / "evidence.json"
    path.write_bytes(write(evidence_of(log)))

    assert main(["verify", str(path)]) == 0

    assert "\x1b" not in capsys.readouterr().out


def test_a_time_stamp_is_checked_under_the_certificates_that_are_brought(tmp_path, capsys):
    authority, log = Authority(tmp_path / "authority"), a_log(7)
    over = stamped_text(SignedNote.parse(evidence_of(log).checkpoint), LOG_KEY.verifier())
    bundle, roots = tmp_path / "stamped.json", tmp_path / "tsa.pem"
    bundle.write_bytes(write(evidence_of(log, time_stamps=(written(authority.over(over)),))))
    roots.write_bytes(authority.root)

    said = []
    for more in ([], ["--tsa", str(roots)]):
        assert main(["verify", str(bundle), *more]) == 0
        said.append(capsys.readouterr().out)

    assert "NOT checked" in said[0]
    assert "signed by the authority you trust" in said[1]


def test_certificates_that_are_none_are_one_line_and_exit_2(tmp_path, capsys):
    (tmp_path / "b.json").write_bytes(a_bundle())
    (tmp_path / "none.pem").write_text("none")

    assert main(["verify", str(tmp_path / "b.json"), "--tsa", str(tmp_path / "none.pem")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
