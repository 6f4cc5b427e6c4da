"""What becomes of a parcel: offered with a link and a code, collected once."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from hmac import compare_digest
from typing import IO

from sharewell.aftercare import collection as core
from sharewell.aftercare.collection import Acceptance, State
from sharewell.aftercare.retention import SIGNED, destroy_by, least_level
from sharewell.policy import rulebook
from sharewell.register.method import BULK_ROWS
from sharewell.register.terms import Terms
from sharewell.release.permission import Status, in_force
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.aftercare import store
from sharewell_office.aftercare.models import Parcel
from sharewell_office.aftercare.retention import services as retention
from sharewell_office.decisions import store as decisions
from sharewell_office.ledger.services import Message, record
from sharewell_office.register import store as register
from sharewell_office.release import store as releases
from sharewell_office.release import vault
from sharewell_office.release.models import Release
from sharewell_office.release.services import authorities


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A link's token and its code, in clear, for this one moment; or every reason why there are none."""

    token: str = ""
    code: str = ""
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """The parcel as one zip archive; or every reason why it is not handed over."""

    content: IO[bytes] | None = None
    refusals: tuple[Refusal, ...] = ()


class NoSuchParcel(Exception):
    """There is no parcel by that link or of that release."""


# --- offering ---------------------------------------------------------------------------------------------------------
def offer(reference: str, *, by: Actor) -> Offered:
    """Make a link and a code for a sealed parcel. The ones made before are good no longer."""
    release = releases.row(reference)
    if release is None:
        raise NoSuchParcel(reference)
    refusals = _objections(release, by)
    if refusals:
        return Offered(refusals=refusals)
    token, code, salt = secrets.token_urlsafe(24), _fresh_code(), secrets.token_bytes(16)
    now = clock.now()
    made = store.Offer(
        token_hash=hash_of(token),
        code_hash=core.hash_of(code, salt=salt),
        code_salt=salt,
        by=by.person,
        at=now,
        expires_at=now + core.OPEN_FOR,
    )
    event = Event(
        kind="release.offered",
        about=reference,
        by=by.person,
        at=now,
        details={"recipient": release.recipient, "expires_at": made.expires_at.isoformat()},
    )
    try:
        record(
            [event],
            save=lambda: _save_offer(release, made),
            messages=_to_recipient(release.recipient, "parcel-offered", reference, made.expires_at),
        )
    except store.SomebodyElseCollectedIt:
        return Offered(refusals=(_once(),))
    return Offered(token=token, code=core.grouped(code))


def _objections(release: Release, by: Actor) -> tuple[Refusal, ...]:
    found = []
    if not by.has(Role.HANDLER):
        found.append(
            Refusal(
                rule=rulebook.NOT_YOUR_STEP,
                reason="Links are made by case handlers.",
                remedy="Ask a case handler.",
            )
        )
    if not by.trained(clock.today()):
        found.append(
            Refusal(
                rule=rulebook.TRAINING_CURRENT,
                reason="Your data protection training is not current.",
                remedy="Complete the training, or ask a trained colleague.",
            )
        )
    if release.status != Status.SEALED:
        found.append(
            Refusal(
                rule=rulebook.NOT_IN_THIS_STATE,
                reason=f"{release.reference} is {release.status}; only a sealed parcel can be collected.",
                remedy="Release the file first.",
            )
        )
    row = store.parcel(release.reference)
    if row and row.destroyed_at and row.state != State.COLLECTED:
        found.append(
            Refusal(
                rule=rulebook.COLLECTED_IN_TIME,
                reason="Nobody collected the parcel by its last day, and it was destroyed.",
                remedy="Bring the file to the gate again, if it is still to go.",
            )
        )
    return (*found, *_agreement_in_force(release))


def _agreement_in_force(release: Release) -> tuple[Refusal, ...]:
    """Every reason why the agreement lets nothing leave today. A decision is for one delivery: this one."""
    on = clock.today()
    agreement = register.authority(release.authority, on)
    return in_force(agreement, on=on) if agreement else ()


def _save_offer(release: Release, made: store.Offer) -> None:
    terms, released_on = Terms.parse(release.terms), releases.sealed_on(release)
    assert released_on is not None
    store.offered(
        release.reference,
        recipient=release.recipient,
        recipient_name=release.recipient_name,
        folder=release.parcel,
        destroy_by=destroy_by(released_on, retention=terms.retention, given=terms.destroy_by),
        offer=made,
    )


def _fresh_code() -> str:
    return "".join(secrets.choice(core.CODE_LETTERS) for _ in range(core.CODE_LENGTH))


def hash_of(secret: str) -> str:
    """What the office keeps of a link, or of a browser. Both are long and random, so one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest() if secret else ""


def revoke(reference: str, *, by: Actor) -> tuple[Refusal, ...]:
    """Take the link back: it is dead at once. A case handler can make a new one. Raises `NoSuchParcel`."""
    release = releases.row(reference)
    if release is None or store.parcel(reference) is None:
        raise NoSuchParcel(reference)
    if not by.has(Role.HANDLER):
        return (
            Refusal(
                rule=rulebook.NOT_YOUR_STEP,
                reason="Links are made and taken back by case handlers.",
                remedy="Ask a case handler.",
            ),
        )
    event = Event(kind="release.link_revoked", about=reference, by=by.person, at=clock.now())
    try:
        record([event], save=lambda: store.revoked(reference))
    except store.SomebodyElseCollectedIt:
        return (_once(),)
    return ()


# --- collecting -------------------------------------------------------------------------------------------------------
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
    collection, now = store.to_core(row), clock.now()
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

    Of taking the release back and collecting it at once, one comes first.
    """
    store.collected(row, acceptance, browser=browser, at=at)
    try:
        releases.collected(row.release, at=at)
    except releases.SomebodyElseChangedIt:
        raise store.SomebodyElseCollectedIt(row.release) from None
    release = releases.row(row.release)
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
    return [ours, *_to_recipient(row.recipient, "parcel-collected", row.release, at)]


def _to_recipient(party: str, template: str, about: str, at: datetime) -> list[Message]:
    """To the party's contact, where there is one. It leads to their own pages, never to the link that collects."""
    found = register.party(party)
    if found is None or "@" not in found.contact:
        return []
    due = at.astimezone(clock.LONDON).date()
    return [Message(to=found.contact, template=template, about=about, link="/received/", due=due)]


def _count(row: Parcel, collection: core.Collection, acceptance: Acceptance) -> bool:
    """Count a wrong code before it is answered. False where another try came first, and this one counts for nothing."""
    alive = not core.is_alive(collection, at=clock.now())
    return not (alive and core.wrong_code(collection, acceptance)) or store.count_wrong_code(row)


def _stopped(row: Parcel) -> tuple[Refusal, ...]:
    """Why the parcel waits although link and code are right, in words for those who cannot mend it themselves."""
    release = releases.row(row.release)
    if release is None or release.status != Status.SEALED:
        return (_taken_back(),)
    found = _agreement_in_force(release)
    return tuple(replace(each, remedy="Ask the office that sent it.") for each in found)


def _taken_back() -> Refusal:
    return Refusal(
        rule=rulebook.NOT_IN_THIS_STATE,
        reason="The office took this parcel back before it was collected.",
        remedy="Ask the office that sent it.",
    )


def _once() -> Refusal:
    return Refusal(
        rule=rulebook.COLLECTED_ONCE,
        reason="This parcel has been collected already.",
        remedy="If it was not you or a colleague, tell the office at once: it may be a personal data breach.",
    )
