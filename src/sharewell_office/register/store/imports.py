"""Files that were taken over: how far each has come, what came of its rows, and what an undo needs to know of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Count, F, Field, Model, Q, QuerySet

from sharewell.exchange.rows import folded
from sharewell_office.adapters import bulk
from sharewell_office.register import models
from sharewell_office.register.models.imports import ImportState

BATCH = 500


def imports() -> QuerySet[models.Import]:
    """Newest first."""
    return models.Import.objects.all()


def one(reference: str) -> models.Import | None:
    return models.Import.objects.filter(reference=reference).first()


def uploads_waiting(since: datetime) -> set[str]:
    """The SHA-256 of each upload that somebody may still go on with: it came since then, or it is under way."""
    under_way = (ImportState.TRYING, ImportState.TAKING, ImportState.UNDOING)
    waiting = models.Import.objects.filter(Q(at__gte=since) | Q(state__in=under_way))
    return set(waiting.values_list("sha256", flat=True))


def add(reference: str, **columns: Any) -> models.Import:
    return models.Import.objects.create(reference=reference, **columns)


def move(found: models.Import, *, to: ImportState, **columns: Any) -> bool:
    """Move it on, unless somebody else did so first; `found` then says what is kept."""
    moved = models.Import.objects.filter(pk=found.pk, state=found.state).update(state=to, **columns)
    found.refresh_from_db()
    return bool(moved)


def note(found: models.Import, **columns: Any) -> None:
    models.Import.objects.filter(pk=found.pk).update(**columns)


def begin_again(found: models.Import) -> None:
    """Forget what came of the rows when the file was tried."""
    models.ImportRow.objects.filter(of=found).delete()
    note(found, done=0, counts={})


def add_rows(found: models.Import, rows: Sequence[Mapping[str, Any]], *, at: datetime) -> None:
    bulk.insert(models.ImportRow, [{"of": found.pk, **row} for row in rows])
    note(found, done=rows[-1]["row"], beat=at)


def rows(found: models.Import, result: str = "") -> QuerySet[models.ImportRow]:
    mine = models.ImportRow.objects.filter(of=found)
    return mine.filter(result=result) if result else mine


def counted(found: models.Import) -> dict[str, int]:
    return dict(rows(found).order_by().values_list("result").annotate(Count("pk")))


def changed(found: models.Import) -> Iterator[list[models.ImportRow]]:
    """What it created or updated and is not undone, in batches, last row first: what was written last goes first."""
    last = None
    while True:
        wanted = rows(found).filter(result__in=("created", "updated"), entry_number__isnull=False)
        batch = list((wanted if last is None else wanted.filter(row__lt=last)).order_by("-row")[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1].row


def undone(gone: Sequence[models.ImportRow]) -> None:
    """These rows are undone: the record has no entry any more that they could be built on."""
    models.ImportRow.objects.filter(pk__in=[each.pk for each in gone]).update(entry_number=None)


def further(found: models.Import, rows: int, *, at: datetime) -> None:
    """So many rows more are behind it."""
    note(found, done=F("done") + rows, beat=at)


# --- how people name their columns ------------------------------------------------------------------------------------
def mapping_for(kind: str, headings: Sequence[str], *, by: str) -> dict[str, str]:
    """What this person said of a sheet with this header; failing that, what somebody of the office said last."""
    known = models.ColumnMapping.objects.filter(kind=kind, header_sha256=_digest(headings))
    found = known.filter(by=by).first() or known.order_by("-at").first()
    return found.mapping if found else {}


def remember_mapping(
    kind: str, headings: Sequence[str], mapping: Mapping[str, str], *, by: str, at: datetime
) -> None:
    models.ColumnMapping.objects.update_or_create(
        by=by, kind=kind, header_sha256=_digest(headings), defaults={"mapping": dict(mapping), "at": at}
    )


def _digest(headings: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(map(folded, headings)).encode()).hexdigest()


# --- undoing ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Where one kind of register lies: by which field a row is found, and in fields of which names others name it.

    Rooms above this one keep a party or a data set by its reference; Django knows their tables, so that no room has to
    be asked by itself.
    """

    model: type[Model]
    field: str = "reference"
    called: frozenset[str] = frozenset()

    def named_elsewhere(self, references: Sequence[str]) -> dict[str, str]:
        """Which of these entries something else names, and what that is."""
        found: dict[str, str] = {}
        for other in apps.get_models():
            if other in _OURS or other is self.model or not other._meta.managed:
                continue
            for path in filter(None, map(self._path, other._meta.concrete_fields)):
                there = other._default_manager.filter(**{f"{path}__in": references}).order_by()
                named = there.values_list(path, flat=True).distinct()
                found |= dict.fromkeys(named, str(other._meta.verbose_name))
        return found

    def _path(self, each: Field[Any, Any]) -> str:
        if each.is_relation:
            return f"{each.name}__{self.field}" if each.related_model is self.model else ""
        return each.name if each.name in self.called else ""

    def take_back(self, changed: Sequence[models.ImportRow]) -> None:
        """Take out what was created, and give what was updated its columns of before."""
        new = [each.reference for each in changed if each.before is None]
        self.model._default_manager.filter(**{f"{self.field}__in": new}).delete()
        for each in changed:
            if each.before is not None:
                self._put_back(each.reference, each.before)

    def _put_back(self, reference: str, before: Mapping[str, Any]) -> None:
        row = self.model._default_manager.get(**{self.field: reference})
        for name, value in before.items():
            if name not in {"id", "version"}:
                setattr(row, name, value)
        if hasattr(row, "version"):
            row.version += 1  # whoever read it meanwhile is told
        row.save()


_OURS = (models.Import, models.ImportRow, models.AgreementWords)
AGREEMENTS = Rows(model=models.Agreement, called=frozenset({"authority", "agreement", "varies"}))
ASSETS = Rows(model=models.Asset, field="data_set", called=frozenset({"data_set"}))
DPIAS = Rows(model=models.Dpia, called=frozenset({"dpia"}))
PAST_SHARINGS = Rows(model=models.PastSharing)
ORGANISATIONS = Rows(
    model=models.Party, called=frozenset({"recipient", "party", "party_reference", "succeeded_by"})
)
