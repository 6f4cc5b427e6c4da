"""The figures that matter to one person: by the posts they hold, and for an owner of their own data sets."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sharewell.assurance.board.kpis import BY_ID
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.assurance.board.measures import Window, measure
from sharewell_office.assurance.board.services import quarter_of, words_of
from sharewell_office.assurance.board.views import shown
from sharewell_office.people.access import staff_required
from sharewell_office.register import figures as agreements

# What each post is asked about. An owner's figures are those of the data sets that they answer for.
FIGURES = {
    Role.OWNER: ("k01", "k03", "k04", "k05", "k07", "k09", "k21"),
    Role.CHIEF_EXECUTIVE: ("k02", "k05", "k12", "k15", "k16", "k20"),
    Role.DPO: ("k08", "k09", "k10", "k11", "k12", "k17", "k19"),
    Role.REGISTER_KEEPER: ("k01", "k14", "k15", "k16", "k19"),
    Role.AUDITOR: ("k02", "k06", "k13", "k15"),
    Role.HANDLER: ("k03", "k04", "k07", "k10", "k11"),
}


@staff_required
@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    """This quarter's figures for each post that this person holds."""
    actor, window = request.actor, quarter_of(clock.today())  # type: ignore[attr-defined]
    posts = []
    for role in (each for each in FIGURES if each in actor.roles):
        owned = actor.owns if role is Role.OWNER else None
        figures = measure(Window(first=window.first, last=window.last, data_sets=owned), FIGURES[role])
        about = (
            f"{role.label}: {', '.join(sorted(owned)) or 'no data set'}" if owned is not None else role.label
        )
        told = [shown(BY_ID[name], figure, {}) for name, figure in figures.items()]
        posts.append((about, told, _standing(owned) if owned else ()))
    context = {"posts": posts, "period": words_of(window.first, window.last), "first": window.first}
    return render(request, "desk/dashboard.html", context)


def _standing(owned: frozenset[str]) -> tuple[tuple[str, int], ...]:
    """How an owner's sharing stands this minute, before any quarter's figure."""
    agreed = agreements.counted(clock.today(), owned)
    return (
        ("Agreements live", agreed["live"]),
        ("Overdue for review", agreed["overdue"]),
        ("Open incidents with those who receive", agreements.open_incidents(owned)),
    )
