"""Each figure of the board, measured from what is recorded: one small set of queries for each, and none for a row.

What Sharewell does not record is not measured, and says so: nobody can read from here what was never written here. What
stands on a day (`STANDING`) is told of a quarter that is over as it was kept then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

from django.db.models import QuerySet

from sharewell.assurance.board.kpis import KPIS, Figure, rank
from sharewell.assurance.marking import result
from sharewell.assurance.sampling import Plan
from sharewell.decisions.request import DECIDE_WITHIN
from sharewell.policy.law import VERSIONS, law_on
from sharewell.vocabulary.working_days import working_days_after, working_days_between
from sharewell_office.adapters import clock
from sharewell_office.aftercare import figures as aftercare
from sharewell_office.assurance.board import store
from sharewell_office.decisions import figures as decisions
from sharewell_office.ledger import store as ledger
from sharewell_office.people import figures as people_figures
from sharewell_office.people import store as people
from sharewell_office.people.holidays.store import proclaimed
from sharewell_office.register import figures as register
from sharewell_office.release import figures as release


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From which day to which, both included; `data_sets` None is all of them, else only what lies in these."""

    first: date
    last: date
    data_sets: frozenset[str] | None = None

    def of(self, found: QuerySet[Any], field: str = "data_set") -> QuerySet[Any]:
        return found if self.data_sets is None else found.filter(**{f"{field}__in": self.data_sets})

    @property
    def over(self) -> bool:
        """Whether it ended before today: what stands today is not what stood then."""
        return self.last < clock.today()


def measure(window: Window, only: Iterable[str] | None = None) -> dict[str, Figure]:
    """The figures of a window, by id: all of them, or those named."""
    kept = _kept(window)
    return {kpi: kept.get(kpi) or MEASURES[kpi](window) for kpi in (only or [each.id for each in KPIS])}


def _kept(window: Window) -> dict[str, Figure]:
    """What stood at the end of a window that is over, where it is a quarter of which that was kept."""
    found = store.standing(window.first) if window.over and window.data_sets is None else None
    if found is None or not window.first <= found[0] <= window.last:
        return {}
    on, figures = found
    return {name: replace(each, gap=f"As it stood on {on:%-d %B %Y}.") for name, each in figures.items()}


def _as_it_stands(window: Window) -> str:
    """What to say beside a figure that can only be told of today."""
    return (
        f"As it stands on {clock.today():%-d %B %Y}: what stood at the end of the period was not kept."
        if window.over
        else ""
    )


# --- agreements and releases ------------------------------------------------------------------------------------------
def _k01(window: Window) -> Figure:
    counts = register.counted(clock.today(), window.data_sets)
    on_time = counts["live"] - counts["overdue"] - counts["undated"]
    parts = (("Overdue", counts["overdue"]), ("Without a day of review", counts["undated"]))
    return Figure(kpi="k01", counted=on_time, of=counts["live"], parts=parts, gap=_as_it_stands(window))


def _k02(window: Window) -> Figure:
    counts = release.counted(window.of(release.sealed(window.first, window.last)))
    gap = "The gate asks it of everything that leaves through it; what leaves another way is found by the survey."
    return Figure(kpi="k02", counted=counts["permitted"], of=counts["sealed"], gap=gap)


def _k07(window: Window) -> Figure:
    found = release.refused(window.first, window.last)
    found = window.of(found, "release__data_set")
    parts = tuple(sorted(release.reasons(found).items()))
    gap = f"In parts: of the latest {release.MOST:,} at most, each check once for a file."
    return Figure(kpi="k07", counted=found.count(), parts=parts, gap=gap)


def _k21(window: Window) -> Figure:
    counts = release.counted(window.of(release.sealed(window.first, window.last)))
    parts = (("Files", counts["sealed"]), ("Files that hold special categories", counts["special"]))
    gap = "Rows are counted, not people: nobody keeps who was in a file that has left."
    return Figure(kpi="k21", counted=counts["rows"], parts=parts, gap=gap)


def _k19(window: Window) -> Figure:
    counts = register.counted(clock.today(), window.data_sets)
    return Figure(kpi="k19", counted=counts["noticed"], of=counts["live"], gap=_as_it_stands(window))


# --- requests ---------------------------------------------------------------------------------------------------------
_LABELS = {
    "delivered": "Released", "approved": "Approved, to be released", "approved_reduced": "Reduced",
    "refused": "Refused",
    "diverted": "Diverted", "out_of_scope": "Out of scope", "withdrawn": "Withdrawn", "submitted": "With the owner",
    "draft": "With the handler", "expired": "Lapsed", "revoked": "Taken back",
}  # fmt: skip


