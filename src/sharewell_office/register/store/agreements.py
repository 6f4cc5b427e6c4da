"""Agreements: rows ↔ records of the core."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Aggregate, Exists, F, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from sharewell.register import agreement as core
from sharewell.register.particulars import Particulars
from sharewell.register.schedule import Schedule
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import ourselves
from sharewell_office.design import paging
from sharewell_office.people.work import WorkItem
from sharewell_office.register import models
from sharewell_office.register.store import search


class SomebodyElseChangedIt(Exception):
    """The row is no longer at the version that was read: the later writer is told, and nothing is lost."""


# --- agreements -------------------------------------------------------------------------------------------------------
def rows() -> QuerySet[models.Agreement]:
    """Agreements with their recipient and asset, newest reference first; for pages that list them."""
    return models.Agreement.objects.select_related("recipient", "asset")


def matching(
    *, words: str = "", status: str = "", asset: str = "", review: Mapping[str, Any] | None = None
) -> QuerySet[models.Agreement]:
    """Agreements that hold the words, in that status, on that asset, with that condition on their review's day."""
    wanted = rows().filter(**_wanted(status, asset, review))
    return wanted.filter(pk__in=search.found(words).values("pk")) if words else wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found: rows of the index, each with its `agreement`; `count`: how many, if they were counted."""

    rows: QuerySet[Any]
    count: int | None = None


def found(
    words: str,
    *,
    status: str = "",
    asset: str = "",
    review: Mapping[str, Any] | None = None,
    begun: bool = False,
) -> Found:
    """Those of them that hold every one of the words, in the order of the index (see `search`)."""
    wanted = _wanted(status, asset, review)
    if connection.vendor != "postgresql":
        return Found(rows=_held(search.found(words, begun=begun), wanted))
    first = search.first(words, models.Agreement.objects.filter(**wanted), begun=begun)
    if len(first) > paging.CAP:
        return Found(rows=_held(search.found(words, begun=begun), wanted), count=len(first))
    return Found(rows=_held(models.AgreementWords.objects.filter(pk__in=first), {}), count=len(first))


def _held(index: QuerySet[Any], wanted: Mapping[str, Any]) -> QuerySet[Any]:
    kept = index.filter(**{f"agreement__{name}": value for name, value in wanted.items()})
    return kept.select_related("agreement__recipient", "agreement__asset")


def _wanted(status: str, asset: str, review: Mapping[str, Any] | None) -> dict[str, Any]:
    """As conditions. Only what runs is reviewed, so that what has ended is never late."""
    wanted = {"status": status, "asset__data_set": asset}
    said = {name: value for name, value in wanted.items() if value}
    return said | ({"status__in": ("active", "suspended"), **review} if review else {})


def row(reference: str) -> models.Agreement | None:
    """One agreement; `commented`: a party has commented on it; `named_in`: the entries that name it, or None;
    `succeeded`: whether anybody is put down to follow us.
    """
    said = models.Comment.objects.filter(agreement=OuterRef("pk"))
    told = JSONObject(register="entry__register", reference="entry__reference", title="entry__title")
    named = models.Entry.agreements.through.objects.filter(agreement=OuterRef("pk")).values("agreement")
    found = rows().filter(reference=reference)
    listed = Subquery(named.annotate(all=_Listed(told)).values("all"), output_field=JSONField())
    return found.annotate(commented=Exists(said), named_in=listed, succeeded=ourselves.succeeded()).first()


class _Listed(Aggregate):
    """The values of a group as a JSON list, in no order: so that a page need not ask once more for them."""

    function = "JSONB_AGG"
    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **given: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **given)


def agreement(reference: str) -> core.Agreement | None:
    """The agreement as the core decides on it."""
    found = row(reference)
    return found and to_core(found)


def agreements(reference: str = "") -> Iterator[core.Agreement]:
    """That agreement, or every one, oldest first, read in pieces."""
    found = rows().filter(reference=reference) if reference else rows()
    return (to_core(row) for row in found.order_by("pk").iterator(chunk_size=200))


def active_on(on: date) -> list[core.Agreement]:
    """Agreements in force that day: what a release may rest on."""
    found = rows().filter(status=core.AgreementStatus.ACTIVE.value, starts__lte=on, ends__gte=on)
    return [to_core(each) for each in found[:500]]


def in_force_until(references: Iterable[str], on: date) -> dict[str, date | None]:
    """Those of them that are in force that day, with their last day."""
    live = models.Agreement.objects.filter(
        reference__in=list(references), status=core.AgreementStatus.ACTIVE.value, starts__lte=on, ends__gte=on
    )
    return dict(live.values_list("reference", "ends"))


def standing_with(parties: Iterable[str], *, reference: str = "") -> list[models.Agreement]:
    """Agreements with one of these parties, newest first, and the one of that reference, whatever their status."""
    wanted = Q(recipient__reference__in=list(parties)) | (
        Q(reference=reference) if reference else Q(pk__in=[])
    )
    return list(rows().filter(wanted).order_by("-reference")[:20])


def to_core(row: models.Agreement) -> core.Agreement:
    return core.Agreement(
        reference=row.reference,
        title=row.title,
        status=core.AgreementStatus(row.status),
        data_set=row.asset.data_set if row.asset else "",
        recipient=row.recipient.reference if row.recipient else "",
        recipient_name=row.recipient.name if row.recipient else "",
        purpose=row.purpose,
        benefits=row.benefits,
        legal_power=row.legal_power,
        lawful_basis=row.lawful_basis,
        disclosed=row.disclosed,
        method=row.method,
        retention=row.retention,
        starts=row.starts,
        ends=row.ends,
        review_on=row.review_on,
        schedule=Schedule.from_table_schema(row.schema),
        max_rows=row.max_rows,
        handling=row.handling,
        particulars=Particulars.parse(row.particulars),
        edition=row.edition,
        varies=row.varies,
        notice=_notice(row.notice),
        review=_approval(row.review),
        signature=_approval(row.signature),
        countersignatures={party: _read(each) for party, each in row.countersignatures.items()},
    )


def add(agreement: core.Agreement) -> None:
    """A new agreement."""
    row = models.Agreement.objects.create(reference=agreement.reference, **_columns(agreement))
    search.keep({row.pk: _searched(agreement)})


def save(agreement: core.Agreement, *, read_at_version: int) -> None:
    """Write an agreement back, if nobody wrote it since. Raises `SomebodyElseChangedIt`."""
    changed = models.Agreement.objects.filter(reference=agreement.reference, version=read_at_version).update(
        version=read_at_version + 1, **_columns(agreement)
    )
    if not changed:
        raise SomebodyElseChangedIt(agreement.reference)
    pk = models.Agreement.objects.values_list("pk", flat=True).get(reference=agreement.reference)
    search.keep({pk: _searched(agreement)})


def _searched(agreement: core.Agreement) -> list[str]:
    names = [each.name for each in agreement.parties]
    return [agreement.reference, agreement.title, agreement.purpose, agreement.data_set, *names]


def _columns(agreement: core.Agreement) -> dict[str, Any]:
    same = ("title", "purpose", "benefits", "legal_power", "lawful_basis", "disclosed", "method", "retention",
            "starts", "ends", "review_on", "max_rows", "edition", "varies")  # fmt: skip
    return {
        **{name: getattr(agreement, name) for name in same},
        "status": agreement.status.value,
        "asset": models.Asset.objects.filter(data_set=agreement.data_set).first(),
        "recipient": models.Party.objects.filter(reference=agreement.recipient).first(),
        "schema": agreement.schedule.table_schema(),
        "handling": dict(agreement.handling),
        "particulars": agreement.particulars.document(),
        "notice": _notice_stored(agreement.notice),
        "review": agreement.review and _stored(agreement.review),
        "signature": agreement.signature and _stored(agreement.signature),
        "countersignatures": {party: _stored(each) for party, each in agreement.countersignatures.items()},
    }


def _stored(approval: core.Approval) -> dict[str, str]:
    return {
        "by": approval.by,
        "at": approval.at.isoformat(),
        "digest": approval.digest,
        "name": approval.name,
        "post": approval.post,
    }


def _approval(stored: Mapping[str, str] | None) -> core.Approval | None:
    return _read(stored) if stored else None


def _read(stored: Mapping[str, str]) -> core.Approval:
    return core.Approval(
        by=stored["by"],
        at=datetime.fromisoformat(stored["at"]),
        digest=stored["digest"],
        name=stored.get("name", ""),
        post=stored.get("post", ""),
    )


def _notice_stored(notice: core.NoticeDecision | None) -> dict[str, str] | None:
    return notice and {"choice": notice.choice.value, "reason": notice.reason, "notice": notice.notice}


def _notice(stored: Mapping[str, str] | None) -> core.NoticeDecision | None:
    if not stored:
        return None
    choice = core.NoticeChoice(stored["choice"])
    return core.NoticeDecision(choice=choice, reason=stored["reason"], notice=stored["notice"])


def set_status(reference: str, status: core.AgreementStatus) -> None:
    """What becomes of an agreement when another takes its place."""
    models.Agreement.objects.filter(reference=reference).update(status=status.value, version=F("version") + 1)


def drafts_of(reference: str) -> list[str]:
    """The unsigned editions that would take that agreement's place."""
    drafts = models.Agreement.objects.filter(varies=reference, status=core.AgreementStatus.DRAFT.value)
    return list(drafts.values_list("reference", flat=True))


