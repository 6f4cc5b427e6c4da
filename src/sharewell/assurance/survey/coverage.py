"""How much of the organisation has answered, and what it said: overall, and for each service (WMFS 2.0, 2.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sharewell.assurance.survey.ladder import LADDER, Rung
from sharewell.assurance.survey.record import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What counts of one return: its service, how it stands, when it was signed, and what its flows came to."""

    service: str
    standing: Standing
    signed_on: date | None = None
    inside: int = 0
    outside: int = 0
    cases: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The figures of a service, or of everything. A team that was merged into another is not asked any more."""

    name: str
    asked: int
    responded: int
    nil: int
    begun: int
    inside: int
    outside: int
    cases: int

    @property
    def rate(self) -> Fraction:
        """The share of the teams asked that have signed; nought where nobody was asked."""
        return Fraction(self.responded, self.asked) if self.asked else Fraction(0)

    @property
    def percent(self) -> int:
        """Rounded down: 99.9 is not all."""
        return int(100 * self.rate)

    @property
    def band(self) -> str:
        """In words, so that nothing is said by colour alone."""
        if self.asked == self.responded:
            return "All answered" if self.asked else "Nobody asked"
        if not self.responded:
            return "Nobody answered"
        return next(says for least, says in _BANDS if self.percent >= least)


_BANDS = ((75, "Most answered"), (50, "Half answered"), (0, "Few answered"))


def coverage(name: str, returns: Iterable[Asked], *, on: date | None = None) -> Coverage:
    """Count returns; with `on`, as they stood at the end of that day."""
    asked = [each for each in returns if each.standing is not Standing.MERGED]
    signed = [each for each in asked if each.standing.responded and _by(each, on)]
    return Coverage(
        name=name,
        asked=len(asked),
        responded=len(signed),
        nil=sum(each.standing is Standing.NIL for each in signed),
        begun=sum(each.standing is Standing.BEGUN for each in asked),
        inside=sum(each.inside for each in signed),
        outside=sum(each.outside for each in signed),
        cases=sum(each.cases for each in signed),
    )


def _by(each: Asked, on: date | None) -> bool:
    return on is None or (each.signed_on is not None and each.signed_on <= on)


def by_service(returns: Iterable[Asked], *, on: date | None = None) -> list[Coverage]:
    """One line for each service, by name."""
    services: dict[str, list[Asked]] = {}
    for each in returns:
        services.setdefault(each.service or "No service named", []).append(each)
    return [coverage(name, services[name], on=on) for name in sorted(services)]


# --- the map ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One team on the heat map: how warm it is, a mark that says the same without colour, and both in words."""

    team: str
    warmth: str
    mark: str
    says: str


def cell(team: str, standing: Standing, rung: Rung) -> Cell:
    """Answered is cool; silence grows warmer with every rung, and its mark is the number of the rung."""
    if standing.responded:
        nil = standing is Standing.NIL
        return Cell(
            team=team, warmth="answered", mark="0" if nil else "✓", says=f"{team}: {standing.label.lower()}"
        )
    chased = LADDER[rung - 1].says if rung else "Invited"
    return Cell(
        team=team,
        warmth=_WARMTH[rung],
        mark=str(rung.value) if rung else "–",
        says=f"{team}: {standing.label.lower()}, {chased[0].lower()}{chased[1:]}",
    )


_WARMTH = {
    Rung.INVITED: "silent", Rung.RESPONDENT: "silent", Rung.DEPUTY: "silent", Rung.MANAGER: "escalated",
    Rung.HEAD: "escalated", Rung.DIRECTOR: "told-director",
}  # fmt: skip
