"""What `check` leaves "not asked", answered where the register is: in the office, at the moment a file is to go.

G07  nothing else went to this recipient since the file was set beside what they hold
G12  the bytes, the plan and the report are those that were examined
G13  the recipient's key was verified by another channel, and the method is strong enough for the file
G15  the authority is in force today, on the terms the file was examined under
G16  the recipient has no serious incident open (unless the Chief Executive decided otherwise) and owes us nothing
G17  data under Part 3 say how sure they are and whom they are about
G18  nobody is in the file who is withheld, by the list as it is now

Each yields every refusal there is; none is an answer. The office releases nothing with one refusal outstanding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sharewell.policy import rulebook
from sharewell.register.authority import Authority
from sharewell.register.card import Severity
from sharewell.register.method import METHODS, Method, too_weak
from sharewell.register.party import KeyKind, Party, PartyKey
from sharewell.release.checks import BY_ID
from sharewell.release.manifest import leaving_name
from sharewell.release.outgoing import Release, Today
from sharewell.vocabulary.outcome import Refusal, Rule

SERIOUS = frozenset({Severity.HIGH, Severity.VERY_HIGH})


def of_check(check: str) -> Rule:
    """A check of the gate as the rule that a refusal names."""
    found = BY_ID[check]
    return Rule(code=found.code, title=found.title, citation=found.citation)


def answers(release: Release, today: Today) -> dict[str, tuple[Refusal, ...]]:
    """For each check that the office answers, every reason against: () where it passes."""
    return {check: tuple(answer(release, today)) for check, answer in ANSWERED.items()}


def results(
    reported: Sequence[Mapping[str, Any]], answered: Mapping[str, Sequence[Refusal]]
) -> list[dict[str, Any]]:
    """The checks of a report with the office's answers in the place of what was not asked."""
    told = []
    for each in reported:
        check = each["check"]
        refused = bool(answered.get(check))
        if refused or (check in answered and check != "G07" and each["result"] == "not_asked"):
            told.append({**each, "result": "refuse" if refused else "pass", "judged": "office"})
        else:
            told.append(dict(each))
    return told


def in_force(authority: Authority | None, on: date) -> Iterator[Refusal]:
    """Every reason why nothing leaves under that authority on that day."""
    if authority is None:
        yield Refusal(
            rule=of_check("G15"),
            reason="No agreement, contract, decision or determination of that reference lets a file leave.",
            remedy="Choose an agreement or a contract in force, an approved decision, or a table that passed its test.",
        )
        return
    yield from authority.standing
    first, last = authority.terms.valid_from, authority.terms.valid_until
    if first is None or last is None or not first <= on <= last:
        yield Refusal(
            rule=of_check("G15"),
            reason=f"{authority.reference} is not in force on {on.isoformat()}.",
            remedy="Renew the agreement, or ask for a new decision.",
        )


# --- one function per check -------------------------------------------------------------------------------------------
_EXAMINED = {
    "file": "The file in the vault is not the file that was examined.",
    "plan": "The terms, treatments or lists are not those the file was examined by.",
    "report": "The report is not the one that the examination gave.",
}


def _same(release: Release, today: Today) -> Iterator[Refusal]:
    for what, reason in _EXAMINED.items():
        if getattr(release.digests, what) != getattr(today.digests, what):
            yield Refusal(
                rule=of_check("G12"),
                reason=reason,
                remedy="Upload the file again; it will be examined again.",
            )


def _key(release: Release, today: Today) -> Iterator[Refusal]:
    terms = today.authority.terms if today.authority else None
    method = terms.sealed_with if terms else Method.KEY
    if kind := METHODS[method].key:
        yield from key(today.party, today.on, kind)
    leaves_as = leaving_name(release.file_name) if terms and terms.treatments else release.file_name
    special = today.authority is None or today.authority.special_category
    for why in too_weak(method, special_category=special, rows=release.rows, leaves_as=leaves_as):
        yield Refusal(
            rule=of_check("G13"),
            reason=f"{METHODS[method].label} is too weak here (TM_TOO_WEAK): {why}.",
            remedy="Vary the agreement, so that the file is sealed to the recipient's key.",
        )


