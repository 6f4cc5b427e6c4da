"""What of one-off requests waits for whom: to be answered, advised on, decided, released, or finished elsewhere."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse

from sharewell.decisions.annexes import HandOff
from sharewell.decisions.diversions import ROUTES
from sharewell.decisions.request import AdviceKind, Status, decide_by
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters.clock import LONDON
from sharewell_office.decisions import absence_store as cover
from sharewell_office.decisions import annex_columns, models, store
from sharewell_office.people import store as people
from sharewell_office.people.holidays.store import proclaimed
from sharewell_office.people.work import WorkItem


def open_work(by: Actor, on: date) -> list[WorkItem]:
    """Requests that wait for this person: to be answered, advised on, or decided."""
    items, days_off = [], proclaimed()
    if by.has(Role.HANDLER):
        mine = store.rows().filter(Q(requested_by=by.person) | Q(answers__by=by.person)).distinct()
        for status, what in (
            (Status.DRAFT, "Answer its open questions"),
            (Status.APPROVED, "Release the file it allows"),
        ):
            found = mine.filter(status=status.value)[:50]
            items += [_item(each, "decisions:detail", what, days_off) for each in found]
    if by.has(Role.DPO):
        waiting = store.rows().filter(
            status__in=(Status.DRAFT.value, Status.SUBMITTED.value), advice_wanted=True
        )
        items += [_item(each, "decisions:advice", "Give your advice", days_off) for each in waiting[:50]]
    items += [_item(each, "decisions:decide", "Decide it", days_off) for each in _to_decide(by, on)]
    return items + [_handed_over(each) for each in _handed_to(by)]


def _handed_to(by: Actor) -> list[models.Request]:
    """What was handed to this person or their post and is not done, the oldest first."""
    diverted = store.rows().filter(
        status=Status.DIVERTED.value, hand_off__to__in=[by.person, *sorted(by.roles)]
    )
    undone = diverted.filter(Q(hand_off__done_at__isnull=True) | Q(hand_off__done_at=None))
    return list(undone.order_by("finished_at")[:50])


def _handed_over(row: models.Request) -> WorkItem:
    handed: HandOff | None = annex_columns.of(row)["hand_off"]
    route = ROUTES.get(handed.code) if handed else None
    return WorkItem(
        reference=row.reference,
        title=row.title,
        next=f"{route.title if route else 'Handed to you'}: say when it is done",
        url=reverse("decisions:finish", args=[row.reference]),
        due=handed.due if handed else None,
    )


def _to_decide(by: Actor, on: date) -> list[models.Request]:
    """Submitted requests about this person's data; for the Chief Executive, those the owner may not decide."""
    submitted = store.rows().filter(status=Status.SUBMITTED.value).prefetch_related("advice")
    if by.has(Role.CHIEF_EXECUTIVE):
        owners, away = people.owners(), cover.uncovered(on)
        return [
            row for row in submitted[:200] if _is_for_chief_executive(row, owners.get(row.data_set, ""), away)
        ][:50]
    data_sets = {*by.owns, *(one for delegation in by.delegations for one in delegation.data_sets)}
    return [row for row in submitted.filter(data_set__in=data_sets)[:50] if not _had_a_part(row, by.accounts)]


def _is_for_chief_executive(row: models.Request, owner: str, away: frozenset[str]) -> bool:
    advice = list(row.advice.all())
    against = bool(advice) and advice[-1].kind == AdviceKind.AGAINST.value
    return against or not owner or owner in away or _had_a_part(row, frozenset({owner}))


def _had_a_part(row: models.Request, accounts: frozenset[str]) -> bool:
    return not accounts.isdisjoint({row.requested_by, *row.drafted_by})


def _item(row: models.Request, view: str, what: str, days_off: frozenset[date]) -> WorkItem:
    return WorkItem(
        reference=row.reference,
        title=row.title,
        next=what,
        url=reverse(view, args=[row.reference]),
        due=decide_by(row.received.astimezone(LONDON).date(), days_off),
    )
