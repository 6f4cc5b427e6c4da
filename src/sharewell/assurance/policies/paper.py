"""A policy as it is printed: who wrote it, who approved it, what was said of it, and its text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sharewell.assurance.policies.record import Policy, Version
from sharewell.vocabulary.paper import Block, Facts, Heading, Listed, Paper, Table, Words


def printed(policy: Policy, *, issuer: str, on: date, named: Callable[[str], str] = str) -> Paper:
    """The version in force, else the one on its way. `named` turns a person's id into what readers know them by."""
    version = policy.in_force or policy.draft
    blocks: list[Block] = [Facts(pairs=_header(policy, version, named))]
    if policy.read_with:
        blocks += [Heading(text="Read with"), Listed(items=policy.read_with)]
    if version:
        blocks += [Heading(text="The text"), *_paragraphs(version.text)]
        if version.comments:
            blocks += [Heading(text="What was said of it, and the answers"), _said(version)]
    return Paper(title=policy.title, issuer=issuer, reference=policy.reference, on=on, blocks=tuple(blocks))


def _header(
    policy: Policy, version: Version | None, named: Callable[[str], str]
) -> tuple[tuple[str, str], ...]:
    pairs = [("Kind", policy.kind.label), ("Review", f"every {policy.review_every.in_words()}")]
    if version:
        pairs += [
            ("Version", version.number),
            ("Author", named(version.author)),
            ("Written", _day(version.written_on)),
        ]
    if version and version.approved_on:
        pairs.append(
            ("Approved by senior management", f"{named(version.approved_by)}, {_day(version.approved_on)}")
        )
    if version and version.launched_on:
        pairs.append(("In force since", _day(version.launched_on)))
    if policy.review_on:
        pairs.append(("Next review", _day(policy.review_on)))
    return tuple(pairs)


def _paragraphs(text: str) -> list[Block]:
    return [Words(text=part.strip()) for part in text.split("\n\n") if part.strip()]


def _said(version: Version) -> Table:
    rows = tuple((each.stakeholder, each.text, each.reply or "Not answered yet") for each in version.comments)
    return Table(caption="Stakeholders", columns=("Who", "Said", "Was answered"), rows=rows)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
