"""How easily somebody is singled out: the measures of disclosure control, of a file as it leaves.

A *class* is the rows that share all quasi-identifiers; a missing one is a value of its own. k is the size of
the smallest class (Samarati and Sweeney). Of the *sensitive attributes*, l is the fewest different values in a
class, entropy l the floor of e to the power of the least entropy (Machanavajjhala and others), and t the
greatest distance of a class's values from those of the whole file (Li and others); each the worst there is.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

SUPPRESSED_COUNT = "[c]"  # the statistical service's mark for a count held back as confidential


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The measures of one file. None: there is no row, no sensitive attribute, or no k to be below."""

    k: int | None
    classes: int
    uniques: int
    rows_below_k: int | None
    l: int | None = None  # noqa: E741 - the field's own name for it
    entropy_l: int | None = None
    t: float | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
