"""The verdict: a true bundle proves itself, and no changed one does, whatever was changed and by whom."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from builders.ledger import (
    LOG_KEY,
    NOON,
    OTHER_KEY,
    WITNESS_KEY,
    Log,
    a_bundle,
    a_log,
    a_note,
    a_payload,
    a_salt,
    evidence_of,
    growth_of,
)
from sharewell.ledger.checkpoint import cosign
from sharewell.ledger.evidence import Evidence, write
from sharewell.ledger.leaf import leaf_of
from sharewell.ledger.note import COSIGNATURE, SignedNote, VerifierKey
from sharewell.ledger.verdict import verify

KEY = LOG_KEY.verifier()
BUNDLE = a_bundle(6, 1, 4)


def places(verdict) -> set[str]:
    return {problem.where for problem in verdict.problems}


def judged(evidence: Evidence) -> set[str]:
    """Where the problems lie in that evidence, for a reader who holds the log's key."""
    return places(verify(write(evidence), key=KEY))


def test_a_true_bundle_proves_itself():
    verdict = verify(BUNDLE, key=KEY)

    assert verdict.verified
    assert verdict.anchored
    assert verdict.witnessed == ((WITNESS_KEY.name, NOON),)


def test_without_a_key_of_the_readers_own_it_is_not_anchored():
    verdict = verify(BUNDLE)

    assert verdict.verified
    assert not verdict.anchored


@given(st.integers(1, 40), st.data())
def test_every_choice_of_events_of_every_log_proves_itself(size, data):
    log = a_log(size)
    chosen = sorted(data.draw(st.sets(st.integers(0, size - 1), min_size=1)))

    assert judged(evidence_of(log, *chosen)) == set()


