"""Look once a day at the codes and laws that policies rest on; what changed opens a review of each of them.

Only hosts that the office's settings name are asked (SHAREWELL_WATCH_HOSTS), no redirect to another host is followed,
and of the page its words alone count: a new date in a script is no new edition.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.urls import reverse

from sharewell.assurance.policies import steps
from sharewell.assurance.policies.applied import apply
from sharewell.policy import rulebook
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.assurance.models import Source
from sharewell_office.assurance.policies import store
from sharewell_office.ledger.services import Message, next_reference, record
from sharewell_office.people import store as people

MOST_BYTES, SECONDS = 5_000_000, 20


class CannotBeSeen(Exception):
    """The page could not be read; the text says why, for the person who keeps the list."""


def watch(*, title: str, address: str, policies: list[str], by: Actor) -> Outcome:
    """Watch something from now on, and remember how it looks today."""
    refusals = [*_not_theirs(by), *_not_allowed(address)]
    reference = "SRC"
    if not refusals:
        reference = next_reference("SRC", clock.today().year)
    event = Event(
        kind="source.watched", about=reference, by=by.person, at=clock.now(),
        details={"title": title, "policies": list(policies)},
    )  # fmt: skip
    outcome = decide(refusals, event)
    if outcome.permitted:
        columns = {"reference": reference, "title": title, "address": address, "policies": list(policies)}
        source = record([event], save=lambda: store.add_source(**columns))
        look(source, clock.now())
    return outcome


def _not_theirs(by: Actor) -> Iterator[Refusal]:
    if not by.roles & steps.AUTHORS:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="What is watched is chosen by those who write policies.",
            remedy="Ask the Data Protection Officer.",
        )


def _not_allowed(address: str) -> Iterator[Refusal]:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or parts.netloc not in settings.SHAREWELL_WATCH_HOSTS:
        yield Refusal(
            rule=rulebook.POLICY_REVIEWED,
            reason="This office does not look at that host.",
            remedy=f"Choose a page of {', '.join(settings.SHAREWELL_WATCH_HOSTS)}, or have the host added to "
            "SHAREWELL_WATCH_HOSTS.",
            where="address",
        )


# --- looking ----------------------------------------------------------------------------------------------------------
def look_at_all(at: datetime) -> str:
    """Look at everything that is watched; the job's own words."""
    changed = sum(look(source, at) for source in store.sources())
    return f"{changed} watched source{'' if changed == 1 else 's'} changed"


def look(source: Source, at: datetime) -> bool:
    """Whether it changed since it was last seen; if so, a review of every policy that rests on it is opened."""
    try:
        seen = words_digest(_fetched(source.address))
    except CannotBeSeen as problem:
        store.looked(source, at=at, problem=str(problem))
        return False
    if not source.sha256 or seen == source.sha256:
        store.looked(source, at=at, sha256=seen)
        return False
    _changed(source, seen, at)
    return True


def _changed(source: Source, seen: str, at: datetime) -> None:
    system = people.command_line()
    told = Event(
        kind="source.changed",
        about=source.reference,
        by=system.person,
        at=at,
        details={"title": source.title},
    )
    events, saves, messages = [told], [], []
    for policy in filter(None, map(store.policy, source.policies)):
        outcome = steps.open_review(policy, because=f"{source.title} has changed", by=system, at=at)
        if outcome.permitted:
            events.extend(outcome.events)
            saves.append((policy, apply(policy, outcome.events[0])))
            link = reverse("assurance:policy", args=[policy.reference])
            messages.append(
                Message(to=policy.keeper, template="policy-review", about=policy.reference, link=link)
            )

    def save() -> None:
        store.looked(source, at=at, sha256=seen, changed=True)
        for before, after in saves:
            store.save(before, after)

    record(events, save=save, messages=messages)


class _NoOtherHost(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: object, code: int, msg: str, headers: object, newurl: str
    ) -> Request | None:  # type: ignore[override]
        if urlsplit(newurl).netloc not in settings.SHAREWELL_WATCH_HOSTS:
            raise CannotBeSeen("It leads to a host that this office does not look at.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _fetched(address: str) -> bytes:
    # Only http and https come this far (`_not_allowed`).
    asked = Request(address, headers={"User-Agent": "Sharewell"})  # noqa: S310
    try:
        with build_opener(_NoOtherHost).open(asked, timeout=SECONDS) as answer:
            return bytes(answer.read(MOST_BYTES))
    except (URLError, OSError, ValueError) as problem:
        raise CannotBeSeen(f"It could not be read: {type(problem).__name__}.") from None


class _Words(HTMLParser):
    """The words of a page, without markup, scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.extend(data.split())


def words_digest(page: bytes) -> str:
    """The SHA-256 of a page's words: white space, markup and scripts do not count."""
    parser = _Words()
    parser.feed(page.decode("utf-8", "replace"))
    return hashlib.sha256(" ".join(parser.words).encode()).hexdigest()
