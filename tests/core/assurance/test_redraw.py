"""Anybody draws a sample again from what was published of it; whatever was changed in it is noticed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.assurance.redraw import NotASample, Published, disagreements, document, problems, read
from sharewell.assurance.sampling import Plan
from sharewell.assurance.strata import Always, Handled, fingerprint, take

SEED = "5eed" * 16


def a_case(number: int, **changed) -> Handled:
    given = {
        "reference": f"DSR-2026-{number:04}", "data_set": ("complaints", "home-visits")[number % 2],
        "outcome": ("approve", "refuse", "divert")[number % 3],
    }  # fmt: skip
    return Handled(**(given | changed))


def a_sample(cases: int = 40, *, seed: str = SEED, plan: Plan | None = None) -> Published:
    plan = plan or Plan()
    frame = (*map(a_case, range(cases)), a_case(cases, always=frozenset({Always.EMERGENCY})))
    taken = take(frame, plan, seed=seed)
    return Published(
        sample="SAM-2026-0001", seed=seed, frame_sha256=fingerprint(frame), plan=plan, frame=frame,
        drawn=frozenset({*taken.certain, *taken.random}),
    )  # fmt: skip


def events(published: Published, *kinds: str, **changed) -> list[dict]:
    details = {"seed": published.seed, "frame_sha256": published.frame_sha256} | changed
    kinds = kinds or ("sample.seed_committed", "sample.drawn")
    return [{"kind": kind, "about": published.sample, "details": details} for kind in kinds]


@pytest.mark.requirement("OPCC-8.2b")
@given(
    cases=st.integers(0, 60),
    seed=st.text("0123456789abcdef", min_size=64, max_size=64),
    accept=st.integers(0, 2),
)
def test_what_was_drawn_is_drawn_again_by_whoever_reads_the_file(cases, seed, accept):
    published = read(document(a_sample(cases, seed=seed, plan=Plan(accept=accept))))

    assert published == a_sample(cases, seed=seed, plan=Plan(accept=accept))
    assert list(problems(published)) == []


@pytest.mark.requirement("OPCC-8.2b")
@pytest.mark.parametrize(
    "changed",
    [
        lambda it: replace(it, seed="0" * 64),
        lambda it: replace(it, drawn=it.drawn - {min(it.drawn)}),
        lambda it: replace(it, drawn=it.drawn | {"DSR-2026-9999"}),
        lambda it: replace(it, frame=it.frame[1:]),
        lambda it: replace(it, frame=(*it.frame, it.frame[0])),
        lambda it: replace(it, frame=(replace(it.frame[0], outcome="refuse"), *it.frame[1:])),
        lambda it: replace(it, frame=(*it.frame[:-1], replace(it.frame[-1], always=frozenset()))),
        lambda it: replace(it, plan=Plan(accept=2)),
        lambda it: replace(it, frame_sha256="0" * 64),
    ],
    ids=["another seed", "a case spared", "a case slipped in", "a case left out of the frame", "a case twice",
         "a case in another stratum", "a certain case made a matter of chance", "a wider plan", "another digest"],
)  # fmt: skip
def test_whatever_is_changed_afterwards_is_noticed(changed):
    assert list(problems(changed(a_sample())))


@pytest.mark.requirement("OPCC-8.2b")
@pytest.mark.parametrize(
    "said",
    [
        [],
        events(a_sample(), "sample.drawn"),
        events(a_sample(), "sample.drawn", "sample.seed_committed"),
        events(a_sample(), "sample.seed_committed", "sample.seed_committed", "sample.drawn"),
        events(a_sample(), seed="0" * 64),
        events(a_sample(), frame_sha256="0" * 64),
        events(replace(a_sample(), sample="SAM-2026-0002")),
    ],
    ids=["nothing", "no seed", "drawn first", "two seeds", "another seed", "another frame", "another sample"],
)
def test_a_seed_that_the_record_does_not_show_before_the_draw_proves_nothing(said):
    assert list(disagreements(a_sample(), said))


def test_the_record_and_the_sample_agree():
    assert list(disagreements(a_sample(), events(a_sample()))) == []


@pytest.mark.parametrize("name", document(a_sample()))
@pytest.mark.parametrize("instead", [None, 7, {}, "x", []], ids=str)
def test_a_file_that_is_no_sample_is_told_from_one(name, instead):
    """Wrong in one place: it is not read, or it is read and does not come out."""
    said = document(a_sample()) | {name: instead}

    try:
        found = read(said)
    except NotASample:
        return

    assert name == "sample" or list(problems(found))


@pytest.mark.parametrize("said", [None, [], "text", {}, {"frame": [1]}])
def test_anything_else_is_no_sample(said):
    with pytest.raises(NotASample):
        read(said)
