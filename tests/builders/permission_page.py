"""docs/reference/permissions.md: every address and who may open it, printed from the doors that guard the pages.

A page behind a door says itself whom it opens to (`opens_to`, set where the door is hung). Those without one stand here
by name. An address that is neither, nor behind the API's door, fails the test of this page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from sharewell.policy import seeing
from sharewell.vocabulary.people import Role

# No sign-in: the way in, a link that is a long secret of its own, what is public, what machines ask.
FOR_ANYBODY = {
    "account/sign-in/", "account/sign-up/", "account/inactive/", "account/sign-out/", "account/code/",
    "account/lost/", "account/passkey/", "account/organisation/<str:provider_id>/",
    "account/organisation/<str:provider_id>/back/", "people/join/<str:token>/",
    "sign/<str:secret>/", "sign/<str:secret>/document/<slug:form>/", "sign/<str:secret>/signed/",
    "sign/<str:secret>/comment/", "collect/<str:token>/", "collect/<str:token>/parcel.zip",
    "collect/<str:token>/receipt/", "collect/<str:token>/not-for-me/", "calendar/<str:token>.ics",
    "open/", "open/key/", "privacy/<str:reference>/", "public/register/", "public/register.csv",
    "record/verifier.html", "witness/add-checkpoint", "health/live", "health/ready", "metrics",
    "api/v1/openapi.json",
}  # fmt: skip

ANYBODY, SIGNED_IN, STAFF, RECIPIENTS, VISITORS = "anybody", "signed in", "staff", "recipients", "visitors"
OURS = [role for role in Role if role is not Role.RECIPIENT]
NOBODY, WITHOUT_A_POST, RECIPIENT = "nobody signed in", "staff without a post", "Recipient"
VISITOR = "Auditor from outside"
COLUMNS = [NOBODY, *(role.label for role in OURS), WITHOUT_A_POST, RECIPIENT, VISITOR]
INTRODUCTION = """# Who may open what

Printed from the doors on the pages (`make docs`). `tests/office/people/test_permissions.py` asks every address as every
one of these people, of our own office and of another organisation, by GET and by POST, and allows nothing that does not
stand here. *own*: what is theirs; another's is not there. A page that opens may still refuse a step: who may take which
step in which state is told in [the handbook](handbook.md) and in [segregation](segregation.md). Addresses under
`api/v1/` ask for a key or a session of our own staff. Below the addresses stands who sees which record.
"""
RECORDS = """## Who sees which record

Printed from `sharewell.policy.seeing`: the same rule narrows every list and search and closes every page, step and
answer of the API (what is kept from somebody is not there). `tests/office/people/test_seeing.py` holds filter and
predicate to each other on every table, `test_areas.py` asks everything as somebody of one business area, and
`tests/house/test_seeing.py` finds a room that filters by itself. A post is held for all business areas or for some;
whoever owns a data set, or stands in for its owner, sees what is about it.

| record | who sees it |
|---|---|
"""


def doors() -> dict[str, str | frozenset[Role]]:
    """Every route of the office, with whom it opens to: one of the words above, or the posts."""
    return {
        route: ANYBODY if route in FOR_ANYBODY else _door(route, view)
        for route, view in _walk(get_resolver(), "")
        if not route.startswith(("static", "design/"))
    }


def _door(route: str, view: object) -> str | frozenset[Role]:
    if route.startswith("api/v1/"):
        return STAFF
    found: str | frozenset[Role] | None = getattr(view, "opens_to", None)
    if found is None and (route.startswith("account/") or route in ("", "inbox/")):
        return SIGNED_IN
    if found is None:
        raise NoDoor(
            f"{route}: put a decorator of `people.access` on its view, or the route on the list above"
        )
    return found


class NoDoor(AssertionError):
    """An address that nobody said who may open."""


def _walk(resolver: URLResolver, before: str) -> Iterator[tuple[str, object]]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route, each.callback
        else:
            yield from _walk(each, route)


def opens(door: str | frozenset[Role], column: str) -> str:
    """What stands in a cell: "yes", "own" (what is theirs and nobody else's), or nothing."""
    if door == ANYBODY:
        return "yes"
    if door in (RECIPIENTS, VISITORS):
        return "own" if column == {RECIPIENTS: RECIPIENT, VISITORS: VISITOR}[door] else ""
    if column == NOBODY:
        return ""
    if door == SIGNED_IN:
        return "own"
    if column in (RECIPIENT, VISITOR):
        return ""
    return "yes" if door == STAFF or column in {Role(role).label for role in door} else ""


def page() -> str:
    """The matrix as Markdown."""
    rows = sorted(((_plain(route), door) for route, door in doors().items()), key=lambda row: row[0])
    lines = [
        _row("address", COLUMNS),
        "|---|" + "---|" * len(COLUMNS),
        *(_row(f"`/{route}`", [opens(door, column) for column in COLUMNS]) for route, door in rows),
    ]
    rules = [each for each in vars(seeing).values() if isinstance(each, seeing.Seeing)]
    told = "\n".join(f"| {each.what} | {_who(each)} |" for each in sorted(rules, key=lambda each: each.what))
    return "\n".join([INTRODUCTION, *dict.fromkeys(lines), "", RECORDS + told, ""])


def _who(rule: seeing.Seeing) -> str:
    """The rule in words."""
    reasons = [
        "every one of ours" if rule.everybody else "",
        " and ".join(f"the {role.label}" for role in sorted(rule.posts)),
        "whoever holds a post that reaches its data set" if rule.data_set else "",
        "whoever sees what it is about" if rule.about else "",
        "anybody with a post while it is about nothing" if rule.unplaced else "",
        "whoever it names" if rule.named else "",
        "the organisation it concerns" if rule.party else "",
    ]
    return "; ".join(reason for reason in reasons if reason)


def _row(first: str, cells: list[str]) -> str:
    return f"| {first} | " + " | ".join(cells) + " |"


def _plain(route: str) -> str:
    """The route as people read it: a hole by its name alone, in the pattern's way of writing or in the other."""
    named = re.sub(r"\(\?P<(\w+)>(?:\[[^]]*\]\+|[^()]*)\)", r"<\1>", route)
    return re.sub(r"<\w+:(\w+)>", r"<\1>", named).replace("\\", "").replace("^", "").replace("$", "")
