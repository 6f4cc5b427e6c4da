"""Reviews and their actions, rows and records. Nothing else touches these models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from sharewell.assurance.actions import Action, Area, Review, Update
from sharewell.vocabulary.people import Actor
from sharewell_office.assurance import models
from sharewell_office.people.work import WorkItem


class SomebodyElseChangedIt(Exception):
    """The review is not the one that was read."""


def reviews() -> QuerySet[models.Review]:
    """Every review, newest first."""
    return models.Review.objects.all()


def review(reference: str) -> Review | None:
    """A review with everything under it (three queries, however many actions)."""
    row = models.Review.objects.filter(reference=reference).first()
    return _to_core(row) if row else None


def all_reviews() -> Iterator[Review]:
    """Every review, oldest first, one at a time."""
    return (_to_core(row) for row in models.Review.objects.order_by("reference").iterator())


def _to_core(row: models.Review) -> Review:
    under: dict[str, list[Action]] = {}
    for action in row.actions.prefetch_related("updates"):
        under.setdefault(action.area, []).append(_action(action))
    areas = (Area(**area, actions=tuple(under.get(area["number"], ()))) for area in row.areas)
    return Review(reference=row.reference, title=row.title, areas=tuple(areas), version=row.version)


def _action(row: models.Action) -> Action:
    updates = (
        Update(on=each.on, by=each.by, text=each.text, evidence=each.evidence) for each in row.updates.all()
    )
    return Action(
        number=row.number, text=row.text, officers=tuple(row.officers), due=row.due, first_due=row.first_due,
        addressed_by=row.addressed_by, tied_to=row.tied_to, updates=tuple(updates), closed_on=row.closed_on,
        told_late=row.told_late, escalated_on=row.escalated_on,
    )  # fmt: skip


def reviews_by_title(titles: Iterable[str]) -> dict[str, models.Review]:
    return {row.title: row for row in models.Review.objects.filter(title__in=set(titles))}


def reference_of(title: str) -> str:
    """The reference of the review of that title, or ""."""
    return models.Review.objects.filter(title=title).values_list("reference", flat=True).first() or ""


def rows_of(titles: Iterable[str]) -> dict[tuple[str, str], models.Action]:
    """The actions of the reviews of those titles, by title and number."""
    rows = models.Action.objects.select_related("review").filter(review__title__in=set(titles))
    return {(row.review.title, row.number): row for row in rows.prefetch_related("updates")}


def to_action(row: models.Action) -> Action:
    return _action(row)


def area_of(row: models.Action) -> dict[str, str]:
    """The area that an action stands under, as kept."""
    return next((area for area in row.review.areas if area["number"] == row.area), {})


def keep_area(title: str, area: Mapping[str, str], *, reference: str) -> models.Review:
    """The review of that title with that area in it; made, under that reference, where there is none."""
    row, _ = models.Review.objects.get_or_create(title=title, defaults={"reference": reference, "areas": []})
    areas = [each for each in row.areas if each["number"] != area["number"]]
    row.areas = sorted([*areas, dict(area)], key=lambda each: int(each["number"]))
    row.version += 1
    row.save(update_fields=["areas", "version"])
    return row


def keep_action(review: models.Review, action: Action, *, reference: str) -> None:
    """Add an action, or write over what a table says of it; updates are added and never taken away."""
    row, _ = models.Action.objects.update_or_create(
        reference=reference,
        defaults={"review": review, **_placed(action), **_columns(action)},
    )
    there = {(each.on, each.text) for each in row.updates.all()}
    _add_updates(row, [each for each in action.updates if (each.on, each.text) not in there])


def place_for(title: str, area: str, *, reference: Callable[[], str]) -> tuple[Review, dict[str, str]]:
    """The review of that title, locked until the transaction ends, and its area of that title or the next free one.

    Of the review only the last action of that area is read: it numbers the next, and a survey may open hundreds.
    """
    row = models.Review.objects.select_for_update().filter(title=title).first()
    if row is None:
        row = models.Review.objects.create(title=title, reference=reference(), areas=[])
    number = 1 + max((int(each["number"]) for each in row.areas), default=0)
    new = {"number": str(number), "title": area, "proposal": "", "sponsor": ""}
    place = next((each for each in row.areas if each["title"] == area), new)
    last = row.actions.filter(area=place["number"]).order_by("-position")[:1]
    under = Area(**place, actions=tuple(_action(each) for each in last))
    return Review(reference=row.reference, title=row.title, areas=(under,)), place


def open_action(title: str, area: Mapping[str, str], action: Action, *, reference: str) -> None:
    """A new action under an area of a review that `place_for` locked."""
    review = models.Review.objects.get(title=title)
    if area not in review.areas:
        keep_area(title, area, reference=review.reference)
    row = models.Action.objects.create(
        reference=reference, review=review, **_placed(action), **_columns(action)
    )
    _add_updates(row, action.updates)


def _placed(action: Action) -> dict[str, Any]:
    area = action.number.partition(".")[0]
    return {"area": area, "number": action.number, "position": _position(action.number), "text": action.text}


def _position(number: str) -> int:
    """2.10 stands after 2.9."""
    area, _, action = number.partition(".")
    return int(area) * 1000 + int(action)


def _columns(action: Action) -> dict[str, Any]:
    names = ("due", "first_due", "addressed_by", "tied_to", "closed_on", "told_late", "escalated_on")
    return {name: getattr(action, name) for name in names} | {"officers": list(action.officers)}


def _add_updates(kept: models.Action, updates: Iterable[Update]) -> None:
    models.ActionUpdate.objects.bulk_create(
        models.ActionUpdate(action=kept, on=each.on, by=each.by, text=each.text, evidence=each.evidence)
        for each in updates
    )


def save(before: Review, after: Review) -> None:
    """Keep what a step changed. Raises `SomebodyElseChangedIt`."""
    found = models.Review.objects.filter(reference=before.reference, version=before.version)
    if not found.update(version=after.version):
        raise SomebodyElseChangedIt
    row, known = models.Review.objects.get(reference=after.reference), dict(_numbered(before))
    for number, action in _numbered(after):
        if action != known.get(number):
            kept = models.Action.objects.get(review=row, number=number)
            models.Action.objects.filter(pk=kept.pk).update(**_columns(action))
            _add_updates(kept, action.updates[len(known[number].updates) :])


def _numbered(review: Review) -> Iterable[tuple[str, Action]]:
    return ((action.number, action) for action in review.actions())


def open_choices() -> list[tuple[str, str]]:
    """The open actions that something else may settle, as a form lists them: "REV-2026-0001/2.1" and its words."""
    rows = models.Action.objects.select_related("review").filter(closed_on__isnull=True)
    return [
        (f"{row.review.reference}/{row.number}", f"{row.number} {row.text[:80]} ({row.review.reference})")
        for row in rows.order_by("-review__reference", "position")[:200]
    ]


def open_work(by: Actor, on: date) -> list[WorkItem]:
    """The open actions of which this person is an officer."""
    rows = models.Action.objects.select_related("review").filter(closed_on__isnull=True, due__isnull=False)
    mine = [row for row in rows.order_by("due")[:500] if by.person in row.officers]
    return [
        WorkItem(
            reference=f"{row.review.reference}, action {row.number}",
            title=row.text,
            next="Do this, and write what came of it",
            url=reverse("assurance:action", args=[row.review.reference, row.number]),
            due=row.due,
        )
        for row in mine
    ]


def with_late_actions(on: date) -> list[Review]:
    """The reviews with an open action that was due by that day and has not been told so, or not been escalated."""
    untold = ~Q(told_late=F("due")) | Q(told_late__isnull=True) | Q(escalated_on__isnull=True)
    late = models.Action.objects.filter(untold, closed_on__isnull=True, due__lte=on)
    rows = models.Review.objects.filter(pk__in=late.values("review"))
    return [_to_core(row) for row in rows]
