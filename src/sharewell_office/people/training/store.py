"""Courses and completions, rows and records. Nothing else touches these models."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from sharewell.policy.training import Course, trained_until
from sharewell.vocabulary.when import Period
from sharewell_office.people import models


def staff() -> QuerySet[models.User]:
    """Our own people who are here."""
    return models.User.objects.filter(is_active=True, party_reference="")


def counted(on: date) -> dict[str, int]:
    """How many are here, and how many of them are trained that day (one query)."""
    return staff().aggregate(staff=Count("pk"), trained=Count("pk", filter=Q(trained_until__gte=on)))


# --- courses ----------------------------------------------------------------------------------------------------------
def courses() -> list[models.Course]:
    """Every course with how many of our people completed it (an office has a handful)."""
    here = Q(completions__user__is_active=True, completions__user__party_reference="")
    return list(
        models.Course.objects.annotate(done=Count("completions__user", filter=here, distinct=True))[:100]
    )


def course(reference: str) -> models.Course | None:
    return models.Course.objects.filter(reference=reference).first()


def to_core(row: models.Course) -> Course:
    return Course(
        reference=row.reference,
        title=row.title,
        valid_for=Period.parse(row.valid_for),
        needed_from=row.needed_from,
    )


def add_course(given: Course) -> None:
    models.Course.objects.create(
        reference=given.reference,
        title=given.title,
        valid_for=str(given.valid_for),
        needed_from=given.needed_from,
    )


def not_completed(given: models.Course) -> QuerySet[models.User]:
    """Our people who never completed it, by name."""
    return staff().exclude(completions__course=given).order_by("name")


# --- completions ------------------------------------------------------------------------------------------------------
def known(said: Iterable[str]) -> dict[str, models.User]:
    """Our people by what was written of each: username or e-mail address (one query)."""
    wanted = [each.lower() for each in said]
    found = staff().filter(Q(username__in=wanted) | Q(email__in=wanted))
    return {name: user for user in found for name in (user.username.lower(), user.email.lower())}


def add_completions(
    given: models.Course, users: Iterable[models.User], *, on: date, evidence: str, by: str, today: date
) -> None:
    """Write completions down; one that is there already stays. Then until when they are trained is told anew."""
    people = list(users)
    models.Completion.objects.bulk_create(
        (
            models.Completion(course=given, user=user, on=on, evidence=evidence, written_by=by)
            for user in people
        ),
        ignore_conflicts=True,
    )
    keep(anew(people, today))


def needed(on: date) -> list[Course]:
    rows = models.Course.objects.filter(needed_from__lte=on)
    return [to_core(row) for row in rows]


def anew(people: list[models.User], on: date) -> list[models.User]:
    """Those of these people whose training ends on another day than is kept, with the day set (two queries)."""
    asked = needed(on)
    if not asked:
        return []
    latest: dict[int, dict[str, date]] = {}
    done = models.Completion.objects.filter(user__in=people).values_list("user", "course__reference")
    for user, reference, day in done.annotate(last=Max("on")):
        latest.setdefault(user, {})[reference] = day
    changed = []
    for person in people:
        until = trained_until(asked, latest.get(person.pk, {}))
        if until != person.trained_until:
            person.trained_until, person.training_letters = until, 0
            changed.append(person)
    return changed


def keep(changed: Iterable[models.User]) -> None:
    """Keep until when people are trained, and how many letters about it have gone out."""
    models.User.objects.bulk_update(changed, ["trained_until", "training_letters"], batch_size=500)
