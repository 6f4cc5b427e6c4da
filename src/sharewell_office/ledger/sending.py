"""Messages leave, after what they tell of was committed. Called by a job, and by nothing else.

In this order, so that none goes out twice:
 (0) what a killed worker left half-sent is put in doubt, and is nobody's to send any more
 (1) a message is taken: of all workers one has it
 (2) it is handed over
 (3) what came of it is written down; if that never happens, (0) finds it
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.conf import settings

from sharewell.ledger.receipt import NotForTheParty
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock, ourselves, post, secret_links
from sharewell_office.ledger import messages, models, outbox, store
from sharewell_office.ledger.services import NothingOnTheRecord, receipt_of, record

AT_ONCE = 200


def send_waiting(at: datetime) -> str:
    """Send what waits; says how many went out, wait on, and are left to a person."""
    came_to = Counter({"in doubt": outbox.lost(at)})
    waiting = outbox.due(at, AT_ONCE)
    try:
        if waiting:
            with post.channel(settings) as channel:
                for message in waiting:
                    if outbox.take(message, at=clock.now()):
                        came_to[_send(message, channel)] += 1
    except post.ChannelAway as away:
        return f"{came_to['sent']} sent; the rest wait: {away}"
    told = [f"{count} {what}" for what, count in came_to.items() if count]
    return ", ".join(told) or "Nothing waited"


def _send(message: models.Message, channel: post.Channel | None) -> str:
    to = outbox.address(message)
    if not to:
        outbox.give_up(message, why="nobody of that name is here any more")
        return "given up"
    if channel is None:
        return _without_post(message)
    try:
        channel.send(_letter(message, to, attaches=channel.attaches))
    except post.NotSent as problem:
        settle = outbox.give_up if problem.for_good else None
        if settle:
            settle(message, why=str(problem))
            return "given up"
        outbox.again(message, at=clock.now(), why=str(problem))
        if isinstance(problem, post.ChannelAway):
            raise
        return "to be tried again"
    except post.InDoubt as problem:
        outbox.doubt(message, why=str(problem))
        return "in doubt"
    outbox.sent(message, at=clock.now(), via=channel.name)
    return "sent"


def _without_post(message: models.Message) -> str:
    """No mail server is set: our own people have their inbox; for others it waits until one is."""
    if "@" in message.to:
        outbox.put_back(message, at=clock.now(), why="no mail server is set")
        return "waiting for a mail server"
    outbox.keep_in_inbox(message, at=clock.now())
    return "kept in the inbox"


def _letter(message: models.Message, to: str, *, attaches: bool) -> post.Letter:
    subject, body = in_words(message, ending=_ending(message))
    receipt = _receipt(message) if attaches and "@" in message.to else None
    if receipt:
        body = f"{body}\n\n{messages.RECEIPT}"
    return post.Letter(
        key=str(message.id), to=to, subject=subject, body=body, at=clock.now(), attached=receipt
    )


def _ending(message: models.Message) -> str:
    """The secret end of its link, in the letter alone: the inbox and the log of letters never show it."""
    return f"{secret_links.ending(message.about)}/" if messages.has_secret(message.template) else ""


def _receipt(message: models.Message) -> post.Attached | None:
    """The receipt of what a message tells a party of: of the entry that was written for them, with it or just after."""
    kind = messages.receipt_with(message.template)
    number = store.number_of(message.about, kind, since=message.leaf_id) if kind else None
    if number is None:
        return None
    try:
        content = receipt_of(number, at=clock.now())
    except (NothingOnTheRecord, NotForTheParty):
        return None  # the words were destroyed meanwhile: nothing is left that a receipt could open
    return post.Attached(name=f"{message.about}.tlog-proof", content=content)


def send_again(key: str, *, by: Actor) -> bool:
    """Let a message that is in doubt or was given up wait once more; it is on the record who said so."""
    message = outbox.message(key)
    now = clock.now()
    if message is None or not outbox.is_stuck(message):
        return False
    event = Event(kind="message.sent_again", about=message.about, by=by.person, at=now)
    return record([event], save=lambda: outbox.send_again(key, at=now))


def in_words(message: models.Message, *, office: str = "", ending: str = "") -> tuple[str, str]:
    """Subject and text, as they are sent and as the inbox shows them; `office`: its name, for whoever knows it.

    `ending` is the secret end of the link, for the letter itself.
    """
    return messages.written(
        message.template,
        about=message.about,
        due=f"{message.due:%-d %B %Y}" if message.due else "",
        link=f"{settings.SHAREWELL_URL}{message.link}{ending}" if message.link else "",
        office=office or ourselves.name(),
    )
