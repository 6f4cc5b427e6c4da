"""The mark that the signed terms of a one-off decision were used: one decision, one parcel (OPCC 2.2, 7.2).

    terms.json  --seal-->  terms.json.used beside it: when, and the SHA-256 of the terms

Away from the office nobody can prove that terms were not used before: who copies them elsewhere, or takes the mark
away, seals again. What can be had offline is had: an export of a decision is good for a few days, the mark refuses
whoever acts in good faith, and every parcel names the export it was sealed under, so that two parcels of one
decision show.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sharewell.cli.console import Unusable
from sharewell.policy.rulebook import ONE_DELIVERY
from sharewell.vocabulary.outcome import Refusal


class UsedAlready(Exception):
    """These terms were used: a parcel was sealed under them before."""

    def __init__(self, mark: Path) -> None:
        super().__init__(mark.name)
        self.mark = mark

    def refusal(self) -> Refusal:
        return Refusal(
            rule=ONE_DELIVERY,
            reason=f"One decision lets one file leave, once, and these terms were used{_when(self.mark)} "
            f"({self.mark.name}).",
            remedy="Ask for a new decision; if the parcel was lost, ask the office for a fresh export.",
        )


@contextmanager
def used_once(terms: Path, *, sha256: str, on: date) -> Iterator[None]:
    """Mark the terms as used while something is sealed under them; the mark goes if the sealing fails.

    Raises `UsedAlready`, and `Unusable` where no mark can be made: without one nothing is sealed.
    """
    mark = terms.with_name(f"{terms.name}.used")
    try:
        with mark.open("x", encoding="utf-8") as file:
            json.dump({"terms_sha256": sha256, "sealed_on": on.isoformat()}, file)
    except FileExistsError:
        raise UsedAlready(mark) from None
    except OSError as problem:
        why = (problem.strerror or "cannot be written").lower()
        raise Unusable(
            f"{mark.name}: {why}; the terms of a decision are marked as used beside them"
        ) from None
    try:
        yield
    except BaseException:
        mark.unlink(missing_ok=True)
        raise


def _when(mark: Path) -> str:
    try:
        return f" on {date.fromisoformat(json.loads(mark.read_text(encoding='utf-8'))['sealed_on'])}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
