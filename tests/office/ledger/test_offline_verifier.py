"""The page that needs only a browser says of every file what `sharewell verify` says."""

from __future__ import annotations

import base64
import json
import random

import pytest
import rfc8785

from builders.ledger import (
    LOG_KEY,
    OTHER_KEY,
    a_bundle,
    a_log,
    a_pack,
    a_payload,
    evidence_of,
    files_of_a_pack,
)
from builders.time_authority import Authority
from sharewell.ledger import pack, receipt
from sharewell.ledger.evidence import write
from sharewell.ledger.note import SignedNote
from sharewell.ledger.stamp import stamped_text, written
from sharewell.ledger.verdict import verify
from sharewell_office.ledger import verifier

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory):
    path = tmp_path_factory.mktemp("verifier") / "verifier.html"
    path.write_text(verifier.page(), encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()

    page.goto(path.as_uri())
    yield page
    context.close()


def says(page, data: bytes, key: str = "") -> bool:
    """Whether the page, with this key, says that the file proves itself."""
    script = "([data, key]) => verify(Uint8Array.from(atob(data), (c) => c.charCodeAt(0)), key).then((v) => v.verified)"
    return page.evaluate(script, [base64.b64encode(data).decode(), key])


def a_receipt() -> bytes:
    log = a_log(6)
    log.add(a_payload(6, kind="requester.notified", details={"outcome": "refused"}))
    note = str(log.checkpoint().signed(LOG_KEY))
    return receipt.write(receipt.receipt(log.entry(6), checkpoint=note, verifier_key=str(LOG_KEY.verifier())))


ODD_DETAILS = {
    "n": [0, -1, 1e21, 1e-7, 0.1, 2**53 - 1, None, True],
    "é\u20ac\U0001f600": '\u2028\x7f\\"/',
    "": {},
}


def test_it_agrees_on_what_is_sound(page):
    log = a_log(3)
    log.add(a_payload(3, details=ODD_DETAILS))
    key = str(LOG_KEY.verifier())

    assert says(page, a_bundle(1), key)
    assert says(page, a_bundle(9, 2, 5), key)
    assert says(page, write(evidence_of(log)), key)
    assert says(page, a_receipt(), key)
    assert says(page, a_pack(), key)
    assert says(page, a_bundle(5))


def test_it_agrees_on_time_stamps_over_the_checkpoint_and_over_something_else(page, tmp_path):
    log, authority = a_log(7), Authority(tmp_path)
    over = stamped_text(SignedNote.parse(evidence_of(log).checkpoint), LOG_KEY.verifier())

    for data in (over, b"something else"):
        stamped = write(evidence_of(log, time_stamps=(written(authority.over(data)),)))
        assert says(page, stamped) == verify(stamped).verified == (data == over)


def test_it_agrees_that_another_key_is_another_key(page):
    assert not says(page, a_bundle(5), str(OTHER_KEY.verifier()))


def test_it_agrees_on_every_file_that_somebody_meddled_with(page, drill_n):
    chance, key = random.Random(4), LOG_KEY.verifier()
    for _ in range(drill_n(300, 10_000)):
        data = meddled(chance, chance.choice([a_bundle(5, 1, 3), a_receipt(), a_pack()]))

        assert says(page, data, str(key)) == verify(data, key=key).verified, data[:300]


def meddled(chance: random.Random, data: bytes) -> bytes:
    match chance.randrange(5):
        case 0:
            place = chance.randrange(len(data))
            return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]
        case 1:
            place = chance.randrange(len(data))
            return data[:place] + data[place + 1 :]
        case 2:
            return data[: chance.randrange(len(data))]
        case 3:
            place = chance.randrange(len(data))
            return (
                data[:place]
                + chance.choice([b" ", b"\n", b"0", b"=", b"\xef\xbb\xbf", b"\\u0061"])
                + data[place:]
            )
        case _:
            return swapped(chance, data)


def swapped(chance: random.Random, data: bytes) -> bytes:
    """Another value in the place of one, spelled canonically; of a receipt, two lines change places."""
    if not data.startswith(b"{"):
        lines = data.split(b"\n")
        a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[a], lines[b] = lines[b], lines[a]
        return b"\n".join(lines)
    document = json.loads(data)
    event = chance.choice(document["events"])
    event[chance.choice(list(event))] = chance.choice([None, 0, 1, -1, "", [], {}, 10**15, True, "00" * 32])
    return rfc8785.dumps(document)


def test_it_agrees_that_a_paper_of_a_pack_was_exchanged_put_in_or_taken_away(page):
    key, fewer = str(LOG_KEY.verifier()), files_of_a_pack()
    del fewer["index.html"]

    for data in (a_pack(**{"index.html": b""}), a_pack(**{"a.pdf": b"x"}), pack.write(fewer)):
        assert not says(page, data, key)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"null",
        b"[" * 50_000,
        b'{"a":NaN}',
        b"\xff",
        "\ufeff{}".encode(),
        b"c2sp.org/tlog-proof@v1\n",
    ],
)
def test_it_agrees_on_what_is_no_evidence_at_all(page, data):
    assert says(page, data) is verify(data).verified is False


def test_a_person_sees_what_was_found(page, tmp_path):
    (tmp_path / "evidence.json").write_bytes(a_bundle(5, 1, 3))
    page.set_input_files("#file", tmp_path / "evidence.json")
    page.fill("#key", str(LOG_KEY.verifier()))

    page.get_by_role("button", name="Check").click()

    page.get_by_text("This file proves itself").wait_for()
    assert "Signed by the key you brought." in page.inner_text("#verdict")
    assert "#3" in page.inner_text("#verdict")


def test_nothing_in_the_page_may_reach_the_network_and_nothing_foreign_may_run(page):
    policy = page.locator("meta[http-equiv]").get_attribute("content")

    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'went', () => 'blocked')") == "blocked"
