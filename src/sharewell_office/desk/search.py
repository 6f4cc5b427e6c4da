"""Search over everything: each room is asked with the same words, and shows the first of what it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from sharewell.policy import seeing
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.seeing import seen
from sharewell_office.aftercare.incidents import store as incidents
from sharewell_office.assurance.policies import store as policies
from sharewell_office.decisions import store as decisions
from sharewell_office.decisions.dpo import store as dpo
from sharewell_office.decisions.emergency import store as emergencies
from sharewell_office.design.searching import holding
from sharewell_office.desk.addresses import page_of
from sharewell_office.people.access import staff_required
from sharewell_office.register import store as register
from sharewell_office.register.store import assessments as dpias
from sharewell_office.register.store import sought
from sharewell_office.release import store as releases

SHOWN = 5


class Hit(NamedTuple):
    """One thing that was found: what it is called, its reference, and its page."""

    title: str
    reference: str
    url: str


class Found(NamedTuple):
    """What one room has: the first few, and the address of all of them where there are more and a list shows them."""

    title: str
    hits: list[Hit]
    more: bool
    everything: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a room keeps: how it is asked, what one is called, and the list that takes the same `words`."""

    title: str
    find: Callable[[str], QuerySet[Any]]
    called: str
    listed: str = ""
    held: str = ""  # where the row of an index leads to the record itself

    def found(self, person: Actor, words: str) -> Found:
        rows = list(seen(self.find(words), seeing.of(person))[: SHOWN + 1])
        found = [getattr(row, self.held) if self.held else row for row in rows]
        hits = [Hit(getattr(one, self.called), one.reference, page_of(one.reference)) for one in found]
        everything = f"{reverse(self.listed)}?{urlencode({'words': words})}" if self.listed else ""
        return Found(self.title, hits[:SHOWN], len(hits) > SHOWN, everything)


def _newest(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by("-reference")


KINDS = (
    Kind(
        title="Agreements",
        find=lambda words: register.found(words).rows,
        called="title",
        listed="register:agreements",
        held="agreement",
    ),
    Kind(
        title="One-off requests",
        find=lambda words: _newest(decisions.matching(words=words)),
        called="title",
        listed="decisions:list",
    ),
    Kind(
        title="Emergencies",
        find=lambda words: _newest(emergencies.matching(words=words)),
        called="danger",
        listed="decisions:emergencies",
    ),
    Kind(
        title="Releases",
        find=lambda words: _newest(releases.matching(words=words)),
        called="file_name",
        listed="release:list",
    ),
    Kind(
        title="Organisations", find=lambda words: sought.parties(on=clock.today(), words=words), called="name"
    ),
    Kind(
        title="Impact assessments",
        find=lambda words: _newest(_titled(dpias.rows(), words)),
        called="title",
    ),
    Kind(
        title="Policies and standing orders",
        find=lambda words: _newest(_titled(policies.policies(), words)),
        called="title",
    ),
    Kind(
        title="Incidents",
        find=lambda words: _newest(
            holding(incidents.rows(), words, exactly=["reference", "release"], within=["party_name"])
        ),
        called="party_name",
    ),
    Kind(
        title="Questions to the Data Protection Officer",
        find=lambda words: _newest(dpo.matching(words=words)),
        called="question",
        listed="decisions:dpo_questions",
    ),
)


def _titled(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    return holding(rows, words, exactly=["reference"], within=["title"])


@staff_required
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What every room has that holds all of the words. A reference typed in full leads straight to its page."""
    words = request.GET.get("words", "").strip()[:200]
    person = request.actor  # type: ignore[attr-defined]
    found = [each for kind in KINDS if (each := kind.found(person, words)).hits] if words else []
    for hit in (hit for each in found for hit in each.hits):
        if hit.reference.lower() == words.lower():
            return redirect(hit.url)
    return render(request, "desk/search.html", {"words": words, "found": found})
