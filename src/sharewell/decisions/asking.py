"""Which facts to ask a person for next: no more than the rules wait for now.

A rule reads its cells in order, so the first one that is open is the one to ask for: nobody is asked whether the
balancing test is on file before legitimate interests is the basis chosen. What an unanswered question will settle
is not asked beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sharewell.decisions.case import Case
from sharewell.decisions.known import Known
from sharewell.policy.law.record import Law
from sharewell.policy.tables import Kind, Row, Severity
from sharewell.policy.truth import Open, fires


def facts_to_ask(case: Case, *, law: Law, on: date) -> tuple[str, ...]:
    """The facts to ask for now, in the order of the law."""
    known = Known(case, law, on)
    wanted = {
        name for stage in law.judged for row in law.rows_of.get(stage, ()) for name in _wanted(row, known)
    }
    waiting = _questions_will_settle(case, law)
    return tuple(
        fact.name
        for fact in law.facts
        if fact.name in wanted - waiting and not any(isinstance(known(name), Open) for name in fact.after)
    )


def _wanted(row: Row, known: Known) -> Iterator[str]:
    judgement = fires(row, known)
    if isinstance(judgement, Open):
        yield from next((value.names for value in map(known, row.when) if isinstance(value, Open)), ())
    elif judgement:
        yield from _would_answer(row, known)


def _would_answer(row: Row, known: Known) -> Iterator[str]:
    """A rule that fired on a default asks whether the default is so: an accuracy note, a derogation, no basis left."""
    facts = [known.law.fact[name] for name in row.when if name in known.law.fact]
    read = {name for fact in facts for name in (fact.name, *fact.reads)}
    yield from (name for name in read if known.law.fact[name].default is not None)
    if row.stage == "S4" and row.severity is Severity.REFUSE:
        yield "no_basis_remains"


def _questions_will_settle(case: Case, law: Law) -> frozenset[str]:
    # A list of codes records which condition was chosen; choosing it is the fact, and that is asked for.
    unanswered = (
        question
        for question in law.question.values()
        if question.id not in case.answers and question.kind is not Kind.LIST_OR_NONE
    )
    return frozenset(says.fact for question in unanswered for says in question.says)
