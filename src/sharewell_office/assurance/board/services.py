"""Give the board a report: measured once, put on the record by its digest, and never computed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from sharewell.assurance.board.kpis import BY_ID, KPIS, Figure, Kpi, Unit, said
from sharewell.assurance.board.paper import printed as paper_of
from sharewell.assurance.board.trend import Point
from sharewell.policy import rulebook
from sharewell.vocabulary.canonical import digest
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.paper import Paper
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock, ourselves
from sharewell_office.assurance import models
from sharewell_office.assurance.board import store
from sharewell_office.assurance.board.measures import Window, measure
from sharewell_office.ledger.services import next_reference, record

GIVERS = frozenset({Role.DPO, Role.REGISTER_KEEPER, Role.CHIEF_EXECUTIVE})


def quarter_of(day: date) -> Window:
    """The calendar quarter that a day lies in."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    following = date(first.year + (first.month == 10), (first.month + 2) % 12 + 1, 1)
    return Window(first=first, last=following - timedelta(days=1))


def words_of(first: date, last: date) -> str:
    """A period as people say it: "January to March 2026", or its two days."""
    window = quarter_of(first)
    if (window.first, window.last) == (first, last):
        return f"{first:%B} to {last:%B %Y}"
    return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"


def give(window: Window, *, by: Actor) -> Outcome:
    """Give the board the report of a period as its figures stand now."""
    refusals = []
    if not by.roles & GIVERS:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_YOUR_STEP,
                reason="The DPO, the register keeper or the Chief Executive reports to the board.",
                remedy="Ask one of them.",
            )
        )
    if window.first > clock.today():
        refusals.append(
            Refusal(
                rule=rulebook.NOT_IN_THIS_STATE,
                reason="That period has not begun.",
                remedy="Choose one that has.",
            )
        )
    if refusals:
        return Outcome(refusals=tuple(refusals))
    kept = store.document(measure(window))
    reference = next_reference("BRD", clock.today().year)
    told = Event(
        kind="board.reported", about=reference, by=by.person, at=clock.now(),
        details={"first": window.first.isoformat(), "last": window.last.isoformat(), "sha256": digest(kept)},
    )  # fmt: skip
    outcome = decide((), told)
    record(
        outcome.events,
        save=lambda: store.add(reference, window.first, window.last, kept, by=by.person, at=told.at),
    )
    return outcome


# --- earlier reports --------------------------------------------------------------------------------------------------
def trends(reports: Sequence[models.BoardReport]) -> dict[str, list[Point]]:
    """For each figure its points, oldest first; of two reports of one period the later counts."""
    latest: dict[tuple[date, date], models.BoardReport] = {}
    for each in sorted(reports, key=lambda each: each.given_at):
        latest[each.first, each.last] = each
    points: dict[str, list[Point]] = {kpi.id: [] for kpi in KPIS}
    for (first, last), each in sorted(latest.items(), key=lambda item: item[0][1]):
        for name, figure in store.figures_of(each).items():
            points[name].append(_point(BY_ID[name], figure, _short(first, last)))
    return points


def _short(first: date, last: date) -> str:
    window = quarter_of(first)
    if (window.first, window.last) == (first, last):
        return f"{first:%b}–{last:%b %y}"
    return f"to {last.day} {last:%b %y}"


def _point(kpi: Kpi, figure: Figure, period: str) -> Point:
    value = figure.share if kpi.unit is Unit.SHARE else None
    if kpi.unit is not Unit.SHARE and figure.counted is not None:
        value = Fraction(figure.counted)
    return Point(period=period, value=value, says=said(kpi, figure))


def before(window: Window, reports: Sequence[models.BoardReport]) -> Mapping[str, Figure]:
    """The figures of the latest report of an earlier period; none where there is none."""
    earlier = next((each for each in reports if each.last < window.first), None)
    return store.figures_of(earlier) if earlier else {}


def printed(given: models.BoardReport) -> Paper:
    """A report that was given, as a document."""
    reports = store.reports(given.last)
    return paper_of(
        store.figures_of(given),
        before(Window(first=given.first, last=given.last), reports),
        trends(reports),
        period=words_of(given.first, given.last),
        issuer=ourselves.name(),
        on=given.given_at.astimezone(clock.LONDON).date(),
        reference=given.reference,
    )