def test_a_file_with_any_one_byte_changed_does_not_verify(drill_n):
    step = max(1, len(BUNDLE) // drill_n(small=200, full=len(BUNDLE)))
    for place in range(0, len(BUNDLE), step):
        for change in (0x01, 0x20, 0x80):
            changed = bytearray(BUNDLE)
            changed[place] ^= change

            assert not verify(bytes(changed)).verified, f"byte {place} of {len(BUNDLE)} changed by {change}"


@given(st.data())
def test_a_file_with_any_bytes_put_in_or_taken_out_does_not_verify(data):
    start = data.draw(st.integers(0, len(BUNDLE)))
    end = data.draw(st.integers(start, len(BUNDLE)))
    put_in = data.draw(st.binary(max_size=3).filter(lambda new: new != BUNDLE[start:end]))

    assert not verify(BUNDLE[:start] + put_in + BUNDLE[end:]).verified


def test_no_events_is_no_evidence():
    assert judged(evidence_of(a_log(5), events=())) == {"events"}


def test_events_out_of_order_or_twice_are_refused():
    log = a_log(5)
    one, two = log.entry(1), log.entry(2)

    assert judged(evidence_of(log, events=(two, one))) == {"events"}
    assert judged(evidence_of(log, events=(one, one))) == {"events"}


def test_words_that_were_changed_are_found():
    log = a_log(5)
    changed = replace(log.entry(2), payload=a_payload(2, by="h2"))

    assert judged(evidence_of(log, events=(changed,))) == {"events[0].payload"}


def test_words_whose_leaf_was_changed_with_them_are_found():
    log = a_log(5)
    payload = a_payload(2, by="h2")
    changed = replace(log.entry(2), payload=payload, leaf=leaf_of(payload, salt=a_salt(2)))

    assert judged(evidence_of(log, events=(changed,))) == {"events[0].proof"}


def test_a_leaf_of_another_kind_than_its_words_is_found():
    log = Log()
    payload = a_payload(0)
    log.add(payload)
    entry = log.entry(0)
    lying = replace(entry, leaf=replace(entry.leaf, kind="request.withdrawn"))

    assert judged(evidence_of(log, events=(lying,))) == {"events[0].payload", "events[0].proof"}


def test_an_event_moved_to_another_place_is_found():
    log = a_log(5)

    assert judged(evidence_of(log, events=(replace(log.entry(2), index=3),))) == {"events[0].proof"}
    assert judged(evidence_of(log, events=(replace(log.entry(2), index=9),))) == {"events[0].proof"}


def test_an_event_of_another_log_is_found():
    other = a_log(4)
    other.add(a_payload(77))

    assert judged(evidence_of(a_log(5), events=(other.entry(4),))) == {"events[0].proof"}


def test_a_log_signed_anew_with_the_same_name_is_found_by_whoever_holds_the_key():
    log = a_log(5)
    forged = log.checkpoint().signed(OTHER_KEY)
    evidence = evidence_of(
        log, checkpoint=str(forged), verifier_key=str(OTHER_KEY.verifier()), witnesses=(), consistency=None
    )

    assert verify(write(evidence)).verified
    assert judged(evidence) == {"verifier_key"}


def test_a_checkpoint_signed_by_another_key_than_the_one_named_is_found():
    forged = a_log(5).checkpoint().signed(OTHER_KEY)

    found = judged(evidence_of(a_log(5), checkpoint=str(forged), witnesses=()))

    assert "checkpoint" in found


def test_a_checkpoint_of_a_log_with_another_name_is_found():
    log = a_log(5)
    note = replace(log.checkpoint(), origin="southshire.example.org/record").signed(LOG_KEY)

    assert judged(evidence_of(log, checkpoint=str(note), witnesses=())) == {"checkpoint"}


def test_a_witness_that_did_not_cosign_is_found():
    note = a_log(5).checkpoint().signed(LOG_KEY)

    assert judged(evidence_of(a_log(5), checkpoint=str(note))) == {"checkpoint", "witnesses[0]"}


def test_a_signature_whose_key_is_not_named_is_found():
    assert judged(evidence_of(a_log(5), witnesses=())) == {"checkpoint"}


def test_a_witness_named_twice_is_found():
    twice = (str(WITNESS_KEY.verifier()),) * 2

    assert judged(evidence_of(a_log(5), witnesses=twice)) == {"checkpoint"}


def test_a_key_that_signs_notes_is_no_witness():
    note = a_log(5).checkpoint().signed(LOG_KEY)

    found = judged(evidence_of(a_log(5), checkpoint=str(note), witnesses=(str(KEY),)))

    assert "witnesses[0]" in found


def test_a_witness_key_does_not_sign_for_the_log():
    log = a_log(5)
    as_witness = replace(LOG_KEY, algorithm=COSIGNATURE)
    note = log.checkpoint().signed(as_witness)
    evidence = evidence_of(
        log, checkpoint=str(note), verifier_key=str(as_witness.verifier()), witnesses=(), consistency=None
    )

    assert places(verify(write(evidence))) == {"checkpoint"}


def test_a_log_that_forgot_something_since_the_earlier_checkpoint_is_found():
    earlier = Log()
    for number in (0, 1, 99):
        earlier.add(a_payload(number))

    found = judged(
        evidence_of(
            a_log(5),
            consistency=replace(growth_of(a_log(5), 3), checkpoint=str(earlier.checkpoint().signed(LOG_KEY))),
        )
    )

    assert found == {"consistency.proof"}


def test_a_log_that_was_larger_before_is_found():
    larger = str(a_log(9).checkpoint().signed(LOG_KEY))

    found = judged(evidence_of(a_log(5), consistency=replace(growth_of(a_log(5), 3), checkpoint=larger)))

    assert found == {"consistency.proof"}


@pytest.mark.parametrize(
    "note",
    [
        "not a note",
        str(a_note(3)).replace("\n3\n", "\n4\n"),
        str(a_log(3).checkpoint().signed(OTHER_KEY)),
        str(cosign(a_log(3).checkpoint().signed(LOG_KEY), WITNESS_KEY, at=NOON)),
    ],
)
def test_an_earlier_checkpoint_is_checked_like_the_later_one(note):
    growth = replace(growth_of(a_log(5), 3), checkpoint=note)

    assert "consistency.checkpoint" in judged(evidence_of(a_log(5), consistency=growth))


def test_a_time_stamp_that_nobody_checked_is_not_passed_over():
    assert judged(evidence_of(a_log(5), time_stamps=("MIIB",))) == {"time_stamps[0]"}


def test_an_event_whose_words_were_destroyed_still_stands_and_is_counted():
    log = a_log(5)
    erased = replace(log.entry(2), payload=None, salt=None)

    verdict = verify(write(evidence_of(log, events=(log.entry(1), erased))), key=KEY)

    assert verdict.verified
    assert verdict.erased == 1


def test_everything_that_is_wrong_is_said_at_once():
    log = a_log(5)
    wrong = replace(log.entry(2), index=3, payload=a_payload(9))

    assert judged(evidence_of(log, events=(wrong,), witnesses=(), time_stamps=("x",))) == {
        "checkpoint",
        "events[0].payload",
        "events[0].proof",
        "time_stamps[0]",
    }


@pytest.mark.parametrize(("field", "where"), [("checkpoint", "checkpoint"), ("verifier_key", "verifier_key")])
def test_what_is_no_checkpoint_and_no_key_is_said_so(field, where):
    verdict = verify(write(evidence_of(a_log(5), **{field: "nothing of the kind"})), key=KEY)

    assert places(verdict) == {where}
    assert not verdict.verified


def test_the_verdict_as_json_says_what_was_proved():
    answer = verify(BUNDLE, key=KEY).as_dict()

    assert json.loads(json.dumps(answer)) == answer
    assert answer["verified"] is True
    assert answer["anchored"] is True
    assert (answer["events"], answer["tree_size"], answer["problems"]) == (2, 6, [])
    assert VerifierKey.parse(answer["verifier_key"]) == KEY


def test_the_verdict_on_what_cannot_be_read_says_no():
    answer = verify(b"").as_dict()

    assert (answer["verified"], answer["anchored"], answer["events"]) == (False, False, 0)


class TestByRewriting:
    """Twelve ways to rewrite a bundle of ours, each spelled canonically again, as a careful forger would."""

    document = json.loads(a_bundle(6))

    def rewritten(self, change) -> bool:
        document = json.loads(json.dumps(self.document))
        change(document)
        return verify(rfc8785.dumps(document), key=KEY).verified

    def test_nothing_changed_verifies(self):
        assert self.rewritten(lambda bundle: None)

    @pytest.mark.parametrize(
        "change",
        [
            lambda b: b["events"][0]["payload"].update(by="h2"),
            lambda b: b["events"][0]["payload"].update(about="DSR-2026-0009"),
            lambda b: b["events"][0]["payload"].update(at="2026-05-04T12:00:01.000+00:00"),
            lambda b: b["events"][0]["payload"]["details"].update(note="added later"),
            lambda b: b["events"][0].update(salt="00" * 31 + "01"),
            lambda b: b["events"][0]["leaf"].update(kind="request.approved"),
            lambda b: b["events"][0]["leaf"].update(commitment="00" * 32),
            lambda b: b["events"][0]["proof"].pop(),
            lambda b: b["events"][0]["proof"].reverse(),
            lambda b: b["events"].reverse(),
            lambda b: b["events"].clear(),
            lambda b: b["consistency"]["proof"].pop(),
            lambda b: b.update(checkpoint=b["consistency"]["checkpoint"]),
            lambda b: b.update(witnesses=[]),
            lambda b: b.update(checkpoint=b["checkpoint"].replace("\n6\n", "\n7\n")),
        ],
    )
    def test_what_was_rewritten_does_not(self, change):
        assert not self.rewritten(change)


def test_a_bundle_with_a_hundred_thousand_events_would_not_be_judged_by_its_first_alone():
    log = a_log(64)
    last = replace(log.entry(63), payload=a_payload(63, by="h2"))

    assert judged(evidence_of(log, events=(*(log.entry(i) for i in range(63)), last))) == {
        "events[63].payload"
    }


def test_a_note_is_not_read_as_signed_by_a_key_it_does_not_name():
    assert not SignedNote(text=a_note().text, signatures=()).signed_by(KEY)