def running_with(party: str) -> list[str]:
    """The agreements in force, or suspended, to which that body is a party; by reference."""
    named = Q(recipient__reference=party) | Q(particulars__others__icontains=f'"{party}"')
    found = models.Agreement.objects.filter(named, status__in=("active", "suspended")).order_by("reference")
    whole = (to_core(row) for row in found.select_related("recipient", "asset"))
    return [each.reference for each in whole if party in {other.reference for other in each.parties}]


def running() -> list[str]:
    """The references of all agreements in force or suspended, oldest first."""
    found = models.Agreement.objects.filter(status__in=("active", "suspended")).order_by("pk")
    return list(found.values_list("reference", flat=True))


def contacts_of(references: Iterable[str]) -> list[tuple[str, str]]:
    """For each party of these agreements that has a contact: the first agreement of it, and the contact."""
    found = models.Agreement.objects.filter(reference__in=list(references)).order_by("-pk")
    told = found.exclude(recipient__contact="").values_list("reference", "recipient__contact")
    return [(reference, to) for to, reference in {to: each for each, to in told if "@" in to}.items()]


def reviews_due_before(day: date) -> list[models.Agreement]:
    """Agreements in force whose review was due before that day."""
    return list(rows().filter(status=core.AgreementStatus.ACTIVE.value, review_on__lt=day)[:1000])


