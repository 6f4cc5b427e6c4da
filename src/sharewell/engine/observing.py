"""Every probe of a plan answered, by whoever can: on arrival, by row and key, or by class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from sharewell.engine.arrival import Arrival
from sharewell.engine.disclosing import Disclosing
from sharewell.engine.probing import Probing
from sharewell.engine.texts import Texts
from sharewell.register.terms import Terms
from sharewell.release.plan import Observation, Probe


class Observing:
    """Answers probes about the staged file as it leaves; `measures` are those of its disclosure, if asked.

    Without `disclosure` another engine answers what is asked of classes of rows and of tables of counts.
    """

    def __init__(
        self,
        engine: duckdb.DuckDBPyConnection,
        terms: Terms | None,
        arrival: Arrival,
        *,
        disclosure: bool = True,
    ) -> None:
        self.arrival = arrival
        missing = missing_values(terms)
        self.texts = Texts(engine, len(arrival.headers))
        self.probing = Probing(engine, missing, texts=self.texts, counts=count_column(terms, arrival.headers))
        self.disclosing: Disclosing | None = None
        if terms is not None and terms.disclosure is not None and disclosure:
            self.disclosing = Disclosing(
                engine, arrival.headers, terms, earlier=arrival.earlier, part_of=arrival.part_of
            )

    def observe(self, probes: Sequence[Probe]) -> list[Observation]:
        """An observation for every probe, in their order."""
        own = [probe for probe in probes if probe.check != "G07" and not self._known(probe)]
        answers = {id(probe): seen for probe, seen in self.probing.observe(own)}
        return [answers.get(id(probe)) or self._elsewhere(probe) for probe in probes]

    @property
    def measures(self) -> dict[str, Any] | None:
        if self.disclosing is None or self.disclosing.measured is None:
            return None
        return self.disclosing.measured.as_dict()

    def _known(self, probe: Probe) -> bool:
        return (probe.what, probe.where) in self.arrival.observed

    def _elsewhere(self, probe: Probe) -> Observation:
        if self._known(probe):
            return self.arrival.observed[probe.what, probe.where]
        assert self.disclosing is not None
        return self.disclosing.observe(probe)


def missing_values(terms: Terms | None) -> Sequence[str]:
    """The texts that stand for nothing."""
    return terms.schema.missing_values if terms else ("",)


def count_column(terms: Terms | None, headers: Sequence[str]) -> int | None:
    """The column of counts, in a table of counts."""
    named = terms.disclosure.count_field if terms and terms.disclosure else None
    return headers.index(named) if named in headers else None
