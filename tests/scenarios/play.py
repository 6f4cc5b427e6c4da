"""Playing a scenario: a function for each step, what it came to in the end, and a look at what must not have happened.

    play = Play("ONE-1")

    @play.step(1)
    def log_request(world, step):          # what it came to, in the words of the step's `expect`
        return {"result": "ok", "stage": "S0", "state": "open"}

    @play.ends
    def in_the_end(world):                 # the same for `final`
        return {"outcome": "REFUSED", "log_events": [...]}

    @play.never(1)
    def a_release_package(world):          # did the first `must_not` happen?
        return False

Nothing may be left out: a step, a key of `final` or a `must_not` that nobody plays fails the scenario. `world` is
whatever the half makes of `given`; the core's is in `scenarios.core`, the office's (signed-in requests) in
`scenarios.office`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scenarios.scene import Scenario, Step

Came = Mapping[str, Any]
PROSE = ("note", "detail.why")  # said for the reader; codes and values are what is compared


class ScenarioFailed(AssertionError):
    """Where it went otherwise: the step, what was expected, what came."""

    def __init__(self, where: object, expected: object, came: object) -> None:
        super().__init__(f"{where}, expected {expected}, got {came}")


class Play:
    """How one half plays one scenario."""

    def __init__(self, id: str) -> None:
        self.id = id
        self._steps: dict[int, Callable[[Any, Step], Came]] = {}
        self._never: dict[int, Callable[[Any], bool]] = {}
        self._ends: Callable[[Any], Came] | None = None

    def step(self, number: int) -> Callable[[Callable[[Any, Step], Came]], Callable[[Any, Step], Came]]:
        return lambda function: self._steps.setdefault(number, function)

    def never(self, number: int) -> Callable[[Callable[[Any], bool]], Callable[[Any], bool]]:
        return lambda function: self._never.setdefault(number, function)

    def ends(self, function: Callable[[Any], Came]) -> Callable[[Any], Came]:
        self._ends = function
        return function

    def perform(self, scenario: Scenario, world: Any) -> None:
        """Play it through. Raises `ScenarioFailed` at the first thing that is not as the scenario has it."""
        for step in scenario.steps:
            self._one(step, world)
        self._in_the_end(scenario, world)
        for number, what in enumerate(scenario.must_not, start=1):
            if self._played(self._never, number, what)(world):
                raise ScenarioFailed(f"must not {number} ({what})", "never", "it happened")

    def _one(self, step: Step, world: Any) -> None:
        compare(step, step.expect, self._played(self._steps, step.number, step)(world, step))

    def _in_the_end(self, scenario: Scenario, world: Any) -> None:
        if not scenario.final:
            return
        if self._ends is None:
            raise ScenarioFailed("the end", "to be played", "nobody plays it")
        compare("the end", scenario.final, self._ends(world))

    def _played(self, functions: dict[int, Any], number: int, what: object) -> Any:
        if number not in functions:
            raise ScenarioFailed(what, "to be played", "nobody plays it")
        return functions[number]


def compare(where: object, expected: Came, came: Came) -> None:
    """Raises `ScenarioFailed` naming the first key that came otherwise."""
    for key, wanted, got in _differences(expected, came):
        raise ScenarioFailed(where, f"{key} {_said(wanted)}", _said(got))


def _differences(expected: Came, came: Came, under: str = "") -> Iterator[tuple[str, object, object]]:
    for key, wanted in expected.items():
        name, got = f"{under}{key}", came.get(key, {})
        if name in PROSE:
            continue
        if isinstance(wanted, Mapping) and isinstance(got, Mapping):
            yield from _differences(wanted, got, f"{name}.")
        elif not _as_wanted(name, wanted, got):
            yield name, wanted, got


def _as_wanted(name: str, wanted: Any, got: Any) -> bool:
    """A list of codes or events asks for at least these; any other list for exactly these, in any order."""
    if isinstance(wanted, list):
        held = {str(one) for one in got or ()}
        asked = {str(one) for one in wanted}
        return asked <= held if name in ("codes", "log_events", "reason_codes") else asked == held
    return str(wanted) == str(got)


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple | set) else str(value)
