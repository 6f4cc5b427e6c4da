"""The assessment on paper: the regulator's seven steps in their order, the risks as a table, and who signed what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sharewell.policy.law.record import Law
from sharewell.register.dpia.record import STEP_TITLES, Advised, Dpia, Measure, Risk, Status
from sharewell.vocabulary.paper import Block, Facts, Heading, Listed, Paper, Table, Words

# The weighing is the policy's own and is read before what was found and decided.
ORDER = (1, 2, 3, 4, 8, 5, 6, 7)
ANSWERED = frozenset({1, 2, 3, 4, 8})


def paper(dpia: Dpia, *, law: Law, names: Mapping[str, str], on: date) -> Paper:
    """The whole assessment. `names` are people's names by id; one that is not there is shown by its id."""
    return Paper(
        title=f"Data protection impact assessment: {dpia.title}",
        issuer=dpia.controller,
        on=on,
        reference=dpia.reference,
        blocks=tuple(_blocks(dpia, law, names)),
    )


def _blocks(dpia: Dpia, law: Law, names: Mapping[str, str]) -> Iterator[Block]:
    yield Facts(pairs=(*_head(dpia, names),))
    for number, step in enumerate(ORDER, start=1):
        yield Heading(text=f"{number}. {STEP_TITLES[step]}")
        if step in ANSWERED:
            yield from _answers(dpia, law, step)
        elif step == 5:
            yield from _risks(dpia, law)
        elif step == 6:
            yield from _measures(dpia, names)
        else:
            yield from _signed_off(dpia, names)


def _head(dpia: Dpia, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield "Controller", dpia.controller
    yield "Where it stands", dpia.status.label
    yield "Covers", ", ".join(dpia.about) or f"The data set {dpia.data_set}"
    yield "Written by", _people(dpia.drafted_by, names)
    yield "Risk that is left", dpia.residual.value.capitalize() if dpia.risks else "Not assessed yet"
    if dpia.review_by:
        yield "To be reviewed by", _day(dpia.review_by)


def _answers(dpia: Dpia, law: Law, step: int) -> Iterator[Block]:
    for part in law.dpia:
        said = dpia.answers.get(part.id, "").strip()
        if part.step == step and (said or part.always):
            yield Heading(text=part.title, level=2)
            yield Words(text=said or "Not answered yet.")


def _risks(dpia: Dpia, law: Law) -> Iterator[Block]:
    if not dpia.risks:
        yield Words(text="No risk is written down yet.")
        return
    yield Table(
        caption="Risks before anything is done, and what is left of them",
        columns=("Risk", "Source and possible harm", "Likelihood", "Severity", "Overall", "What is left"),
        rows=tuple(_risk(risk, law) for risk in dpia.risks),
    )


def _risk(risk: Risk, law: Law) -> tuple[str, ...]:
    weighed = (risk.likelihood, risk.severity, risk.overall(law).value, risk.residual.value)
    return (str(risk.number), risk.source, *(word.capitalize() for word in weighed))


def _measures(dpia: Dpia, names: Mapping[str, str]) -> Iterator[Block]:
    if not dpia.measures:
        yield Words(text="No measure is written down.")
        return
    yield Table(
        caption="Measures: who puts each in place, and when it was done",
        columns=("Risk", "Measure", "Effect", "Who", "Due", "Done"),
        rows=tuple(_measure(risk, one, names) for risk in dpia.risks for one in risk.measures),
    )


def _measure(risk: Risk, one: Measure, names: Mapping[str, str]) -> tuple[str, ...]:
    done = _day(one.done) if one.done else "Not yet"
    who = names.get(one.officer, one.officer)
    return (str(risk.number), one.what, one.effect.value.capitalize(), who, _day(one.due), done)


def _signed_off(dpia: Dpia, names: Mapping[str, str]) -> Iterator[Block]:
    if dpia.advice:
        yield from _advice(dpia.advice, names)
    else:
        yield Words(text="The Data Protection Officer has not advised on it yet.")
    if asked := dpia.consultation:
        yield Heading(text="The regulator", level=2)
        yield Words(text=f"Consulted on {_day(asked.asked)} (UK GDPR Article 36).")
        yield Words(text=asked.words or f"Its answer is due by {_day(asked.answer_due)}.")
    yield Heading(text="Signature", level=2)
    if dpia.status is not Status.SIGNED or dpia.signed_at is None:
        yield Words(text="It is not signed. Nothing may leave under it.", strong=True)
        return
    signer = names.get(dpia.signed_by, dpia.signed_by)
    yield Words(
        text=f"The measures and what is left are approved by {signer}, {_day(dpia.signed_at.date())}."
    )
    if dpia.open_measures:
        yield Words(text="Nothing leaves until these are done:", strong=True)
        yield Listed(items=tuple(one.what for one in dpia.open_measures))


def _advice(advice: Advised, names: Mapping[str, str]) -> Iterator[Block]:
    yield Heading(text="Advice of the Data Protection Officer", level=2)
    yield Words(text=advice.words)
    yield Words(text=f"{names.get(advice.by, advice.by)}, {_day(advice.at.date())}.")
    if advice.accepted is None:
        yield Words(text="It is neither accepted nor overruled yet.")
        return
    word = "accepted" if advice.accepted else "overruled"
    yield Words(text=f"The advice was {word} by {names.get(advice.answered_by, advice.answered_by)}.")
    if advice.reasons:
        yield Words(text=advice.reasons)


def _people(ids: frozenset[str], names: Mapping[str, str]) -> str:
    return ", ".join(sorted(names.get(one, one) for one in ids)) or "Nobody yet"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