def key(party: Party | None, on: date, kind: KeyKind = KeyKind.AGE) -> Iterator[Refusal]:
    """Every reason why nothing is sealed to that recipient's key of that kind on that day."""
    found = party.key(kind) if party else PartyKey()
    if not found.text or found.verified_on is None:
        yield Refusal(
            rule=of_check("G13"),
            reason=f"The recipient has no {kind.label} key that was verified with them.",
            remedy="Read the key back to the recipient by telephone, and record the day on their card.",
        )
    elif found.verified_on > on:
        yield Refusal(
            rule=of_check("G13"),
            reason="The recipient's key is said to be verified on a day still to come.",
            remedy="Correct the day on the recipient's card.",
        )
    elif found.good_until and found.good_until < on:
        yield Refusal(
            rule=of_check("G13"),
            reason=f"The recipient's key was good until {found.good_until.isoformat()}.",
            remedy="Ask the recipient for a new key, and verify it by another channel.",
        )


def _live(release: Release, today: Today) -> Iterator[Refusal]:
    yield from in_force(today.authority, today.on)
    if today.authority and today.authority.only_file not in ("", release.digests.file):
        yield Refusal(
            rule=of_check("G15"),
            reason=f"{release.authority} lets one table leave, and this is another file.",
            remedy="Bring the very file that was tested and approved, unchanged.",
        )
    if today.terms_sha256 != release.terms_sha256:
        yield Refusal(
            rule=of_check("G15"),
            reason=f"The terms of {release.authority} have changed since the file was examined.",
            remedy="Upload the file again; it will be examined under the terms in force.",
        )
    if today.others:
        yield Refusal(
            rule=rulebook.ONE_DELIVERY,
            reason=f"{release.authority} was one decision, and {', '.join(today.others)} went out under it.",
            remedy="Ask for a new decision, or for an agreement if it will happen again.",
        )


def _recipient(release: Release, today: Today) -> Iterator[Refusal]:
    for incident in today.incidents:
        decided = any(
            each.covers(incident.reference, release.authority, today.on) for each in today.decisions
        )
        if incident.severity in SERIOUS and not decided:
            yield Refusal(
                rule=of_check("G16"),
                reason=f"The recipient's incident {incident.reference} is open, and it is serious (RC_INCIDENT_OPEN).",
                remedy="Wait until it is closed. Only the Chief Executive can decide otherwise, on the DPO's advice "
                "and with conditions.",
            )
    for duty in today.overdue:
        yield Refusal(
            rule=of_check("G16"),
            reason=f"The recipient owes us since {duty.due.isoformat()}: {duty.kind.label.lower()} "
            f"({duty.about or duty.reference}).",
            remedy="Ask the recipient for it; the file can go when it is on their card as done.",
        )


def _part_3(release: Release, today: Today) -> Iterator[Refusal]:
    if today.authority is None or not today.authority.law_enforcement:
        return
    for missing, what in (
        (
            not release.quality.accuracy.strip(),
            "how accurate and up to date the data are, and what is opinion",
        ),
        (
            not release.quality.categories,
            "whom they are about: suspects, convicted, victims, witnesses or others",
        ),
    ):
        if missing:
            yield Refusal(
                rule=of_check("G17"),
                reason=f"The data leave for law enforcement, and nothing says {what}.",
                remedy="Write it into the accuracy note of this release.",
            )


def _withheld(release: Release, today: Today) -> Iterator[Refusal]:
    unknown = [name for name in today.withheld_by if name not in release.fields]
    if today.withheld_sha256 and unknown:
        yield Refusal(
            rule=of_check("G18"),
            reason=f"People are withheld from '{release.data_set}', known by {', '.join(today.withheld_by)}; the file "
            f"has no {', '.join(unknown)} to know them by.",
            remedy="Bring a file that has these fields (they can be dropped on the way), or change the list.",
        )
    elif today.withheld_sha256 != release.withheld_sha256:
        yield Refusal(
            rule=of_check("G18"),
            reason="The list of people who are withheld has changed since the file was examined.",
            remedy="Have the file examined again.",
        )


def _set_beside(release: Release, today: Today) -> Iterator[Refusal]:
    since = [each for each in today.compared_with if each not in release.compared_with]
    if since:
        yield Refusal(
            rule=of_check("G07"),
            reason=f"{', '.join(since)} went to this recipient since the file was examined; together they may "
            "expose somebody.",
            remedy="Have the file examined again.",
        )


ANSWERED: Mapping[str, Callable[[Release, Today], Iterator[Refusal]]] = {
    "G07": _set_beside,
    "G12": _same,
    "G13": _key,
    "G15": _live,
    "G16": _recipient,
    "G17": _part_3,
    "G18": _withheld,
}
