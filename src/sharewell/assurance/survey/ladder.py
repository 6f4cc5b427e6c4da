"""When a team that has not answered is chased, and who is told: each rung once, in order, and none left out.

    day  0   invitation to the respondent
    day 10   reminder                        to the respondent
    day 15   the return is due
    day 16   second reminder                 to the respondent, copy to the deputy
    day 21   the middle manager
    day 26   the head of service
    day 31   the director, and the Chief Executive's list of those who did not answer

Days are working days after the launch. Since more time may be given, they are counted from the day the return is due:
whoever has ten days more is chased ten days later (WMFS 2.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from sharewell.vocabulary.working_days import working_days_after

DUE = 15


class Rung(IntEnum):
    """How far up the ladder a return has been chased."""

    INVITED = 0
    RESPONDENT = 1
    DEPUTY = 2
    MANAGER = 3
    HEAD = 4
    DIRECTOR = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Chase:
    """One rung: on which working day, and which of the team's posts are told."""

    rung: Rung
    day: int
    tells: tuple[str, ...]
    says: str

    @property
    def code(self) -> str:
        """As the reference has it: su.L1 … su.L5."""
        return f"su.L{self.rung.value}"

    @property
    def escalates(self) -> bool:
        """Whether it leaves the team."""
        return self.rung >= Rung.MANAGER


LADDER = (
    Chase(rung=Rung.RESPONDENT, day=10, tells=("respondent",), says="Reminder"),
    Chase(
        rung=Rung.DEPUTY, day=16, tells=("respondent", "deputy"), says="Second reminder, copied to the deputy"
    ),
    Chase(rung=Rung.MANAGER, day=21, tells=("manager",), says="Told the middle manager"),
    Chase(rung=Rung.HEAD, day=26, tells=("head",), says="Told the head of service"),
    Chase(rung=Rung.DIRECTOR, day=31, tells=("director",), says="Told the director and the Chief Executive"),
)


def due_day(launched: date, proclaimed: frozenset[date]) -> date:
    """The day a return is due: the 15th working day after the launch."""
    return working_days_after(launched, DUE, proclaimed)


def day_of(chase: Chase, *, due: date, proclaimed: frozenset[date]) -> date:
    """The day on which a return that is due on `due` comes to this rung."""
    return working_days_after(due, chase.day - DUE, proclaimed)


def owed(*, due: date, rung: Rung, on: date, proclaimed: frozenset[date]) -> tuple[Chase, ...]:
    """The rungs above `rung` whose day has come, lowest first.

    A job that did not run for a month owes them all: it takes each, in order, and none a second time.
    """
    return tuple(
        chase for chase in LADDER if chase.rung > rung and day_of(chase, due=due, proclaimed=proclaimed) <= on
    )


def next_after(rung: Rung, *, due: date, proclaimed: frozenset[date]) -> tuple[Chase, date] | None:
    """What happens next, and when, if nothing is signed until then; None at the top."""
    for chase in LADDER:
        if chase.rung > rung:
            return chase, day_of(chase, due=due, proclaimed=proclaimed)
    return None
