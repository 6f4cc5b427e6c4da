"""The proof: every obligation over the whole space, no dead ends, nothing unread, no rule that could never fire.

A counter-example is a case: the facts and answers that were said in it. It is found, or there is none; nothing is
sampled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import z3

from sharewell.decisions.known import WORKED_OUT
from sharewell.decisions.proving.model import Model
from sharewell.decisions.proving.obligations import OBLIGATIONS, Obligation
from sharewell.decisions.proving.space import SETTLED, reads
from sharewell.policy.law.record import Law
from sharewell.policy.tables import Row, Severity

# What a case comes with, and nobody chooses: who we are, what the data is, who asks, and from where.
GIVEN = (
    "controller.is_public_authority",
    "controller.in_performance_of_task",
    "controller.is_competent_authority",
    "purpose.is_law_enforcement",
    "data.special_category",
    "data.criminal_offence",
    "data.children",
    "data.vulnerable",
    "data.confidential",
    "data.health_or_care",
    "data.collected_on_consent",
    "data.subjects_count",
    "recipient.is_public_authority",
    "recipient.is_competent_authority",
    "recipient.is_sport_body",
    "recipient.country",
    "recipient.meets_country_condition",
    "recipient.request_states_public_task",
    "sharing.relationship",
    "sharing.type",
    "sharing.repeat_count_12m",
    "S1.4",
)
_OPENS = frozenset({Severity.INFO, Severity.WARN, Severity.FINDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """One obligation: whether it holds of every case, or a case in which it does not."""

    obligation: Obligation
    against: Mapping[str, Any] | None = None

    @property
    def holds(self) -> bool:
        return self.against is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was proved of one version of the law.

    `dead_end` is a situation that no choice leads out of. `unread` are facts that no rule reads, `silent` rules that
    can never fire, `redundant` rules that never alone keep a case from its release: those are told, and prove nothing
    wrong.
    """

    law: Law
    obligations: tuple[Proved, ...]
    dead_end: Mapping[str, Any] | None
    ways_out: int
    silent: tuple[str, ...]
    unread: tuple[str, ...]
    redundant: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return all(one.holds for one in self.obligations) and self.dead_end is None and not self.silent


def prove(law: Law, on: date) -> Proof:
    """Prove one version of the law on one day."""
    model = Model(law, on)
    stuck, ways_out = dead_end(model)
    return Proof(
        law=law,
        obligations=tuple(proved(model)),
        dead_end=stuck,
        ways_out=ways_out,
        silent=tuple(silent(model)),
        unread=unread(law, model),
        redundant=tuple(_redundant(model)),
    )


def _solver(model: Model) -> z3.Solver:
    solver = z3.Solver()
    solver.add(model.limits)
    return solver


def proved(model: Model) -> Iterator[Proved]:
    """For each obligation: is there a case that is released although it is not kept?"""
    solver = _solver(model)
    solver.add(model.released())
    for obligation in OBLIGATIONS:
        solver.push()
        solver.add(z3.Not(obligation.holds(model)))
        found = model.said(solver.model()) if solver.check() == z3.sat else None
        yield Proved(obligation=obligation, against=found)
        solver.pop()


# --- no dead ends ---------------------------------------------------------------------------------


def dead_end(model: Model) -> tuple[Mapping[str, Any] | None, int]:
    """A situation out of which no choice leads to a release or another way, if there is one; and the ways out found.

    A way out is a set of choices. Each one found is kept, and the next situation is one that none of them serves: the
    search ends when every situation is served, or one is served by nothing.
    """
    situations, choices = _solver(model), _solver(model)
    given = [model.at[name] for name in GIVEN]
    situations.add([at != 0 for name, at in zip(GIVEN, given, strict=True) if not _defaults(model, name)])
    leaves = z3.Or(model.released(), _another_way(model))
    chosen = [at for name, at in model.at.items() if name not in GIVEN]
    people = [model.decides, *model.same.values()]
    ways = 0
    while situations.check() == z3.sat:
        situation = situations.model()
        here = [at == situation.eval(at, model_completion=True) for at in given]
        if choices.check(leaves, *here) != z3.sat:
            return model.said(situation, GIVEN), ways
        way = choices.model()
        fixed = [(one, way.eval(one, model_completion=True)) for one in (*chosen, *people)]
        situations.add(z3.Not(z3.substitute(leaves, *fixed)))
        ways += 1
    return None, ways


def _another_way(model: Model) -> Any:
    """The situation itself leads out of this flow: it follows from what is given, and nobody chose it."""
    rows = (row for row in model.law.rows if row.severity in (Severity.OUT_OF_SCOPE, Severity.DIVERT))
    return z3.Or([model.row(row).so for row in rows if _follows(row, model)])


def _follows(row: Row, model: Model) -> bool:
    read = {base for name in row.when for base in _bases(name, model)}
    return read <= set(GIVEN)


def _bases(name: str, model: Model) -> tuple[str, ...]:
    worked_out = name in WORKED_OUT and name not in SETTLED
    return reads(name, model.law, model.space, model.on) if worked_out else (name,)


def _defaults(model: Model, name: str) -> bool:
    fact = model.law.fact.get(name)
    return fact is not None and fact.default is not None


# --- rules and facts that do nothing --------------------------------------------------------------


def silent(model: Model) -> Iterator[str]:
    """Rules that can never fire."""
    solver = _solver(model)
    for row in model.law.rows:
        if solver.check(model.row(row).so) != z3.sat:
            yield row.id


def _redundant(model: Model) -> Iterator[str]:
    """Rules that stop something, and without which every case would still come out the same."""
    solver = _solver(model)
    released = model.released()
    for row in model.law.rows:
        if row.severity in _OPENS:
            continue
        if solver.check(model.released(without=row.id), z3.Not(released)) != z3.sat:
            yield row.id


def unread(law: Law, model: Model) -> tuple[str, ...]:
    """Facts that no rule, no question and no worked-out fact reads."""
    read = {name for row in law.rows for name in (*row.when, *row.answered_by)}
    read |= {name for question in law.question.values() for name in question.asked_when}
    read |= {base for name in read for base in _bases(name, model)}
    return tuple(fact.name for fact in law.facts if not fact.worked_out and fact.name not in read)
