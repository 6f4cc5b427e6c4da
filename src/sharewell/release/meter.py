"""The minimisation meter: what was agreed, against what past releases actually held.

A field that was agreed and never filled is not needed, or not there: either way it comes off the agreement (UK GDPR
Article 5(1)(c)). It counts cells that are filled, and looks at no value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SELDOM = 0.05  # of the rows; less is asked about


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One field: in how many releases it was, in how many of those anything stood in it, and the mean share of rows."""

    field: str
    sent: int
    filled: int
    share: float

    @property
    def percent(self) -> str:
        return f"{self.share:.0%}"

    @property
    def says(self) -> str:
        """What should be asked of it; nothing where it is used."""
        if self.sent and not self.filled:
            return "Agreed and never filled: is it needed?"
        if self.sent and self.share < SELDOM:
            return "Hardly ever filled: is it needed?"
        return ""


def measure(agreed: Sequence[str], profiles: Sequence[Mapping[str, float]]) -> tuple[Measured, ...]:
    """Every agreed field. A profile is one release: for each field that was in it the share of rows filled (0 to 1)."""
    return tuple(_one(field, [each[field] for each in profiles if field in each]) for field in agreed)


def _one(field: str, shares: Sequence[float]) -> Measured:
    mean = sum(shares) / len(shares) if shares else 0.0
    return Measured(field=field, sent=len(shares), filled=sum(each > 0 for each in shares), share=mean)
