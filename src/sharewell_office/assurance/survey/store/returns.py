"""Returns and the flows in them: rows ↔ records of the core."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from sharewell.assurance.survey.coverage import Asked, Cell, cell
from sharewell.assurance.survey.ladder import Rung
from sharewell.assurance.survey.matching import Finding, Match
from sharewell.assurance.survey.record import Return, Standing
from sharewell.assurance.survey.roster import POSTS, Team
from sharewell_office.adapters.clock import LONDON
from sharewell_office.assurance import models
from sharewell_office.assurance.survey.store.surveys import AT_ONCE, new_row

OPEN = [each.value for each in Standing if each.open]
_CASES = Q(flows__finding__in=[each.value for each in Finding if each.opens_case])


class SomebodyElseChangedIt(Exception):
    """A return is not as it was read: the later writer is told, and nothing is lost."""


# --- reading ----------------------------------------------------------------------------------------------------------
def row(reference: str) -> models.Return | None:
    return models.Return.objects.select_related("survey").filter(reference=reference).first()


def return_of(reference: str) -> Return | None:
    """A return as the core decides on it, its flows with it."""
    found = row(reference)
    return found and to_core(found, flows=[each.answers for each in found.flows.all()])


def to_core(row: models.Return, *, flows: Sequence[Mapping[str, Any]] = ()) -> Return:
    posts = {post: getattr(row, post) for post in POSTS}
    return Return(
        reference=row.reference,
        survey=row.survey.reference,
        team=Team(name=row.name, service=row.service, **posts),
        due=row.due,
        first_due=row.first_due,
        standing=Standing(row.standing),
        rung=Rung(row.rung),
        delegates=frozenset(row.delegates),
        flows=tuple(flows),
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        into=row.into,
        version=row.version,
    )


def open_returns(survey: str) -> list[Return]:
    """The returns that are not signed, without their flows (one query)."""
    rows = models.Return.objects.select_related("survey").filter(survey__reference=survey, standing__in=OPEN)
    return [to_core(each) for each in rows]


def open_teams(survey: str) -> frozenset[str]:
    rows = models.Return.objects.filter(survey__reference=survey, standing__in=OPEN)
    return frozenset(rows.values_list("name", flat=True))


def asked_teams(survey: str) -> frozenset[str]:
    """The names of every team that was asked, whatever came of it."""
    return frozenset(models.Return.objects.filter(survey__reference=survey).values_list("name", flat=True))


def of_survey(survey: str) -> QuerySet[models.Return]:
    """The returns of a survey with how many flows are in each, for pages that list them."""
    return models.Return.objects.filter(survey__reference=survey).annotate(declared=Count("flows"))


def silent(survey: str) -> QuerySet[models.Return]:
    """Those that are not signed, longest chased first."""
    return of_survey(survey).filter(standing__in=OPEN).order_by("-rung", "due", "name")


def open_below(survey: str, person: str) -> QuerySet[models.Return]:
    """What is not signed of the teams that this person stands above."""
    return silent(survey).filter(Q(manager=person) | Q(head=person) | Q(director=person))


def of_person(person: str) -> list[models.Return]:
    """The open returns of running surveys that this person answers, soonest due first."""
    mine = Q(respondent=person) | Q(deputy=person) | _delegated_to(person)
    rows = models.Return.objects.select_related("survey").filter(
        mine, standing__in=OPEN, survey__closed_at__isnull=True
    )
    return list(rows.order_by("due", "reference")[:50])


def answered_by(people: Set[str]) -> frozenset[str]:
    """The teams that any of these answers for today, or was asked or signed for in a survey (two queries)."""
    mine = Q(respondent__in=people) | Q(deputy__in=people)
    asked = mine | Q(signed_by__in=people)
    for each in people:
        asked |= _delegated_to(each)
    today = models.Team.objects.filter(mine, ended_on__isnull=True).values_list("name", flat=True)
    return frozenset(today) | frozenset(models.Return.objects.filter(asked).values_list("name", flat=True))


def _delegated_to(person: str) -> Q:
    return Q(delegates__icontains=f'"{person}"')


def cells(survey: str) -> dict[str, list[Cell]]:
    """The heat map: each service with its teams, by name; merged teams are not asked any more (one query)."""
    rows = models.Return.objects.filter(survey__reference=survey).exclude(standing=Standing.MERGED.value)
    found: dict[str, list[Cell]] = {}
    for service, name, standing, rung in rows.order_by("service", "name").values_list(
        "service", "name", "standing", "rung"
    ):
        found.setdefault(service or "No service named", []).append(cell(name, Standing(standing), Rung(rung)))
    return found


def asked(survey: str) -> list[Asked]:
    """What counts of each return (one query)."""
    counted = (
        models.Return.objects.filter(survey__reference=survey)
        .annotate(
            inside=Count("flows", filter=Q(flows__answers__where="inside")),
            outside=Count("flows", filter=Q(flows__answers__where="outside")),
            cases=Count("flows", filter=_CASES),
        )
        .values_list("service", "standing", "signed_at", "inside", "outside", "cases")
    )
    return [
        Asked(
            service=service,
            standing=Standing(standing),
            signed_on=signed_at.astimezone(LONDON).date() if signed_at else None,
            inside=inside,
            outside=outside,
            cases=cases,
        )
        for service, standing, signed_at, inside, outside, cases in counted.iterator(chunk_size=AT_ONCE)
    ]


# --- writing ----------------------------------------------------------------------------------------------------------
def add_return(survey: str, asked: Return) -> None:
    new_row(models.Survey.objects.get(reference=survey), asked).save()


def save(before: Return, after: Return) -> None:
    """Keep what a step changed, but for flows. Raises `SomebodyElseChangedIt`."""
    columns: dict[str, Any] = {
        "version": after.version,
        "standing": after.standing.value,
        "respondent": after.team.respondent,
        "delegates": sorted(after.delegates),
        "due": after.due,
        "signed_by": after.signed_by,
        "signed_at": after.signed_at,
        "into": after.into,
    }
    found = models.Return.objects.filter(reference=before.reference, version=before.version)
    if not found.update(**columns):
        raise SomebodyElseChangedIt(before.reference)


def chased(returns: Mapping[str, Rung], *, rung: Rung) -> None:
    """Put these returns on a rung, each from the one it was read at. Raises `SomebodyElseChangedIt`.

    Whoever signed meanwhile, or was chased by another worker, is not where they were: then nothing is written.
    """
    with transaction.atomic():
        for before in set(returns.values()):
            for some in _pieces([each for each, was in returns.items() if was == before]):
                found = models.Return.objects.filter(
                    reference__in=some, rung=before.value, standing__in=OPEN
                ).update(rung=rung.value)
                if found != len(some):
                    raise SomebodyElseChangedIt


def _pieces(references: Iterable[str]) -> Iterator[list[str]]:
    left = iter(references)
    while some := list(islice(left, AT_ONCE)):
        yield some


def gone(survey: str, here: frozenset[str]) -> list[Return]:
    """The open returns whose respondent is not here any more."""
    return [each for each in open_returns(survey) if each.team.respondent not in here]


# --- flows ------------------------------------------------------------------------------------------------------------
def flow(reference: str, number: int) -> models.Flow | None:
    return models.Flow.objects.filter(to__reference=reference, number=number).first()


def flows_in(reference: str) -> list[models.Flow]:
    """The flows of one return, in the order in which they were written down."""
    return list(models.Flow.objects.filter(to__reference=reference))


def flows_of(survey: str) -> QuerySet[models.Flow]:
    """Every flow of the signed returns, with its return and case, as the report and the export list them."""
    signed = models.Flow.objects.filter(to__survey__reference=survey).exclude(to__standing__in=OPEN)
    return signed.select_related("to", "case").order_by("to__service", "to__name", "number")


def new_flow(reference: str) -> int:
    """Begin a flow; its number."""
    to = models.Return.objects.get(reference=reference)
    number = 1 + (to.flows.aggregate(last=Max("number"))["last"] or 0)
    models.Flow.objects.create(to=to, number=number)
    return number


def write_flow(reference: str, number: int, answers: Mapping[str, Any]) -> None:
    """Keep what one page asked, beside what the others did."""
    found = models.Flow.objects.select_for_update().get(to__reference=reference, number=number)
    found.answers = {**found.answers, **answers}
    found.save(update_fields=["answers"])


def drop_flow(reference: str, number: int) -> None:
    models.Flow.objects.filter(to__reference=reference, number=number).delete()


def match_flow(flow: models.Flow, match: Match) -> None:
    models.Flow.objects.filter(pk=flow.pk).update(
        finding=match.finding.value, entry=match.reference, why=match.why, alike=list(match.alike)
    )
