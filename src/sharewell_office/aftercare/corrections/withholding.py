"""Whoever withdraws consent is withheld from then on, without anybody having to remember it (UK GDPR Article 7(3))."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sharewell.aftercare.subjects import known_by
from sharewell.register.terms import Terms
from sharewell.vocabulary.people import Actor
from sharewell_office.aftercare.models import Copy
from sharewell_office.ledger.services import Message
from sharewell_office.release import services as release
from sharewell_office.release import store as releases
from sharewell_office.release.models.lists import Because
from sharewell_office.release.services.lists import withheld_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Withholding:
    """By what the person is withheld, for each data set; `by_hand` are copies from which that cannot be said."""

    known: dict[str, dict[str, str]] = field(default_factory=dict)
    by_hand: tuple[Copy, ...] = ()

    def save(self, *, by: Actor) -> None:
        """Put the person on the list of each data set, but not twice."""
        for data_set, said in self.known.items():
            if all(each.known_by != said for each in releases.withheld(data_set)):
                release.withhold(data_set, said, because=Because.CONSENT_WITHDRAWN, by=by)

    def messages(self, *, to: str) -> list[Message]:
        """What is left to whoever sent the notices."""
        return [
            Message(to=to, template="withhold-by-hand", about=each.reference, link="/releases/withheld/")
            for each in self.by_hand
        ]


def planned(copies: Iterable[Copy], identifiers: Mapping[str, str]) -> Withholding:
    """From which data sets the person is withheld: those whose copies hold them."""
    known, by_hand = {}, []
    for copy in copies:
        row = releases.row(copy.reference)
        said = known_by(Terms.parse(row.terms), identifiers, among=withheld_by(row.data_set)) if row else {}
        if row and said:
            known[row.data_set] = said
        else:
            by_hand.append(copy)
    return Withholding(known=known, by_hand=tuple(by_hand))
