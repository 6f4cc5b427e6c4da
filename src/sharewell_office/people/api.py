"""Who a program acts as, who is here, and what each of them does."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from sharewell.vocabulary.outcome import Outcome
from sharewell_office.adapters import clock
from sharewell_office.people import joining_forms as forms
from sharewell_office.people import services, store
from sharewell_office.people.models import User
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.once import Done, done, once

router = Router(tags=["people"])
Posts = body_of(forms.Posts)
Invited = body_of(forms.Invite)


class Me(Schema):
    person: str
    name: str
    roles: list[str]
    owns: list[str]


class PersonOut(Me):
    """`limits` are the posts held for some business areas only, each with those areas; any other is held for all."""

    limits: dict[str, list[str]]


@router.get("/me", response=Me)
def me(request: HttpRequest) -> Any:
    """The person this key or session acts for, with the posts and data sets that count today."""
    actor = request.actor  # type: ignore[attr-defined]
    return {
        "person": actor.person,
        "name": actor.name,
        "roles": sorted(actor.roles),
        "owns": sorted(actor.owns),
    }


@router.get("/people", response=list[PersonOut])
def people(request: HttpRequest) -> Any:
    """Our own people who may act, with what they do here."""
    return [_person(each) for each in store.everybody() if each.is_staff]


@router.post("/invitations", response={201: Done})
@once
def invite(request: HttpRequest, payload: Invited) -> Any:
    """Ask somebody in. The link goes to their address by letter and to nobody else: no answer holds it."""
    said = filled(forms.Invite, payload, areas=store.areas()).said()
    made = services.invite(**said, by=request.actor, at=clock.now(), by_letter=True)  # type: ignore[attr-defined]
    return done(Outcome(events=made.events, refusals=made.refusals), made.person)


@router.post("/people/{person}/posts", response={201: Done})
@once
def give_posts(request: HttpRequest, person: str, payload: Posts) -> Any:
    """Say what somebody does here: posts, business areas, and the data sets they answer for."""
    user = _ours(person)
    form = filled(forms.Posts, payload, areas=store.owners(), held=store.held(user))
    return done(services.give_posts(person, form.held(), by=request.actor, at=clock.now()), person)  # type: ignore[attr-defined]


@router.post("/people/{person}/leave", response={201: Done})
@once
def leave(request: HttpRequest, person: str) -> Any:
    """Somebody leaves now: they are signed out everywhere and act no more."""
    return done(services.leave(_ours(person).username, by=request.actor, at=clock.now()))  # type: ignore[attr-defined]


def _ours(person: str) -> User:
    found = store.here(person)
    if found is None or not found.is_staff:
        raise Http404
    return found


def _person(user: User) -> dict[str, Any]:
    held = store.held(user)
    return {
        "person": user.username,
        "name": user.name,
        "roles": sorted(held.posts),
        "owns": sorted(held.owns),
        "limits": {role.value: held.limited_to(role) for role in sorted(held.limited)},
    }
