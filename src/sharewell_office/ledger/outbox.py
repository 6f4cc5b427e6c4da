"""Messages that wait, leave, and are told of: rows written and read. Nothing else touches `Message`.

    WAITING --take--> SENDING --sent--> SENT
       ^                 |---again----> WAITING   (it has certainly not gone out: later)
       |                 |---give up--> GIVEN_UP  (the address is refused, or eight tries failed)
       |                 '---doubt----> DOUBT     (it may have gone out; also what a killed worker leaves behind)
       '--------a person says "send it again"--------'

A message is taken before it is sent, by compare-and-swap, so that it goes out at most once; whatever nobody can be
sure of is left to a person.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db.models import F, QuerySet

from sharewell.policy.seeing import MESSAGE, Viewer
from sharewell_office.adapters.seeing import seen
from sharewell_office.ledger import models
from sharewell_office.ledger.messages import Message

State = models.Message.State

# What a worker took and has not settled after this long, it will not settle any more.
LEASE = timedelta(minutes=15)
_WAITS = (1, 5, 15, 60, 240, 720, 1440)  # minutes
MOST_TRIES = len(_WAITS) + 1


def add(leaf: int, messages: Sequence[Message], *, at: datetime) -> None:
    """Put messages into the outbox, within the transaction that put entry `leaf` on the record."""
    if not messages:
        return
    models.Message.objects.bulk_create(
        models.Message(
            id=uuid.uuid4(), leaf_id=leaf, to=each.to, template=each.template, about=each.about,
            link=each.link, due=each.due, state=State.WAITING, created_at=at, again_at=at,
        )
        for each in messages
    )  # fmt: skip


# --- sending ----------------------------------------------------------------------------------------------------------
def due(at: datetime, limit: int) -> list[models.Message]:
    """Messages whose time has come, oldest first."""
    waiting = models.Message.objects.filter(state=State.WAITING, again_at__lte=at)
    return list(waiting.order_by("again_at", "created_at")[:limit])


def take(message: models.Message, *, at: datetime) -> bool:
    """Whether the message is ours to send now: of all workers, it is one's."""
    waiting = models.Message.objects.filter(pk=message.pk, state=State.WAITING, again_at=message.again_at)
    return bool(waiting.update(state=State.SENDING, taken_at=at, tries=F("tries") + 1))


def sent(message: models.Message, *, at: datetime, via: str) -> None:
    _taken(message).update(state=State.SENT, sent_at=at, via=via, why="")


def again(message: models.Message, *, at: datetime, why: str) -> None:
    """Later: after 1, 5 and 15 minutes, 1, 4, 12 and 24 hours; then it is given up."""
    if message.tries + 1 >= MOST_TRIES:
        give_up(message, why=why)
        return
    later = at + timedelta(minutes=_WAITS[message.tries])
    _taken(message).update(state=State.WAITING, again_at=later, why=why)


def put_back(message: models.Message, *, at: datetime, why: str) -> None:
    """It was taken and nothing was tried, because there is nothing to send it by: it waits, for as long as that
    takes."""
    later = at + timedelta(minutes=15)
    _taken(message).update(state=State.WAITING, tries=F("tries") - 1, again_at=later, why=why)


def give_up(message: models.Message, *, why: str) -> None:
    _taken(message).update(state=State.GIVEN_UP, why=why)


def doubt(message: models.Message, *, why: str) -> None:
    _taken(message).update(state=State.DOUBT, why=why)


def keep_in_inbox(message: models.Message, *, at: datetime) -> None:
    """There is no post; the person finds it in their inbox."""
    _taken(message).update(state=State.INBOX, sent_at=at, via="inbox")


def lost(at: datetime) -> int:
    """Messages that a worker took and never settled, put in doubt: how many."""
    taken = models.Message.objects.filter(state=State.SENDING, taken_at__lte=at - LEASE)
    return taken.update(state=State.DOUBT, why="the worker stopped while sending it")


def send_again(key: str, *, at: datetime) -> bool:
    """A person says so: whether it now waits once more."""
    settled = models.Message.objects.filter(id=key, state__in=(State.DOUBT, State.GIVEN_UP))
    return bool(settled.update(state=State.WAITING, again_at=at, tries=0, why=""))


def is_stuck(message: models.Message) -> bool:
    return message.state in (State.DOUBT, State.GIVEN_UP)


def _taken(message: models.Message) -> QuerySet[models.Message]:
    return models.Message.objects.filter(pk=message.pk, state=State.SENDING)


def address(message: models.Message) -> str:
    """Where it goes: the party's contact, or the person's address while they are here; "" where there is none."""
    if "@" in message.to:
        return message.to
    # The room of people lies above this one, so its table is found the way Django itself finds it.
    person = get_user_model()._default_manager.filter(username=message.to, is_active=True).first()
    return getattr(person, "email", "")


# --- telling ----------------------------------------------------------------------------------------------------------
def message(key: str) -> models.Message | None:
    return models.Message.objects.filter(id=key).first()


def log() -> QuerySet[models.Message]:
    """Every message, newest first."""
    return models.Message.objects.order_by("-number")


def inbox(username: str) -> QuerySet[models.Message]:
    """A person's messages, newest first."""
    return seen(log(), Viewer(names=frozenset({username})), MESSAGE)


def unread(username: str) -> int:
    return inbox(username).filter(read_at__isnull=True).count()


def mark_read(username: str, *, at: datetime) -> None:
    inbox(username).filter(read_at__isnull=True).update(read_at=at)


def stuck() -> QuerySet[models.Message]:
    """What a person has to look at: in doubt, or given up."""
    return log().filter(state__in=(State.DOUBT, State.GIVEN_UP))
