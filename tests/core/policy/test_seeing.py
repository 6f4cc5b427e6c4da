"""Who sees which records: those who are named in it, the posts that see all, and nobody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.policy.seeing import QUESTION_TO_THE_DPO, RULES, Seeing
from sharewell.vocabulary.people import Role

names = st.sampled_from(["", "h1", "h2", "d1", "ORG-0001"])
posts = st.frozensets(st.sampled_from(Role))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.what)
@given(named=names, shared=st.sampled_from(["", "DSR-2026-0001"]), name=names, posts=posts)
def test_a_record_is_seen_by_its_own_by_the_posts_that_see_all_and_where_it_is_shared(
    rule: Seeing, named, shared, name, posts
):
    record = {rule.named: named} | ({rule.shared: shared} if rule.shared else {})

    seen = rule.sees(name, record, posts)

    own = bool(name) and name == named
    assert seen == bool(posts & rule.posts or own or (rule.shared and shared and name))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.what)
def test_no_name_is_nobodys_even_of_a_record_that_names_nobody(rule):
    assert not rule.sees("", {rule.named: "", rule.shared: ""})
    assert rule.narrowed("") == frozenset()


def test_what_was_asked_in_confidence_is_for_the_dpo_and_who_asked():
    question = {"asked_by": "h1", "about": ""}

    assert [QUESTION_TO_THE_DPO.sees(name, question) for name in ("h1", "h2")] == [True, False]
    assert QUESTION_TO_THE_DPO.sees("d1", question, frozenset({Role.DPO}))
