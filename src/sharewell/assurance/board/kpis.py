"""The figures the board is given, each with what is counted, out of what, and how much is hoped for.

The numbers are those of the reference (k01 to k21). A figure that cannot be measured says why; it is never nought.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Unit(StrEnum):
    """How a figure reads."""

    SHARE = "share"
    COUNT = "count"
    DAYS = "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """One figure. A share counts `counts` out of `of`; `target` is the share (or the days) hoped for."""

    id: str
    title: str
    counts: str
    of: str = ""
    unit: Unit = Unit.SHARE
    target: Fraction | None = None
    citation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measured KPI. `counted` is None where it cannot be measured, and `why_not` says why.

    `parts` break it down, or stand beside it: (what, how many). `gap` says what a measured figure leaves out.
    """

    kpi: str
    counted: int | None
    of: int | None = None
    parts: tuple[tuple[str, int], ...] = ()
    why_not: str = ""
    gap: str = ""

    def __post_init__(self) -> None:
        if self.counted is None and not self.why_not:
            raise NotMeasuredWithoutReason(self.kpi)

    @property
    def share(self) -> Fraction | None:
        """The share, exact; None where nothing was there to be counted: none of nothing is no share."""
        return Fraction(self.counted, self.of) if self.counted is not None and self.of else None


class NotMeasuredWithoutReason(ValueError):
    """A figure that was not measured does not say why: it would be read as nought."""


def said(kpi: Kpi, figure: Figure) -> str:
    """The figure in words: "92 % (46 of 50)", "12", "Not measured", "Nothing to count"."""
    if figure.counted is None:
        return "Not measured"
    match kpi.unit:
        case Unit.SHARE:
            share = figure.share
            return (
                "Nothing to count"
                if share is None
                else f"{percent(share)} % ({figure.counted} of {figure.of})"
            )
        case Unit.DAYS:
            return (
                f"{figure.counted} working day{'' if figure.counted == 1 else 's'}"
                if figure.of
                else "Nothing to count"
            )
        case Unit.COUNT:
            return f"{figure.counted:,}"


def percent(share: Fraction) -> str:
    """A share as people read it: never rounded up to 100 nor down to 0."""
    whole = share * 100
    if share < 1 and whole > 99:
        return "over 99"
    return "under 1" if 0 < whole < 1 else str(int(whole + Fraction(1, 2)))


def on_target(kpi: Kpi, figure: Figure) -> bool | None:
    """Whether the target is reached; None where there is none, or nothing was measured."""
    if kpi.target is None or figure.counted is None:
        return None
    if kpi.unit is Unit.SHARE:
        return None if figure.share is None else figure.share >= kpi.target
    return None if kpi.unit is Unit.DAYS and not figure.of else figure.counted <= kpi.target


def rank(days: list[int], share: Fraction) -> int:
    """The smallest of these that at least this share of them does not exceed (nearest rank); 0 for none."""
    if not days:
        return 0
    at = -(-len(days) * share.numerator // share.denominator)
    return sorted(days)[max(at, 1) - 1]


_ALL = Fraction(1)
_MOST = Fraction(9, 10)
KPIS = (
    Kpi(
        id="k01",
        title="Agreements reviewed on time",
        counts="agreements in force whose review is not overdue",
        of="agreements in force",
        target=_ALL,
        citation="OPCC 6.4",
    ),
    Kpi(
        id="k02",
        title="Releases under a live authority",
        counts="releases permitted under an authority in force that day",
        of="releases sealed",
        target=_ALL,
        citation="OPCC 7.2",
    ),
    Kpi(id="k03", title="One-off requests", counts="requests received", unit=Unit.COUNT, citation="OPCC 7.2"),
    Kpi(
        id="k04",
        title="Working days to a decision",
        counts="median working days from receipt to decision",
        unit=Unit.DAYS,
        target=Fraction(10),
        citation="OPCC 7.1",
    ),
    Kpi(
        id="k05",
        title="Decided within target",
        counts="requests decided within 10 working days, emergencies within an hour",
        of="requests decided and emergencies told",
        target=_MOST,
        citation="OPCC 7.1",
    ),
    Kpi(
        id="k06",
        title="Emergencies recorded in time",
        counts="emergencies recorded within 24 hours and reviewed within 2 working days",
        of="emergencies in which something was told",
        target=_ALL,
        citation="ICO data sharing code",
    ),
    Kpi(
        id="k07",
        title="Stopped at the gate",
        counts="files that the gate refused",
        unit=Unit.COUNT,
        citation="OPCC 7.2",
    ),
    Kpi(
        id="k08",
        title="Screened for an impact assessment",
        counts="decided requests that were screened",
        of="requests decided",
        target=_ALL,
        citation="OPCC 3.5",
    ),
    Kpi(
        id="k09",
        title="DPO advice departed from",
        counts="requests approved against the advice of the DPO",
        of="pieces of advice given",
        citation="OPCC 5.3",
    ),
    Kpi(
        id="k10",
        title="Certificates of destruction in",
        counts="copies whose certificate is in",
        of="copies whose certificate fell due",
        target=_ALL,
        citation="OPCC 3.4(d)",
    ),
    Kpi(
        id="k11",
        title="Corrections acknowledged in time",
        counts="recipients who acknowledged within 5 working days",
        of="recipients told of a change",
        target=_ALL,
        citation="OPCC 3.4(c)",
    ),
    Kpi(
        id="k12",
        title="Incidents told within a day",
        counts="incidents reported within 24 hours of happening",
        of="incidents reported",
        target=_ALL,
        citation="OPCC 7.4",
    ),
    Kpi(
        id="k13",
        title="Dip sample: cases that deviate",
        counts="cases that were not handled by the book, as their markers agreed",
        of="cases wholly marked in the samples drawn",
        citation="OPCC 8.2",
    ),
    Kpi(
        id="k14",
        title="Survey response",
        counts="teams that signed their return",
        of="teams asked by the latest survey",
        target=_ALL,
        citation="WMFS 2.2",
    ),
    Kpi(
        id="k15",
        title="Actions overdue",
        counts="actions past the day they were due",
        of="open actions with a day",
        citation="WMFS 2.3",
    ),
    Kpi(
        id="k16",
        title="Training current",
        counts="people whose training is current",
        of="people who work here",
        target=_ALL,
        citation="OPCC 5.4",
    ),
    Kpi(
        id="k17",
        title="Transfers abroad with the DPO consulted",
        counts="transfers on which the DPO was consulted",
        of="transfers abroad assessed",
        target=_ALL,
        citation="OPCC 8.1",
    ),
    Kpi(
        id="k18",
        title="Rights requests and complaints on time",
        counts="requests and complaints answered on time",
        of="those received that are answered, or past their day",
        target=_ALL,
        citation="DPA 2018 s.164A",
    ),
    Kpi(
        id="k19",
        title="Agreements that decide what people are told",
        counts="agreements in force with a decision on notices",
        of="agreements in force",
        target=_ALL,
        citation="OPCC 4.2, 6.5",
    ),
    Kpi(
        id="k20",
        title="Data owners with a backlog",
        counts="owners with a request waiting over 10 working days",
        of="owners of data sets",
        citation="OPCC 5.1, 5.2",
    ),
    Kpi(
        id="k21",
        title="Rows of people's data shared",
        counts="rows that left in sealed files",
        unit=Unit.COUNT,
        citation="WMFS 2.2",
    ),
)
BY_ID = {kpi.id: kpi for kpi in KPIS}
