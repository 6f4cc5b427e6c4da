"""How severe a breach is: context × identification + circumstances, and the band that it falls in.

A decision aid (ENISA, Recommendations for the assessment of the severity of personal data breaches, v1.0): a person
decides who is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sharewell.register.card import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What the score is made of: context of the data 1 to 4, ease of identification 0.25 to 1, circumstances 0 to 2."""

    context: float
    identification: float
    circumstances: float
    unintelligible: bool = False
    people: int = 0

    @property
    def within_their_scales(self) -> bool:
        return 1 <= self.context <= 4 and 0.25 <= self.identification <= 1 and 0 <= self.circumstances <= 2

    @property
    def score(self) -> float:
        return self.context * self.identification + self.circumstances

    @property
    def band(self) -> Severity:
        bands = ((2, Severity.LOW), (3, Severity.MEDIUM), (4, Severity.HIGH))
        return next((band for below, band in bands if self.score < below), Severity.VERY_HIGH)


ADVICE: Mapping[Severity, str] = {
    Severity.LOW: "Record it.",
    Severity.MEDIUM: "The Data Protection Officer decides whether the regulator is told.",
    Severity.HIGH: "Tell the regulator, and consider telling the people.",
    Severity.VERY_HIGH: "Tell the regulator and the people.",
}
