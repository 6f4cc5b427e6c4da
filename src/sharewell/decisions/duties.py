"""Who may decide: duties are segregated by person, and authority over the data set must be live on the day.

    requested, drafted, advised  x  decides         never one person
    a delegate and who delegated    count as one person in a case: what bars one bars the other
    requested  x  decides, in one line of report    told, and allowed
    prepares, decides            x  releases        never one person, where it is bulk or special category
    data the owner of the data set, or their delegate    decides; the Chief Executive where the owner may not, is
                                                    away without cover, or where the DPO advised against

The Data Protection Officer advises and never decides: policy 5.3 gives advice to the DPO, and 5.2 gives
accountability to the owner of the data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sharewell.decisions.case import Person
from sharewell.decisions.known import Known
from sharewell.policy.tables import Some
from sharewell.policy.truth import holds

BARRED_FROM_DECIDING = ("requested", "drafted", "advises")
DONE = {
    "requested": "asked for the sharing",
    "drafted": "drafted it",
    "advises": "advises on it",
    "prepares": "prepares the file",
    "decides": "decides it",
    "releases": "releases it",
}


@dataclass(frozen=True, slots=True)
class Objection:
    """A reason why the named people may not do this: the code, what exactly is wrong, and whether it stops
    the case."""

    code: str
    detail: str
    stops: bool = True


def objections(known: Known) -> tuple[Objection, ...]:
    """Everything that stands against the people named in a case."""
    found = [*_one_person_two_duties(known)]
    if known.case.people is not None:
        found += [one for decider in sorted(_had(known, "decides")) for one in _authority(known, decider)]
    if known("S11.1") == "against" and not _decided_by_chief_executive(known):
        found.append(Objection("DE_DPO_AGAINST", "The Data Protection Officer advised against it."))
    return tuple(found)


def _behind(known: Known) -> frozenset[str]:
    """Those in whose place it is decided: delegate and delegator are one person in a case (sod.09)."""
    deciders = _had(known, "decides")
    delegators = (person.delegated_by for name, person in _people(known).items() if name in deciders)
    return frozenset(filter(None, delegators))


def _had(known: Known, duty: str) -> frozenset[str]:
    return known.case.duties.get(duty, frozenset())


# --- one person, two duties -----------------------------------------------------------------------


def _one_person_two_duties(known: Known) -> Iterator[Objection]:
    deciders = _had(known, "decides")
    behind = _behind(known)
    for other in BARRED_FROM_DECIDING:
        if deciders & _had(known, other):
            same = _same("decides", other)
            yield _unless_countersigned(same, known) if other == "drafted" else same
        if behind & _had(known, other):
            yield Objection("DE_SOD", f"The person who decides stands in for the one who {DONE[other]}.")
    above = (person.reports_to for name, person in _people(known).items() if name in deciders)
    if frozenset[str]().union(*above) & _had(known, "requested"):
        yield Objection("DE_LINE_REPORT", "", stops=False)
    yield from _release(known)


def _release(known: Known) -> Iterator[Objection]:
    releasers, behind = _had(known, "releases"), _behind(known)
    guarded = bool(releasers) and bulk_or_special(known)
    if guarded and releasers & _had(known, "prepares"):
        yield _unless_countersigned(_same("releases", "prepares"), known)
    if guarded and releasers & behind:
        yield _unless_countersigned(
            Objection("DE_SOD", "The person who decides stands in for the one who releases it."), known
        )
    if releasers & _had(known, "decides"):
        same = _unless_countersigned(_same("releases", "decides"), known)
        yield same if guarded else Objection("DE_SAME_HANDS", "", stops=False)


def _unless_countersigned(objection: Objection, known: Known) -> Objection:
    """In a small office one person may hold these two duties, if the Chief Executive, another person, signed for it."""
    signed = known.case.countersigned_by
    if not signed or signed in _had(known, "decides") | _had(known, "releases"):
        return objection
    return Objection("DE_SMALL_OFFICE", objection.detail, stops=False)


def _same(one: str, other: str) -> Objection:
    return Objection("DE_SOD", f"The person who {DONE[one]} also {DONE[other]}.")


def bulk_or_special(known: Known) -> bool:
    """1,000 people or more, or special category data. Where nobody said, it is treated as if it were."""
    special = known("data.special_category")
    return known("scale.large") is not False or not holds(Some.NONE, special)


def _people(known: Known) -> Mapping[str, Person]:
    return known.case.people or {}


# --- authority and training -----------------------------------------------------------------------


def _authority(known: Known, decides: str) -> Iterator[Objection]:
    person = _people(known).get(decides)
    if person is None:
        yield Objection("DE_NO_AUTHORITY", "Nothing is known of the person named to decide.")
        return
    if not _may_decide(known, person):
        yield Objection("DE_NO_AUTHORITY", _why_no_authority(known, person))
    if person.trained_until is None or person.trained_until < known.on:
        yield Objection("DE_TRAINING", "The training of the person who decides is not current.")


def _may_decide(known: Known, person: Person) -> bool:
    if person.post == "ro.dpo" or _lapsed(person, known.on):
        return False
    if person.delegated_by:
        return _gives_authority(known, person.delegated_by)
    if person.post == "ro.ce":
        return _is_for_chief_executive(known)
    return person.post == "ro.owner" and known.case.data_set in person.owns


def _lapsed(person: Person, on: date) -> bool:
    if person.authority_until is None:
        return bool(person.delegated_by)  # a delegation has a last day, or it is none
    return person.authority_until < on


def _gives_authority(known: Known, delegator: str) -> bool:
    """Only who holds authority can hand it on, and nobody hands on what was handed to them."""
    person = _people(known).get(delegator)
    if person is None or person.delegated_by:
        return False
    return person.post == "ro.ce" or (person.post == "ro.owner" and known.case.data_set in person.owns)


def _is_for_chief_executive(known: Known) -> bool:
    """The DPO advised against (or was overruled in the DPIA), a serious incident is open, or no owner is
    free to decide."""
    return (
        known("S11.1") == "against"
        or known("dpia.status") == "overruled"
        or known("history.open_serious") is True
        or not any(_free_to_decide(known, name, person) for name, person in _people(known).items())
    )


def _free_to_decide(known: Known, name: str, person: Person) -> bool:
    taken = frozenset[str]().union(*(_had(known, duty) for duty in BARRED_FROM_DECIDING))
    owns = person.post == "ro.owner" and known.case.data_set in person.owns
    return owns and name not in taken and not person.away and not _lapsed(person, known.on)


def _why_no_authority(known: Known, person: Person) -> str:
    if person.post == "ro.dpo":
        return "The Data Protection Officer advises and never decides."
    if _lapsed(person, known.on):
        return "The authority of the person named to decide has ended."
    if person.post == "ro.ce":
        return "The owner of the data set is free to decide, so it is not for the Chief Executive."
    return "The person named to decide does not own this data set and holds no delegation over it."


def _decided_by_chief_executive(known: Known) -> bool:
    deciders = [person for name, person in _people(known).items() if name in _had(known, "decides")]
    return bool(deciders) and all(person.post == "ro.ce" for person in deciders)
