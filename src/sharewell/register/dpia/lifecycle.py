"""The life of a DPIA: which step leads where, who may take it, and what has to be written before it.

    DRAFT --advise--> ADVISED --sign--> SIGNED --reopen--> DRAFT        (the rest in `record`; the steps in `steps`)

The Data Protection Officer advises and never signs; the owner of the data signs; a high risk waits for the regulator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum

from sharewell.policy import rulebook
from sharewell.policy.law.record import Law
from sharewell.register.dpia.record import Dpia, Effect, Level, Risk, Status
from sharewell.vocabulary.outcome import Refusal, Rule
from sharewell.vocabulary.people import Actor, Role


class Action(StrEnum):
    """A step somebody can take."""

    WRITE = "write"
    ADVISE = "advise"
    ANSWER_ADVICE = "answer_advice"
    CONSULT = "consult"
    ANSWERED = "answered"
    SIGN = "sign"
    MEASURE_DONE = "measure_done"
    REOPEN = "reopen"
    COVER = "cover"
    GIVE_UP = "give_up"


TRANSITIONS: Mapping[tuple[Status, Action], Status] = {
    (Status.DRAFT, Action.WRITE): Status.DRAFT,
    (Status.ADVISED, Action.WRITE): Status.DRAFT,  # what is changed after the advice is advised on again
    (Status.DRAFT, Action.ADVISE): Status.ADVISED,
    (Status.ADVISED, Action.ADVISE): Status.ADVISED,
    (Status.ADVISED, Action.ANSWER_ADVICE): Status.ADVISED,
    (Status.ADVISED, Action.CONSULT): Status.WITH_REGULATOR,
    (Status.WITH_REGULATOR, Action.ANSWERED): Status.ADVISED,
    (Status.ADVISED, Action.SIGN): Status.SIGNED,
    (Status.SIGNED, Action.MEASURE_DONE): Status.SIGNED,
    (Status.SIGNED, Action.REOPEN): Status.DRAFT,
    **{(status, Action.COVER): status for status in (Status.DRAFT, Status.ADVISED, Status.SIGNED)},
    (Status.DRAFT, Action.GIVE_UP): Status.GIVEN_UP,
    (Status.ADVISED, Action.GIVE_UP): Status.GIVEN_UP,
}

_STAFF = frozenset({Role.HANDLER, Role.OWNER, Role.CHIEF_EXECUTIVE, Role.REGISTER_KEEPER})
_OWNERS = frozenset({Role.OWNER, Role.CHIEF_EXECUTIVE})
WHO: Mapping[Action, frozenset[Role]] = {
    Action.WRITE: _STAFF,
    Action.ADVISE: frozenset({Role.DPO}),
    Action.ANSWER_ADVICE: _OWNERS,
    Action.CONSULT: frozenset({Role.DPO}),
    Action.ANSWERED: frozenset({Role.DPO}),
    Action.SIGN: _OWNERS,
    Action.MEASURE_DONE: _STAFF,
    Action.REOPEN: _STAFF | {Role.DPO},
    Action.COVER: _OWNERS,
    Action.GIVE_UP: _OWNERS,
}
OVER_THE_DATA = frozenset({Action.ANSWER_ADVICE, Action.SIGN, Action.COVER, Action.GIVE_UP})


def refusals(dpia: Dpia, action: Action, *, by: Actor, at: datetime, law: Law) -> tuple[Refusal, ...]:
    """Every reason why this person may not take that step now."""
    return (*_state(dpia, action), *_person(dpia, action, by, at), *_content(dpia, action, law))


# --- who, and from where --------------------------------------------------------------------------


def starting(dpia: Dpia, *, by: Actor, at: datetime) -> Iterator[Refusal]:
    """Every reason why this person may not begin one."""
    return _person(dpia, Action.WRITE, by, at)


def _state(dpia: Dpia, action: Action) -> Iterator[Refusal]:
    if (dpia.status, action) not in TRANSITIONS:
        yield no(
            rulebook.NOT_IN_THIS_STATE,
            f"{dpia.reference} is {dpia.status.label.lower()}.",
            "Take the step that comes next; its page says which.",
        )


def _person(dpia: Dpia, action: Action, by: Actor, at: datetime) -> Iterator[Refusal]:
    delegated = action in OVER_THE_DATA and by.delegation_for(dpia.data_set, at.date())
    if not by.roles & WHO[action] and not delegated:
        posts = ", ".join(sorted(role.label for role in WHO[action]))
        yield no(rulebook.NOT_YOUR_STEP, "This step does not belong to your post.", f"It is for: {posts}.")
    if not by.has(Role.DPO) and not by.trained(at.date()):
        yield no(
            rulebook.TRAINING_CURRENT,
            "Your data protection training is not current.",
            "Complete it, or leave the step to somebody whose training is current.",
        )
    if action in OVER_THE_DATA:
        yield from _over_the_data(dpia, by, at)


def _over_the_data(dpia: Dpia, by: Actor, at: datetime) -> Iterator[Refusal]:
    given = by.delegation_for(dpia.data_set, at.date())
    if not (dpia.data_set in by.owns or given or by.has(Role.CHIEF_EXECUTIVE)):
        yield no(
            rulebook.AUTHORITY_OVER_DATA,
            "It is about data of another business area.",
            "Leave it to the owner of that data set.",
        )
    if by.has(Role.DPO) or (dpia.advice and dpia.advice.by in by.accounts):
        yield no(
            rulebook.SEGREGATION,
            "The Data Protection Officer advises on an assessment and does not sign it.",
            "Leave it to the owner of the data.",
        )


# --- whether it is complete -----------------------------------------------------------------------


def _content(dpia: Dpia, action: Action, law: Law) -> Iterator[Refusal]:
    if action in (Action.ADVISE, Action.SIGN):
        yield from unfinished(dpia, law)
    if action is Action.SIGN:
        yield from _advice_answered(dpia)
        yield from _regulator(dpia)
    if action is Action.CONSULT and dpia.residual is not Level.HIGH:
        yield no(
            rulebook.DPIA_REGULATOR_FIRST,
            "No high risk is left, so there is nothing to ask the regulator.",
            "Sign it.",
        )


def unfinished(dpia: Dpia, law: Law) -> tuple[Refusal, ...]:
    """What is still to be written before it can be advised on."""
    return (*_unanswered(dpia, law), *_risks(dpia, law))


def _unanswered(dpia: Dpia, law: Law) -> Iterator[Refusal]:
    for part in law.dpia:
        if part.always and not dpia.answers.get(part.id, "").strip():
            yield no(
                rulebook.DPIA_COMPLETE,
                f"Step {part.step} is not answered: {part.ask}",
                "Answer it in a few sentences.",
                where=part.id,
            )


def _risks(dpia: Dpia, law: Law) -> Iterator[Refusal]:
    if not dpia.risks:
        yield no(
            rulebook.DPIA_COMPLETE,
            "No risk is written down.",
            "Write at least one: where harm could come from, how likely and how severe it is.",
            where="dpia.5",
        )
    for risk in dpia.risks:
        yield from _risk(risk, law)


def _risk(risk: Risk, law: Law) -> Iterator[Refusal]:
    overall, where = risk.overall(law), f"risk {risk.number}"
    if overall is not Level.LOW and not risk.measures:
        yield no(
            rulebook.DPIA_COMPLETE,
            f"Risk {risk.number} is {overall.value} and nothing is said of what is done about it.",
            "Write a measure, or that it is accepted and why.",
            where=where,
        )
    if risk.residual.rank > overall.rank:
        yield no(
            rulebook.DPIA_COMPLETE,
            f"More is left of risk {risk.number} than there was.",
            "Correct its likelihood or severity, or what is left of it.",
            where=where,
        )
    lessened = any(one.effect is not Effect.ACCEPTED for one in risk.measures)
    if risk.residual.rank < overall.rank and not lessened:
        yield no(
            rulebook.DPIA_COMPLETE,
            f"Risk {risk.number} is said to become smaller and no measure makes it so.",
            "Write a measure that reduces or eliminates it, or leave the risk as high as it is.",
            where=where,
        )


def _advice_answered(dpia: Dpia) -> Iterator[Refusal]:
    if dpia.advice is None or dpia.advice.accepted is None:
        yield no(
            rulebook.DPIA_ADVICE,
            "The advice of the Data Protection Officer is neither accepted nor overruled.",
            "Say which; to overrule it, give the reasons.",
        )


def _regulator(dpia: Dpia) -> Iterator[Refusal]:
    allowed = dpia.consultation is not None and dpia.consultation.may_begin is True
    if dpia.residual is Level.HIGH and not allowed:
        yield no(
            rulebook.DPIA_REGULATOR_FIRST,
            "A high risk is left, and the regulator has not said that this may begin.",
            "Bring the risk down by further measures, or consult the regulator and wait for its answer.",
        )


def no(rule: Rule, reason: str, remedy: str, *, where: str = "") -> Refusal:
    return Refusal(rule=rule, reason=reason, remedy=remedy, where=where)
