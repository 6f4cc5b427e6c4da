"""What lies behind a figure: the records that it counted, or those that it is about, each a step away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from sharewell.policy import seeing
from sharewell.policy.training import KEEPERS
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.seeing import seen
from sharewell_office.aftercare import figures as aftercare
from sharewell_office.assurance.board import store
from sharewell_office.assurance.board.measures import Window
from sharewell_office.decisions import figures as decisions
from sharewell_office.people.training import store as training
from sharewell_office.register import figures as register
from sharewell_office.release import figures as release

MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One record: what it is called, what is said of it, and where it is ("" for none of the reader's pages)."""

    name: str
    says: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The first of the records behind a figure, under what they are; `more` says whether there are others."""

    caption: str
    lines: tuple[Line, ...]
    more: bool


def behind(kpi: str, window: Window, *, reader: Actor) -> Listing | None:
    """The records behind a figure; None where there are none to show to this reader (one query)."""
    if kpi not in _BEHIND or (kpi == "k16" and not reader.roles & KEEPERS):
        return None  # who is not trained is for those who keep training, and for nobody to be shamed
    caption, find, line = _BEHIND[kpi]
    rows = list(seen(find(window), seeing.of(reader))[: MOST + 1])
    return Listing(caption=caption, lines=tuple(map(line, rows[:MOST])), more=len(rows) > MOST)


def _page(name: str, reference: str) -> str:
    return reverse(name, args=[reference])


def _agreement(row: Any) -> Line:
    due = f"Review due {row.review_on:%-d %B %Y}" if row.review_on else "No day of review"
    return Line(name=f"{row.reference} {row.title}", says=due, url=_page("register:agreement", row.reference))


def _request(row: Any) -> Line:
    return Line(
        name=f"{row.reference} {row.title}",
        says=row.get_status_display(),
        url=_page("decisions:detail", row.reference),
    )


def _release(row: Any) -> Line:
    says = f"{row.authority}, {row.recipient_name}"
    return Line(name=row.reference, says=says, url=_page("release:detail", row.reference))


def _attempt(row: Any) -> Line:
    checks = sorted(
        {each["check"] for each in row.report.get("findings", ()) if each.get("severity") == "block"}
    )
    url = _page("release:detail", row.release.reference)
    return Line(name=row.release.reference, says=f"Refused: {', '.join(checks)}", url=url)


def _emergency(row: Any) -> Line:
    says = f"Told {row.told_at.astimezone(clock.LONDON):%-d %B %Y %H:%M}"
    return Line(name=row.reference, says=says, url=_page("decisions:emergency", row.reference))


def _copy(row: Any) -> Line:
    says = f"{row.party_name}, certificate due {row.certificate_due:%-d %B %Y}"
    return Line(name=row.reference, says=says, url=_page("aftercare:copy", row.reference))


def _notice(row: Any) -> Line:
    return Line(
        name=f"{row.correction.reference}, {row.party_name}",
        says=f"{row.get_state_display()}, due {row.due:%-d %B %Y}",
    )


def _incident(row: Any) -> Line:
    says = f"{row.get_whose_display()}, {row.get_state_display().lower()}"
    return Line(name=row.reference, says=says, url=_page("aftercare:incident", row.reference))


def _sample(row: Any) -> Line:
    says = f"{len(row.drawn)} of {len(row.frame)}"
    return Line(name=row.reference, says=says, url=_page("assurance:sample", row.reference))


def _team(row: Any) -> Line:
    return Line(name=row.name, says=row.get_standing_display())


def _action(row: Any) -> Line:
    url = reverse("assurance:action", args=[row.review.reference, row.number])
    return Line(
        name=f"{row.review.reference}, action {row.number}",
        says=f"{row.text[:120]} Due {row.due:%-d %B %Y}",
        url=url,
    )


def _person(row: Any) -> Line:
    until = f"Until {row.trained_until:%-d %B %Y}" if row.trained_until else "None on record"
    return Line(name=row.name, says=until, url=reverse("training"))


def _silent(window: Window) -> QuerySet[Any]:
    return store.silent(store.latest_survey(window.last))


def _untrained(window: Window) -> QuerySet[Any]:
    return training.staff().exclude(trained_until__gte=clock.today()).order_by("name")


_BEHIND: dict[str, tuple[str, Callable[[Window], Any], Callable[[Any], Line]]] = {
    "k01": ("Overdue for review", lambda w: w.of(register.overdue(clock.today()), "asset__data_set"), _agreement),
    "k02": ("Releases sealed", lambda w: w.of(release.sealed(w.first, w.last)), _release),
    "k03": ("Requests received", lambda w: w.of(decisions.received(w.first, w.last)).order_by("reference"), _request),
    "k04": ("Requests decided", lambda w: w.of(decisions.decided(w.first, w.last)).order_by("reference"), _request),
    "k05": ("Requests decided", lambda w: w.of(decisions.decided(w.first, w.last)).order_by("reference"), _request),
    "k06": ("Emergencies", lambda w: w.of(decisions.told(w.first, w.last)).order_by("reference"), _emergency),
    "k07": ("Files refused", lambda w: w.of(release.refused(w.first, w.last), "release__data_set")
            .select_related("release").order_by("-pk"), _attempt),
    "k08": ("Decided without a screening", lambda w: w.of(decisions.decided(w.first, w.last))
            .exclude(answers__name="S6.1").order_by("reference"), _request),
    "k09": ("Approved against the advice", lambda w: w.of(decisions.departed(w.first, w.last)), _request),
    "k10": ("Certificates outstanding", lambda w: aftercare.due(w.first, w.last).exclude(state="gone"), _copy),
    "k11": ("Notices", lambda w: aftercare.told(w.first, w.last).select_related("correction"), _notice),
    "k12": ("Incidents", lambda w: aftercare.incidents(w.first, w.last), _incident),
    "k13": ("Samples", lambda w: store.samples(w.first, w.last), _sample),
    "k14": ("Teams that did not sign", _silent, _team),
    "k15": ("Overdue", lambda w: store.overdue_actions(clock.today()), _action),
    "k16": ("Not current", _untrained, _person),
    "k17": ("Requests of which data leave the country", lambda w: w.of(decisions.abroad(w.first, w.last))
            .order_by("reference"), _request),
    "k18": ("Requests and complaints handed on", lambda w: w.of(decisions.received(w.first, w.last))
            .filter(hand_off__code__in=decisions.RIGHTS).order_by("reference"), _request),
    "k19": ("Without a decision on the privacy notice", lambda w: w.of(register.live(), "asset__data_set")
            .filter(notice__isnull=True).order_by("reference"), _agreement),
    "k20": ("With their owner, the longest first", lambda w: w.of(decisions.submitted()), _request),
    "k21": ("Releases sealed", lambda w: w.of(release.sealed(w.first, w.last)), _release),
}  # fmt: skip