def _k03(window: Window) -> Figure:
    found = window.of(decisions.received(window.first, window.last))
    counts = decisions.statuses(found)
    reduced = decisions.outcomes(found)["approved_reduced"]
    parts = [(_LABELS.get(status, status), count) for status, count in sorted(counts.items())]
    parts.append((_LABELS["approved_reduced"], reduced))
    return Figure(kpi="k03", counted=sum(counts.values()), parts=tuple(parts))


def _days(found: QuerySet[Any]) -> list[int]:
    days_off = proclaimed()
    return [working_days_between(_day(came), _day(done), days_off) for came, done in decisions.took(found)]


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.LONDON).date()


def _k04(window: Window) -> Figure:
    days = _days(window.of(decisions.decided(window.first, window.last)))
    parts = (
        ("Nine in ten took at most, in working days", rank(days, Fraction(9, 10))),
        ("Decided", len(days)),
    )
    return Figure(kpi="k04", counted=rank(days, Fraction(1, 2)), of=len(days), parts=parts)


def _k05(window: Window) -> Figure:
    days = _days(window.of(decisions.decided(window.first, window.last)))
    told = window.of(decisions.told(window.first, window.last)).values_list("opened", "told_at")
    in_an_hour = sum(at - opened <= timedelta(hours=1) for opened, at in told)
    in_time = sum(each <= DECIDE_WITHIN for each in days)
    parts = (("Requests in time", in_time), ("Emergencies in time", in_an_hour))
    return Figure(kpi="k05", counted=in_time + in_an_hour, of=len(days) + len(told), parts=parts)


def _k06(window: Window) -> Figure:
    found = window.of(decisions.told(window.first, window.last))
    moments = list(found.values_list("told_at", "recorded_at", "reviewed_at"))
    recorded = [_within(told, done, timedelta(hours=24)) for told, done, _ in moments]
    days_off = proclaimed()
    reviewed = [
        done is not None and _day(done) <= working_days_after(_day(told), 2, days_off)
        for told, _, done in moments
    ]
    both = sum(first and second for first, second in zip(recorded, reviewed, strict=True))
    parts = (("Recorded within 24 hours", sum(recorded)), ("Reviewed within 2 working days", sum(reviewed)))
    return Figure(kpi="k06", counted=both, of=len(moments), parts=parts)


def _within(begun: datetime, done: datetime | None, time: timedelta) -> bool:
    return done is not None and done - begun <= time


def _k08(window: Window) -> Figure:
    found = window.of(decisions.decided(window.first, window.last))
    gap = "That a required assessment is signed before data leave is the gate’s to hold to (G12), and is not counted."
    return Figure(kpi="k08", counted=decisions.screened(found).count(), of=found.count(), gap=gap)


def _k09(window: Window) -> Figure:
    given = decisions.advice(window.first, window.last)
    departed = window.of(decisions.departed(window.first, window.last)).count()
    return Figure(
        kpi="k09", counted=departed, of=given.total(), parts=(("Advice against", given["against"]),)
    )


# --- after the share --------------------------------------------------------------------------------------------------
def _k10(window: Window) -> Figure:
    states = aftercare.states(aftercare.due(window.first, window.last))
    parts = (("Outstanding", states["held"]), ("On hold for the law", states["on_hold"]))
    return Figure(kpi="k10", counted=states["gone"], of=states.total() - states["on_hold"], parts=parts)


def _k11(window: Window) -> Figure:
    counts = aftercare.acknowledged(aftercare.told(window.first, window.last))
    parts = (("Acknowledged later", counts["later"]),)
    return Figure(kpi="k11", counted=counts["in_time"], of=counts["told"], parts=parts)


def _k12(window: Window) -> Figure:
    counts = aftercare.told_in_time(aftercare.incidents(window.first, window.last))
    parts = (
        ("Ours", counts["ours"]),
        ("Recipients’ and others’", counts["theirs"]),
        ("Settled within 72 hours of our knowing", counts["settled"]),
    )
    return Figure(kpi="k12", counted=counts["within_a_day"], of=counts["reported"], parts=parts)


