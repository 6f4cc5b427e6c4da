"""Every kind of event is told in words, and nothing that is on the record can break the telling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell_office.ledger.words import SENTENCES, erased, people, sentence


def test_an_event_is_told_by_its_sentence():
    assert sentence("isa.signed", {}) == "The owner of the data set signed the agreement"


def test_what_the_details_hold_is_put_in():
    told = sentence("isa.created", {"title": "Safe and Well visits"})

    assert told == "A draft agreement was put on the register: Safe and Well visits"


def test_what_the_details_do_not_hold_is_left_out():
    assert sentence("isa.created", {}) == "A draft agreement was put on the register"
    assert sentence("isa.created", {"title": {"a": "record"}}) == "A draft agreement was put on the register"


def test_stages_and_codes_are_told_by_their_titles_as_well():
    told = sentence("stage.blocked", {"stage": "S6", "codes": ["Q_OPEN", "DPIA_REQUIRED", "LB-03"]})

    assert told == (
        "Stage S6 (DPIA screening) was blocked: Q_OPEN (a question is open), DPIA_REQUIRED (DPIA required), LB-03"
    )


def test_a_list_without_codes_ends_the_sentence_before_it():
    told = sentence("case.diverted", {"codes": []})

    assert told == "The case was closed, because the policy takes it another way"


def test_a_list_of_which_nothing_is_left_says_none():
    told = sentence("processor.checklist", {"missing": []})

    assert told == "The contract was held against Article 28; clauses missing: none"


def test_a_code_is_told_in_words():
    assert sentence("dpo.advised", {"advice": "for_with_conditions"}).endswith("advised: for with conditions")


@pytest.mark.parametrize(
    ("due", "told"),
    [
        ("2026-06-22", "22 June 2026"),
        ("2026-02-30", "2026-02-30"),
        ("2026-W10-1", "2026-W10-1"),
    ],
)
def test_a_day_is_told_as_people_say_it_and_what_is_no_day_as_it_is(due, told):
    assert sentence("survey.launched", {"title": "Ours", "teams": 2, "due": due}).endswith(
        f"to answer by {told}"
    )


def test_people_are_told_by_their_names_and_who_is_not_known_by_their_id():
    details = {"person": "o2", "starts": "2026-12-07", "ends": "2026-12-14", "cover": "o1"}

    assert people("absence.arranged", details) == {"o2", "o1"}
    assert sentence("absence.arranged", details, {"o2": "Oskar Lind"}) == (
        "Oskar Lind is away from 7 December 2026 to 14 December 2026; cover: o1"
    )


@pytest.mark.parametrize("cover", [None, 7, ["o1"], {}])
def test_what_is_no_id_names_nobody(cover):
    details = {"person": "o2", "cover": cover}

    assert people("absence.arranged", details) == {"o2"}
    assert sentence("absence.arranged", details).startswith("o2 is away")


def test_an_id_that_looks_like_a_code_is_found_by_what_it_is():
    told = sentence("absence.arranged", {"person": "olive_m", "cover": "o1"}, {"olive_m": "Olive Mensah"})

    assert told.startswith("Olive Mensah is away")


def test_a_kind_nobody_wrote_a_sentence_for_is_told_by_its_own_words():
    assert sentence("request.sent_back", {}) == "Request sent back"


@pytest.mark.parametrize("kind", SENTENCES)
def test_every_sentence_can_be_told_with_nothing_known(kind):
    assert sentence(kind, {})
    assert "{" not in sentence(kind, {})


details = st.dictionaries(
    st.sampled_from(["title", "by", "x"]), st.none() | st.integers() | st.text() | st.lists(st.text())
)


@given(details)
def test_nothing_in_the_details_breaks_the_telling(details):
    for kind in SENTENCES:
        assert sentence(kind, details)


def test_destroyed_words_leave_what_kind_of_thing_it_was():
    assert erased("isa.signed").startswith("The owner of the data set signed the agreement")
