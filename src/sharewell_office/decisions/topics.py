"""A stage's questions, one thing to a page: what somebody settles in one go, in the order they would settle it.

The tables of the law say what is asked; this says only beside what. A name that stands nowhere here (a newer version of
the law has one) is asked on the last page of its stage, so nothing is ever left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One page of a stage: its address, its title, and the questions and facts on it."""

    slug: str
    title: str
    asks: frozenset[str]


def _topic(slug: str, title: str, *asks: str) -> Topic:
    return Topic(slug=slug, title=title, asks=frozenset(asks))


TOPICS: Mapping[str, tuple[Topic, ...]] = {
    "S0": (
        _topic("urgent", "Can it wait?", "S0.6", "sharing.emergency"),
        _topic(
            "data", "What would leave",
            "S0.1", "data.about_living", "data.identifiability", "data.subjects_count",
        ),
        _topic(
            "route", "Is this the right way?",
            "S0.2", "S0.3", "S0.4", "S0.5", "register.matching_live_isa", "controller.is_processor",
        ),
        _topic(
            "dealings", "The recipient and us",
            "sharing.relationship", "sharing.type", "sharing.repeat_count_12m", "sharing.direction",
        ),
    ),
    "S1": (
        _topic(
            "who", "The person who asks",
            "S1.1", "S1.2", "recipient.verified", "recipient.is_public_authority", "recipient.is_competent_authority",
        ),
        _topic("what", "What kind of request it is", "S1.3", "S1.4", "S1.5"),
    ),
    "S2": (
        _topic("purpose", "What it is for", "S2.1", "S2.3", "purpose.text"),
        _topic(
            "power", "What allows it, and what forbids it",
            "S2.2", "power.kind", "power.citation", "S2.5", "statutory_bar",
        ),
        _topic(
            "compatible", "Why we hold the data",
            "S2.4", "purpose.compatible_with_collection", "data.collected_on_consent",
        ),
    ),
    "S3": (
        _topic("less", "Would less do?", "S3.1", "S3.2", "S3.3"),
        _topic("fields", "The fields that may leave", "S3.4", "S3.5"),
    ),
    "S4": (
        _topic(
            "data", "What kinds of data would leave",
            "data.special_category", "data.criminal_offence", "data.children", "data.vulnerable",
            "data.confidential", "data.health_or_care",
        ),
        _topic(
            "conditions", "Conditions for special category and offence data",
            "S4.3", "S4.4", "basis.art9", "basis.sch1", "basis.art10", "basis.sch8", "apd.current",
            "recipient.is_sport_body",
        ),
        _topic("people", "The people it is about", "S4.5", "S4.6", "S4.7"),
        _topic(
            "basis", "The regime and the basis",
            "S4.1", "S4.2", "sharing.regime", "purpose.is_law_enforcement", "basis.art6", "basis.annex1", "basis.part3",
            "consent.record", "consent.names_recipient", "consent.withdrawn", "lia.done", "sharing.joint_arrangement",
            "recipient.request_states_public_task", "controller.is_public_authority",
            "controller.in_performance_of_task", "controller.is_competent_authority", "no_basis_remains",
        ),
    ),
    "S5": (
        _topic("aware", "Do people know?", "S5.1", "S5.2", "S5.4"),
        _topic("exemption", "Not telling them", "S5.3", "exemption.code", "exemption.prejudice_text"),
    ),
    "S6": (
        _topic("screening", "Screening", "S6.1", "dpia.screen"),
        _topic("assessment", "The impact assessment", "S6.2", "S6.3", "dpia.status"),
    ),
    "S7": (
        _topic("accuracy", "Format and accuracy (a, b)", "S7.a", "S7.b", "data.accuracy_note"),
        _topic("amendments", "Amendments (c)", "S7.c"),
        _topic("retention", "Retention (d)", "S7.d", "retention.ours", "retention.ours_until"),
        _topic("minimum", "The minimum (e)", "S7.e", "S7.f"),
    ),
    "S8": (
        _topic("security", "Will it be safe there?", "S8.1", "S8.2"),
        _topic("history", "What happened before", "S8.3", "S8.4"),
    ),
    "S9": (
        _topic(
            "abroad", "Where it goes",
            "S9.1", "recipient.country", "recipient.meets_country_condition",
        ),
        _topic("mechanism", "By which mechanism", "S9.2", "S9.3", "S9.4", "transfer.derogation"),
    ),
    "S10": (_topic("method", "Method of transfer", "S10.1", "S10.2"),),
}  # fmt: skip


def slug_of(stage: str, name: str) -> str:
    """The page of its stage on which that question or fact is asked; "" where the stage has no pages."""
    topics = TOPICS.get(stage, ())
    last = topics[-1].slug if topics else ""
    return next((topic.slug for topic in topics if name in topic.asks), last)


def topics_of(stage: str, asked: Iterable[str]) -> list[Topic]:
    """The pages of a stage that have something to ask now, in their order."""
    slugs = {slug_of(stage, name) for name in asked}
    return [topic for topic in TOPICS.get(stage, ()) if topic.slug in slugs]