def _k17(window: Window) -> Figure:
    kinds = ledger.counted(
        ("transfer.assessed", "transfer.dpo_consulted"), first=window.first, last=window.last
    )
    found = decisions.mechanisms(window.of(decisions.abroad(window.first, window.last)))
    law = law_on(max(window.last, VERSIONS[0].in_force_from))  # of a time before it there is nothing to name
    parts = tuple((law.says(decisions.MECHANISM, each), many) for each, many in sorted(found.items()))
    return Figure(
        kpi="k17",
        counted=kinds["transfer.dpo_consulted"],
        of=kinds["transfer.assessed"],
        parts=parts,
        gap="By mechanism: of requests. A processor's contract tells its own, in the register of processors.",
    )


# --- assurance and people ---------------------------------------------------------------------------------------------
def _k13(window: Window) -> Figure:
    drawn = list(store.samples(window.first, window.last))
    cases = store.sampled(drawn)
    marked = [each for each in cases if each.complete]
    found = result(marked, Plan())
    parts = (
        ("Samples", len(drawn)),
        ("Cases drawn", len(cases)),
        *((f"Deviating at {stage}", count) for stage, count in sorted(found.by_stage.items())),
        (
            "At most so many in a hundred deviate, nine times in ten",
            ceil(100 * found.upper) if found.random else 100,
        ),
    )
    return Figure(kpi="k13", counted=found.deviations, of=len(marked), parts=parts)


def _k14(window: Window) -> Figure:
    survey = store.latest_survey(window.last)
    if survey is None:
        return Figure(kpi="k14", counted=None, why_not="No survey has been launched yet.")
    standing, flows = store.returns(survey), store.flow_cases()
    signed = standing["answered"] + standing["nil"]
    parts = (("Unregistered flows found", flows["found"]), ("Of these settled", flows["settled"]))
    return Figure(kpi="k14", counted=signed, of=standing.total(), parts=parts)


def _k15(window: Window) -> Figure:
    counts, audits = store.open_actions(clock.today()), store.audits(window.first, window.last)
    parts = (
        ("Moved to a later day", counts["moved"]),
        ("Adherence audits concluded: followed", audits["followed"]),
        ("Followed in part", audits["in_part"]),
        ("Not followed", audits["not_followed"]),
    )
    return Figure(
        kpi="k15", counted=counts["overdue"], of=counts["dated"], parts=parts, gap=_as_it_stands(window)
    )


def _k16(window: Window) -> Figure:
    counts = people_figures.trained(clock.today())
    parts = (("Of those who decide, current", counts["deciders_trained"]), ("Who decide", counts["deciders"]))
    return Figure(
        kpi="k16", counted=counts["trained"], of=counts["staff"], parts=parts, gap=_as_it_stands(window)
    )


def _k18(window: Window) -> Figure:
    found = decisions.handed(window.of(decisions.received(window.first, window.last)), clock.today())
    parts = (
        ("Subject access requests", found["DIV_SAR"]),
        ("Complaints about data", found["DIV_COMPLAINT"]),
        ("Open, and still in time", found["in_time_still"]),
        ("Late, or answered late", found["late"]),
    )
    gap = "Those that came in here and were handed on; what reached the organisation another way is not among them."
    on_time = found["answered_in_time"]
    return Figure(kpi="k18", counted=on_time, of=on_time + found["late"], parts=parts, gap=gap)


def _k20(window: Window) -> Figure:
    owners, today, days_off = people.owners(), clock.today(), proclaimed()
    waiting: Counter[str] = Counter()
    for data_set, received in decisions.waiting():
        late = working_days_between(_day(received), today, days_off) > DECIDE_WITHIN
        waiting[owners.get(data_set, "")] += late
    behind = sum(count > 0 for count in waiting.values())
    parts = (
        (f"Requests waiting over {DECIDE_WITHIN} working days", waiting.total()),
        ("Delegations that ran out", people_figures.delegations_ended(window.first, window.last)),
    )
    return Figure(
        kpi="k20", counted=behind, of=len(set(owners.values())), parts=parts, gap=_as_it_stands(window)
    )


STANDING = ("k01", "k15", "k16", "k19", "k20")  # what can be told of one day only
MEASURES: dict[str, Callable[[Window], Figure]] = {
    "k01": _k01, "k02": _k02, "k03": _k03, "k04": _k04, "k05": _k05, "k06": _k06, "k07": _k07, "k08": _k08, "k09": _k09,
    "k10": _k10, "k11": _k11, "k12": _k12, "k13": _k13, "k14": _k14, "k15": _k15, "k16": _k16, "k17": _k17, "k18": _k18,
    "k19": _k19, "k20": _k20, "k21": _k21,
}  # fmt: skip
