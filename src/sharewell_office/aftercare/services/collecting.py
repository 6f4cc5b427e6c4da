"""A parcel is collected once, and a download that broke off gone on with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hmac import compare_digest
from typing import IO

from sharewell.aftercare import collection as core
from sharewell.aftercare.collection import Acceptance
from sharewell.aftercare.retention import SIGNED, least_level
from sharewell.policy import rulebook
from sharewell.register.method import BULK_ROWS
from sharewell.register.terms import Terms
from sharewell.release.permission import Status
from sharewell.vocabulary.outcome import Refusal
from sharewell_office.adapters import clock
from sharewell_office.aftercare import store
from sharewell_office.aftercare.models import Parcel
from sharewell_office.aftercare.retention import services as retention
from sharewell_office.aftercare.services.parcels import (
    NoSuchParcel,
    agreement_in_force,
    has_terms,
    hash_of,
    holds_people,
    to_recipient,
)
from sharewell_office.decisions import store as decisions
from sharewell_office.ledger.services import Message, record
from sharewell_office.release import store as releases
from sharewell_office.release import vault
from sharewell_office.release.models import Release
from sharewell_office.release.services import authorities


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """The parcel as one zip archive; or every reason why it is not handed over."""

    content: IO[bytes] | None = None
    refusals: tuple[Refusal, ...] = ()


def waiting(token: str) -> Parcel:
    """The parcel behind a link. Raises `NoSuchParcel`."""
    row = store.by_token(hash_of(token))
    if row is None:
        raise NoSuchParcel
    return row


def collect(token: str, acceptance: Acceptance, *, browser: str = "") -> Collected:
    """Hand a parcel over.

    `browser` is a secret that the browser which asks was given before. It is recorded with the collection (what it
    hashes to), so that whoever's line broke before a byte came goes on there as if it had broken in the middle.

    In this order, so that a parcel is either handed over and on the record, or still there to be collected:
     (0) the core permits it: alive, the right code, a name, a post, the terms accepted
     (1) the agreement is in force today
     (2) the archive is made, and can be read
     (3) the collection is on the record; of all who try at once, one gets it
     (4) the archive goes out
    Whoever is overtaken by somebody else's try is judged anew, so that at most five wrong codes are ever answered.
    """
    row = waiting(token)
    collection, now = _as_it_stands(row), clock.now()
    outcome = core.collect(collection, acceptance, at=now)
    if not outcome.permitted:
        counted = _count(row, collection, acceptance)
        return (
            Collected(refusals=outcome.refusals) if counted else collect(token, acceptance, browser=browser)
        )
    stopped = _stopped(row)
    if stopped:
        return Collected(refusals=stopped)
    content = vault.as_zip(row.folder)
    try:
        record(
            outcome.events,
            save=lambda: _hand_over(row, acceptance, browser=hash_of(browser), at=now),
            messages=_receipts(row, at=now),
        )
    except store.SomebodyElseCollectedIt:
        content.close()
        return collect(token, acceptance, browser=browser)
    except BaseException:
        content.close()
        raise
    return Collected(content=content)


def _as_it_stands(row: Parcel) -> core.Collection:
    release = releases.row(row.release)
    return replace(store.to_core(row), terms=release is None or has_terms(release))


def collected_it(row: Parcel, browser: str) -> bool:
    """Whether that is the browser which collected the parcel."""
    return bool(browser and row.collected_in) and compare_digest(row.collected_in, hash_of(browser))


def resume(token: str, *, from_the_start: bool) -> Collected:
    """Hand the same archive over again, to the browser that collected it. Of several pieces, the first is recorded."""
    row = waiting(token)
    outcome = core.resume(store.to_core(row), at=clock.now())
    if not outcome.permitted or row.destroyed_at:
        return Collected(refusals=outcome.refusals)
    if from_the_start:
        record(outcome.events)
    return Collected(content=vault.as_zip(row.folder))


def _hand_over(row: Parcel, acceptance: Acceptance, *, browser: str, at: datetime) -> None:
    """From now on the release cannot be taken back, the recipient holds a copy, and its clock runs.

    Where nobody is in the file there is nothing to destroy, and no clock. Of taking the release back and collecting it
    at once, one comes first.
    """
    store.collected(row, acceptance, browser=browser, at=at)
    try:
        releases.collected(row.release, at=at)
    except releases.SomebodyElseChangedIt:
        raise store.SomebodyElseCollectedIt(row.release) from None
    release = releases.row(row.release)
    if release is not None and not holds_people(release):
        return
    retention.begin(
        row,
        title=release.file_name if release else "",
        on=at.astimezone(clock.LONDON).date(),
        least_level=_least_level(release),
    )


def _least_level(release: Release | None) -> int:
    """How sure a certificate of destruction the decision or the agreement asks for."""
    if release is None:
        return SIGNED
    request = decisions.request(release.authority)
    agreed = Terms.parse(release.terms).certificate_level
    asked = request.decision.certificate_level if request and request.decision else agreed
    under = authorities.authority(release.authority, clock.today())
    special = under is None or under.special_category
    return least_level(asked, special_category=special, bulk=release.rows >= BULK_ROWS)


def _receipts(row: Parcel, *, at: datetime) -> list[Message]:
    """To both sides. It goes to the party's contact, who hears of it where somebody else had link and code."""
    ours = Message(
        to=row.offered_by,
        template="parcel-collected",
        about=row.release,
        link=f"/parcels/{row.release}/",
        due=at.astimezone(clock.LONDON).date(),
    )
    return [ours, *to_recipient(row.recipient, "parcel-collected", row.release, at)]


def _count(row: Parcel, collection: core.Collection, acceptance: Acceptance) -> bool:
    """Count a wrong code before it is answered. False where another try came first, and this one counts for nothing."""
    alive = not core.is_alive(collection, at=clock.now())
    return not (alive and core.wrong_code(collection, acceptance)) or store.count_wrong_code(row)


def _stopped(row: Parcel) -> tuple[Refusal, ...]:
    """Why the parcel waits although link and code are right, in words for those who cannot mend it themselves."""
    release = releases.row(row.release)
    if release is None or release.status != Status.SEALED:
        return (_taken_back(),)
    found = agreement_in_force(release)
    return tuple(replace(each, remedy="Ask the office that sent it.") for each in found)


def _taken_back() -> Refusal:
    return Refusal(
        rule=rulebook.NOT_IN_THIS_STATE,
        reason="The office took this parcel back before it was collected.",
        remedy="Ask the office that sent it.",
    )
