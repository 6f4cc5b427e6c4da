"""Who sends what to whom under which agreements, and the map of it as SVG.

A flow runs from one body to another and carries one data set; every agreement in force that says so stands behind it.
The map sets us in the middle, on the left who sends to us, on the right whom we send to. Every line can be reached with
the keyboard and says itself in words; the table beneath it says the same without a picture.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from sharewell.register.agreement import Agreement, AgreementStatus
from sharewell.register.particulars import OURSELVES, Direction

RUNNING = (AgreementStatus.ACTIVE, AgreementStatus.SUSPENDED)
BOX, TALL, GAP = 250, 58, 18
LEFT, MIDDLE, RIGHT, WIDTH = 10, 480, 950, 1210
TOP = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """An agreement behind a flow; one that is suspended lets nothing go at the moment."""

    reference: str
    title: str
    suspended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """`sender` and `receiver` are references (`us` for ourselves), `other` the name of the one that is not us."""

    sender: str
    receiver: str
    other: str
    data_set: str
    behind: tuple[Behind, ...]

    @property
    def outward(self) -> bool:
        return self.sender == OURSELVES

    @property
    def suspended(self) -> bool:
        """Nothing goes: every agreement behind it is suspended."""
        return all(each.suspended for each in self.behind)

    def in_words(self) -> str:
        who, whom = ("We send", f"to {self.other}") if self.outward else (f"{self.other} sends", "to us")
        stopped = ", suspended at the moment" if self.suspended else ""
        return f"{who} {self.data_set} {whom}{stopped}"


def flows(agreements: Iterable[Agreement], titles: Mapping[str, str] | None = None) -> tuple[Flow, ...]:
    """What the agreements in force and the suspended ones let flow, by the other body's name.

    `titles` has what people call each data set; one that is not in it goes by its short name.
    """
    behind: dict[tuple[bool, str, str, str], list[Behind]] = {}
    for each in agreements:
        if each.status in RUNNING:
            for way in _ways(each):
                suspended = each.status is AgreementStatus.SUSPENDED
                behind.setdefault(way, []).append(
                    Behind(reference=each.reference, title=each.title, suspended=suspended)
                )
    found = [
        Flow(
            sender=OURSELVES if outward else party,
            receiver=party if outward else OURSELVES,
            other=name,
            data_set=(titles or {}).get(data_set, data_set),
            behind=tuple(those),
        )
        for (outward, party, name, data_set), those in behind.items()
    ]
    return tuple(sorted(found, key=lambda flow: (flow.other.lower(), not flow.outward, flow.data_set)))


def _ways(agreement: Agreement) -> Iterator[tuple[bool, str, str, str]]:
    direction = agreement.particulars.direction
    for party in agreement.parties:
        if direction in (Direction.OUT, Direction.BOTH):
            yield True, party.reference, party.name, agreement.data_set
        if direction in (Direction.IN, Direction.BOTH):
            yield False, party.reference, party.name, agreement.data_set


# --- drawing ----------------------------------------------------------------------------------------------------------
def draw(shown: Sequence[Flow], *, us: str, address: str = "") -> str:
    """The map as SVG, the same bytes for the same flows. `address` and a reference lead to an agreement's page."""
    inward = _bodies(flow for flow in shown if not flow.outward)
    outward = _bodies(flow for flow in shown if flow.outward)
    height = TOP + max(len(inward), len(outward), 1) * (TALL + GAP) + GAP
    middle = (height + TOP - TALL) // 2
    from_x, to_x = (0 if inward else MIDDLE - LEFT), (WIDTH if outward else MIDDLE + BOX + LEFT)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{from_x} 0 {to_x - from_x} {height}" role="group" '
        'aria-labelledby="map-title map-says" font-family="Arial, sans-serif" font-size="15">',
        f'<title id="map-title">Who sends what to whom</title><desc id="map-says">{escape(_says(shown))}</desc>',
        '<defs><marker id="map-tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto"><path d="M0 0 L8 4 L0 8 Z" fill="#0b0c0c"/></marker></defs>',
        *_headings(bool(inward), bool(outward)),
        *_box(MIDDLE, middle, us, ours=True),
    ]
    for place, (name, theirs) in enumerate(inward):
        top = TOP + place * (TALL + GAP)
        lines += [*_box(LEFT, top, name), *_line(theirs, (LEFT + BOX, top), (MIDDLE, middle), address)]
    for place, (name, theirs) in enumerate(outward):
        top = TOP + place * (TALL + GAP)
        lines += [*_box(RIGHT, top, name), *_line(theirs, (MIDDLE + BOX, middle), (RIGHT, top), address)]
    return "\n".join([*lines, "</svg>", ""])


def _bodies(shown: Iterable[Flow]) -> list[tuple[str, list[Flow]]]:
    """The other bodies by name, each with its flows."""
    found: dict[str, list[Flow]] = {}
    for flow in shown:
        found.setdefault(flow.other, []).append(flow)
    return list(found.items())


def _says(shown: Sequence[Flow]) -> str:
    others = len({flow.other for flow in shown})
    return f"{len(shown)} flows between us and {others} other bodies. The table below says the same in words."


def _headings(inward: bool, outward: bool) -> Iterator[str]:
    for x, words, there in ((LEFT, "They send to us", inward), (RIGHT, "We send to them", outward)):
        if there:
            yield f'<text x="{x}" y="24" font-weight="bold" fill="#0b0c0c">{words}</text>'


def _box(x: int, y: int, name: str, *, ours: bool = False) -> Iterator[str]:
    fill, ink = ("#1d70b8", "#ffffff") if ours else ("#f3f2f1", "#0b0c0c")
    yield f'<rect x="{x}" y="{y}" width="{BOX}" height="{TALL}" fill="{fill}" stroke="#0b0c0c"/>'
    lines = textwrap.wrap(name, 30)[:2]
    first = y + TALL // 2 + 5 - 9 * (len(lines) - 1)
    for number, line in enumerate(lines):
        yield f'<text x="{x + 12}" y="{first + 18 * number}" fill="{ink}">{escape(line)}</text>'


def _line(
    theirs: Sequence[Flow], start: tuple[int, int], end: tuple[int, int], address: str
) -> Iterator[str]:
    """One arrow for a body, with its data sets on it: a link to the agreement where there is just one."""
    (x1, y1), (x2, y2) = start, end
    y1, y2 = y1 + TALL // 2, y2 + TALL // 2
    near = x1 > MIDDLE  # the end at the other body, where the lines have come apart
    words = ", ".join(dict.fromkeys(flow.data_set for flow in theirs))
    said = escape("; ".join(flow.in_words() for flow in theirs))
    stopped = all(flow.suspended for flow in theirs)
    dashes = ' stroke-dasharray="7 5"' if stopped else ""
    x, y = (x2 - 12, y2 - 8) if near else (x1 + 12, y1 - 8)
    anchor = "end" if near else "start"
    references = {each.reference for flow in theirs for each in flow.behind}
    link = f"{address}{min(references)}/" if address and len(references) == 1 else "#flows"
    bend = (x1 + x2) // 2
    yield f'<a href="{escape(link)}" aria-label="{said}"><title>{said}</title>'
    yield (
        f'<path d="M{x1} {y1} C{bend} {y1} {bend} {y2} {x2} {y2}" fill="none" stroke="#0b0c0c" '
        f'stroke-width="2"{dashes} marker-end="url(#map-tip)"/>'
    )
    shown = textwrap.shorten(words, 24, placeholder="…") + (" (suspended)" if stopped else "")
    yield (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="#0b0c0c" text-decoration="underline">'
        f"{escape(shown)}</text></a>"
    )