def reviews_between(first: date, last: date) -> list[models.Agreement]:
    """Agreements in force to be reviewed from one day to another, both included."""
    near = rows().filter(status=core.AgreementStatus.ACTIVE.value, review_on__range=(first, last))
    return list(near.order_by("review_on")[:2000])


def editions(reference: str) -> list[models.Agreement]:
    """Every edition of an agreement, first to last."""
    base = reference.split(".")[0]
    return list(rows().filter(Q(reference=base) | Q(reference__startswith=f"{base}.")).order_by("edition"))


# --- what waits for somebody ------------------------------------------------------------------------------------------
def open_work(by: Actor, on: date) -> list[WorkItem]:
    """Agreements that wait for this person: to be reviewed by the DPO, signed by the owner, looked at again."""
    unsigned = rows().filter(status=core.AgreementStatus.DRAFT.value)
    items = []
    if by.has(Role.DPO):
        items += [_item(each, "Review it") for each in unsigned.filter(review__isnull=True)[:50]]
    if by.owns:
        mine = unsigned.filter(asset__data_set__in=by.owns, review__isnull=False, signature__isnull=True)
        items += [_item(each, "Sign it, or say why not") for each in mine[:50]]
        soon = rows().filter(
            asset__data_set__in=by.owns, status="active", review_on__lte=on + timedelta(days=60)
        )
        items += [_item(each, "Review the agreement", due=each.review_on) for each in soon[:50]]
        owing = models.Duty.objects.filter(
            kind="certificate", done_on__isnull=True, about=OuterRef("reference")
        )
        ended = rows().filter(asset__data_set__in=by.owns, status=core.AgreementStatus.ENDED.value)
        items += [
            _item(each, "Close it: every certificate is in") for each in ended.exclude(Exists(owing))[:50]
        ]
    return items


def _item(row: models.Agreement, what: str, due: date | None = None) -> WorkItem:
    url = reverse("register:agreement", args=[row.reference])
    return WorkItem(reference=row.reference, title=row.title, next=what, url=url, due=due)
