"""A dip sample as a document: how it was drawn, what was found in each case, and what that proves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sharewell.assurance.marking import Result, Sampled
from sharewell.assurance.redraw import Published
from sharewell.assurance.strata import Always
from sharewell.vocabulary.paper import Block, Heading, Paper, Table, Words


def printed(
    published: Published, cases: Sequence[Sampled], result: Result, *, names: Mapping[str, str],
    period: tuple[date, date], concluded: date | None, issuer: str, on: date,
) -> Paper:  # fmt: skip
    """The report of a sample. `names` are people's, by their ids; `concluded` is None while cases are unmarked."""
    first, last = period
    state = (
        f"Concluded on {_said(concluded)}."
        if concluded
        else "Not concluded: these marks are not all there yet."
    )
    blocks: list[Block] = [
        Words(text=state, strong=True),
        Words(
            text=f"{result.sampled} of {len(published.frame)} cases finished from {_said(first)} to {_said(last)}: "
            f"{result.sampled - result.random} that are always looked at, and {result.random} drawn by chance."
        ),
        *_proves(result, concluded=concluded is not None),
        Heading(text="The cases"),
        Table(
            caption="What was found",
            columns=("Case", "Why it was looked at", "Marked by", "Found"),
            rows=tuple(_row(each, published, names) for each in cases),
        ),
        *_again(published),
    ]
    return Paper(
        title="Dip sample of handled requests", issuer=issuer, reference=published.sample, on=on, blocks=tuple(blocks)
    )  # fmt: skip


def _proves(result: Result, *, concluded: bool) -> list[Block]:
    rows = (
        ("Deviations", f"{result.deviations} of {result.sampled} cases"),
        *(_bounds(result) if concluded else _NO_BOUNDS),
        ("By stage", _counted(result.by_stage)),
        ("Causes", _counted(result.causes)),
        ("Systemic", ", ".join(result.systemic) or "None"),
    )
    title = "What it proves" if concluded else "What was found so far"
    return [Heading(text=title), Table(caption=title, columns=("What", "Figure"), rows=rows)]


# A case that nobody has marked is no case by the book, and would count as one.
_NO_BOUNDS = (("Estimate and upper bound", "Told once every case is marked"),)


def _bounds(result: Result) -> tuple[tuple[str, str], ...]:
    return (
        ("Estimate", f"{result.random_deviations} of {result.random} by chance ({100 * result.estimate:.1f} %)"),
        ("Upper bound", f"At most {100 * result.upper:.1f} % of all cases (Clopper–Pearson, "
         f"{float(100 * result.confidence):g} times in a hundred)"),
    )  # fmt: skip


def _counted(found: Mapping[str, int]) -> str:
    return ", ".join(f"{what}: {times}" for what, times in sorted(found.items())) or "None"


def _row(each: Sampled, published: Published, names: Mapping[str, str]) -> tuple[str, str, str, str]:
    always = next(
        (case.always for case in published.frame if case.reference == each.case), frozenset[Always]()
    )
    why = ", ".join(sorted(one.label for one in always)) or "Drawn by chance"
    markers = " and ".join(names.get(one, one) for one in (each.marker, each.second) if one) or "Nobody free"
    return each.case, why, markers, _found(each)


def _found(each: Sampled) -> str:
    if each.disagreed:
        return "The markers differ"
    if not each.complete:
        return "To be marked"
    if not each.deviates:
        return "By the book"
    stages = sorted({stage for mark in each.marks for stage in mark.deviating})
    return f"Deviates: {', '.join(stages)}" if stages else "Deviates"


def _again(published: Published) -> list[Block]:
    return [
        Heading(text="Draw it again"),
        Words(
            text="The seed and the digest of all cases with their strata went on the record before the draw. Whoever "
            "holds this sample as JSON draws it again with `sharewell redraw`, without this office."
        ),
        Table(
            caption="To draw it again",
            columns=("What", "Value"),
            rows=(("Seed", published.seed), ("Digest of the frame (SHA-256)", published.frame_sha256)),
        ),
    ]


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
