"""Draw a sample again, from what anybody may take away of it: nobody has to believe that it was drawn by chance.

A published sample holds its seed, the plan, and the frame: every case with its stratum and why it is always looked at.
It is right when the frame has the digest it names, and the same draw comes out of it. That neither was chosen
afterwards is for the record to show: seed and digest stand in an entry of their own, before the draw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sharewell.assurance.sampling import Plan
from sharewell.assurance.strata import Always, Drawn, Handled, fingerprint, take
from sharewell.vocabulary.event import JSON


class NotASample(ValueError):
    """The document is no published sample; the text says what is missing or of the wrong kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A sample as it may be taken away. `frame_sha256` is the digest that went on the record with the seed."""

    sample: str
    seed: str
    frame_sha256: str
    plan: Plan
    frame: tuple[Handled, ...]
    drawn: frozenset[str]

    def again(self) -> Drawn:
        return take(self.frame, self.plan, seed=self.seed)


def document(published: Published) -> dict[str, JSON]:
    """The sample as plain JSON; `read` gives the same sample back."""
    return {
        "sample": published.sample,
        "seed": published.seed,
        "frame_sha256": published.frame_sha256,
        "confidence": str(published.plan.confidence),
        "tolerable": str(published.plan.tolerable),
        "accept": published.plan.accept,
        "frame": [
            {"reference": each.reference, "data_set": each.data_set, "outcome": each.outcome,
             "always": [*sorted(one.value for one in each.always)]}
            for each in published.frame
        ],
        "drawn": [*sorted(published.drawn)],
    }  # fmt: skip


def read(said: JSON) -> Published:
    """A published sample from its JSON. Raises `NotASample`."""
    try:
        said = _record(said)
        return Published(
            sample=_text(said, "sample"),
            seed=_text(said, "seed"),
            frame_sha256=_text(said, "frame_sha256"),
            plan=Plan(
                confidence=Fraction(_text(said, "confidence")),
                tolerable=Fraction(_text(said, "tolerable")),
                accept=int(str(said["accept"])),
            ),
            frame=tuple(map(_handled, _list(said, "frame"))),
            drawn=frozenset(map(str, _list(said, "drawn"))),
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError) as problem:
        raise NotASample("this is no published sample of a Sharewell office") from problem


def _handled(said: JSON) -> Handled:
    said = _record(said)
    return Handled(
        reference=_text(said, "reference"),
        data_set=_text(said, "data_set"),
        outcome=_text(said, "outcome"),
        always=frozenset(Always(str(each)) for each in _list(said, "always")),
    )


def _record(said: JSON) -> dict[str, JSON]:
    if not isinstance(said, dict):
        raise TypeError
    return said


def _text(said: Mapping[str, JSON], name: str) -> str:
    found = said[name]
    if not isinstance(found, str):
        raise TypeError
    return found


def _list(said: Mapping[str, JSON], name: str) -> list[JSON]:
    found = said[name]
    if not isinstance(found, list):
        raise TypeError
    return found


def problems(published: Published) -> Iterator[str]:
    """Everything that is wrong with the sample by itself; nothing where the same draw comes out."""
    if len({each.reference for each in published.frame}) < len(published.frame):
        yield "a case stands in the frame twice"
    if fingerprint(published.frame) != published.frame_sha256:
        yield "the frame is not the one whose digest was named before the draw"
    again = published.again()
    came = {*again.certain, *again.random}
    if missing := len(came - published.drawn):
        yield f"{missing} of the cases that the seed draws were not marked"
    if more := len(published.drawn - came):
        yield f"{more} of the cases that were marked are not drawn by the seed"


def disagreements(published: Published, events: list[Mapping[str, JSON]]) -> Iterator[str]:
    """What the record says otherwise. `events` are those of a verified bundle, in the order of the log."""
    about = [each for each in events if each["about"] == published.sample]
    kinds = [str(each["kind"]) for each in about]
    if "sample.seed_committed" not in kinds:
        yield "the record does not show that a seed was committed for this sample"
        return
    if kinds.count("sample.seed_committed") > 1 or (
        "sample.drawn" in kinds and kinds.index("sample.drawn") < kinds.index("sample.seed_committed")
    ):
        yield "the record shows a draw before the seed, or a second seed"
    committed = about[kinds.index("sample.seed_committed")]["details"]
    if not isinstance(committed, dict) or (committed.get("seed"), committed.get("frame_sha256")) != (
        published.seed,
        published.frame_sha256,
    ):
        yield "the seed or the digest of the frame is not the one on the record"
