"""How easily somebody is singled out: the measures of disclosure control, of a file as it leaves.

A *class* is the rows that share all quasi-identifiers; a missing one is a value of its own. k is the size of
the smallest class (Samarati and Sweeney). Of the *sensitive attributes*, l is the fewest different values in a
class, entropy l the floor of e to the power of the least entropy (Machanavajjhala and others), and t the
greatest distance of a class's values from those of the whole file (Li and others); each the worst there is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sharewell.release.personal import as_words, inferred

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


# Names of fields by which, with others, somebody is recognised: who they are, where they live, what they do.
_RECOGNISED_BY = re.compile(
    r"\b(?:age|sex|gender|ethnic(?:ity)?|race|nationality|religion|faith|language|marital|relationship|household|"
    r"education|qualification|occupation|employment|job|workclass|ward|district|borough|parish|town|city|region|county|"
    r"area|country|school|disabilit(?:y|ies)|year of birth|birth year)\b"
)
MOST_LIKELY = (
    10  # so many fields at the most: with more, every row is a class of its own and nothing is learned
)


def likely_quasi_identifiers(headers: Sequence[str]) -> tuple[str, ...]:
    """The fields by which somebody would likely be recognised, by their names; each once."""
    likely = (
        header
        for header in headers
        if inferred(header) in ("dob", "postcode") or _RECOGNISED_BY.search(as_words(header))
    )
    return tuple(dict.fromkeys(likely))[:MOST_LIKELY]
