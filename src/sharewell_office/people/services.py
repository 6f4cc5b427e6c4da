"""People come, by an invitation, and go. Each coming and going is on the record, without a name."""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError
from django.utils import timezone

from sharewell.policy import joining, posts
from sharewell.policy.joining import Invited
from sharewell.policy.posts import Held, Others
from sharewell.policy.showing import Scope
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import secret_links
from sharewell_office.ledger.services import Message, record
from sharewell_office.people import store

if TYPE_CHECKING:
    from sharewell_office.people.models import Invitation as Row
    from sharewell_office.people.models import User

GOOD_FOR = timedelta(days=7)
_signing_in = logging.getLogger("sharewell.signing_in")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What came of inviting: who is to come, and the link's secret, said once; or every reason why not."""

    person: str = ""
    token: str = ""
    events: tuple[Event, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def invite(
    *,
    email: str,
    name: str,
    roles: frozenset[Role],
    party: str,
    last_day: date | None,
    visits: Scope | None = None,
    limits: frozenset[tuple[Role, str]] = frozenset(),
    by: Actor,
    at: datetime,
    by_letter: bool = False,
) -> Invitation:
    """Invite somebody. Their id says nothing of their name: it goes on the record.

    The link is for whoever invites, to be handed on; or (`by_letter`) it goes to the address and to nobody else.
    """
    invited = Invited(
        person=f"p{secrets.token_hex(4)}",
        roles=roles,
        party=party,
        last_day=last_day,
        visits=visits,
        limits=limits,
    )
    outcome = joining.invite(invited, by=by, at=at)
    if not outcome.permitted:
        return Invitation(refusals=outcome.refusals)
    token = secret_links.ending(invited.person)
    row = store.new_invitation(
        token_hash=hash_of(token), username=invited.person, email=email, name=name,
        roles=sorted(roles), party_reference=party, last_day=last_day, expires_at=at + GOOD_FOR,
        visit=visits.document() if visits else None, limits=sorted(limits),
    )  # fmt: skip
    if not by_letter:
        record(outcome.events, save=row.save)
        return Invitation(person=invited.person, token=token)
    letter = Message(
        to=email,
        template="invited",
        about=invited.person,
        link="/people/join/",
        due=timezone.localdate(row.expires_at),
    )
    record(outcome.events, save=row.save, messages=[letter])
    return Invitation(person=invited.person, events=outcome.events)


def accept(token: str, *, password: str, at: datetime) -> User | None:
    """Come in by an invitation; None where it is used, over, or none of ours."""
    invited = store.invitation(hash_of(token), at)
    if invited is None:
        return None
    event = Event(kind="person.joined", about=invited.username, by=invited.username, at=at)
    try:
        return record([event], save=lambda: _made(invited, password, at))
    except (_UsedMeanwhile, IntegrityError):
        return None


def _made(invited: Row, password: str, at: datetime) -> User:
    user = store.accept(invited, password=password, at=at)
    if user is None:
        raise _UsedMeanwhile
    return user


class _UsedMeanwhile(Exception):
    """Somebody came in by the same link a moment ago: nothing goes on the record twice."""


def leave(username: str, *, by: Actor, at: datetime) -> Outcome:
    """Somebody leaves now."""
    outcome = joining.leave(username, by=by, at=at)
    if outcome.permitted:
        record(outcome.events, save=lambda: store.close(username))
    return outcome


def reset_factor(username: str, *, by: Actor, at: datetime) -> Outcome:
    """Somebody lost their phone: what they signed in with counts no more."""
    outcome = joining.reset_factor(username, by=by, at=at)
    if outcome.permitted:
        record(outcome.events, save=lambda: store.forget_factors(username))
    return outcome


def join_accounts(account: str, *, of: str, by: Actor, at: datetime) -> Outcome:
    """An account and another are one person's: duties are compared by person from now on."""
    outcome = joining.join_accounts(account, store.actor_by_id(of, at.date()), by=by, at=at)
    if outcome.permitted:
        record(outcome.events, save=lambda: store.second_account(account, of=of))
    return outcome


def part_accounts(account: str, *, by: Actor, at: datetime) -> Outcome:
    """An account is another person's after all."""
    outcome = joining.part_accounts(store.actor_by_id(account, at.date()), by=by, at=at)
    if outcome.permitted:
        record(outcome.events, save=lambda: store.second_account(account, of=None))
    return outcome


def give_posts(username: str, held: Held, *, by: Actor, at: datetime) -> Outcome:
    """Say what somebody of ours does here from now on. Raises `NoSuchPerson`."""
    user = store.here(username)
    if user is None:
        raise store.NoSuchPerson(username)
    others = Others(posts=store.held_elsewhere(username), owners=store.owners())
    outcome = posts.give(username, held, was=store.held(user), others=others, by=by, at=at)
    if outcome.permitted:
        record(outcome.events, save=lambda: store.hold(user, held))
    return outcome


def posts_by_groups(username: str, given: frozenset[tuple[Role, str]], *, at: datetime) -> None:
    """Bring somebody's posts into line with their groups; what changed is on the record. Raises `NoSuchPerson`."""
    user = store.here(username)
    if user is None:
        raise store.NoSuchPerson(username)
    mapped = frozenset(role for role, _ in settings.SHAREWELL_OIDC_GROUPS.values())
    held, event = posts.by_groups(username, held=store.held(user), given=given, mapped=mapped, at=at)
    if event is not None:
        record([event], save=lambda: store.hold(user, held))


def signed_in(user: User, *, at: datetime) -> None:
    """Put on the record that somebody signed in, with every factor asked of them."""
    record([Event(kind="person.signed_in", about=user.username, by=user.username, at=at)])


def proof_failed(user: User | None, *, proof: str, at: datetime) -> None:
    """Say that a proof of who somebody is was wrong, `password` or `code`: in the log, and on the account's record.

    On the record once in five minutes, so that whoever tries passwords all day fills no disk, and whoever measures how
    long an answer takes learns nothing worth waiting for. What was typed, and from where, is kept nowhere.
    """
    _signing_in.warning("a proof failed", extra={"facts": {"proof": proof, "account": user is not None}})
    if user is not None and cache.add(f"proof-failed:{proof}:{user.pk}", at.isoformat(), timeout=300):
        record([Event(kind=f"person.{proof}_failed", about=user.username, by="system", at=at)])


def proof_changed(user: User, *, what: str, at: datetime) -> None:
    """Put on the record that somebody changed what they sign in with, and tell them: it may have been somebody else."""
    event = Event(
        kind="person.proof_changed", about=user.username, by=user.username, at=at, details={"what": what}
    )
    letter = Message(
        to=user.username, template="proof-changed", about=user.username, link="/account/second-factor/"
    )
    record([event], messages=[letter])


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
