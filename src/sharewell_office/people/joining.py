"""/people/: who is here, inviting, leaving; and /people/join/…, where somebody invited comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sharewell.policy.joining import WHO
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.confirming import confirmed
from sharewell_office.people import joining_forms as forms
from sharewell_office.people import services, store
from sharewell_office.people.access import staff_required

if TYPE_CHECKING:
    from sharewell_office.people.models import User


@staff_required
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everyone who may act, with their posts: the person to ask is most of what a reader needs."""
    return _people(request)


def _people(request: HttpRequest, **more: object) -> HttpResponse:
    rows = [(user, _holds(user)) for user in store.everybody()]
    may = bool(request.actor.roles & WHO)  # type: ignore[attr-defined]
    status = 409 if more.get("refusals") else 200
    return render(request, "people/people.html", {"rows": rows, "may": may, **more}, status=status)


def _holds(user: User) -> str:
    seen = store.visits(user)
    return f"Auditor from outside, sees {seen.says}" if seen else ", ".join(_posts_of(user))


def _posts_of(user: User) -> list[str]:
    """Their posts, each with the areas where it is not held for all of them, or the data sets it is over."""
    held = store.held(user)
    over = {
        role: held.limited_to(role) or sorted(held.owns if role is Role.OWNER else ()) for role in held.posts
    }
    named = ((role.label, ", ".join(over[role])) for role in sorted(held.posts))
    return [f"{label} ({of})" if of else label for label, of in named]


@staff_required
@confirmed
def invite(request: HttpRequest) -> HttpResponse:
    """Ask somebody in. The link is shown once, to whoever invites, to be given to that person and nobody else."""
    form = forms.Invite(request.POST or None, areas=store.areas())
    refusals = ()
    if request.method == "POST" and form.is_valid():
        made = services.invite(**form.said(), by=request.actor, at=clock.now())  # type: ignore[attr-defined]
        if made.token:
            link = request.build_absolute_uri(reverse("join", args=[made.token]))
            return render(request, "people/invited.html", {"link": link, "days": services.GOOD_FOR.days})
        refusals = made.refusals
    status = 409 if refusals else 200
    return render(request, "people/invite.html", {"form": form, "refusals": refusals}, status=status)


@staff_required
@confirmed
def leave(request: HttpRequest, username: str) -> HttpResponse:
    """Somebody leaves now, once it was asked whether: they are signed out everywhere and act no more."""
    person = store.here(username)
    if person is None:
        raise Http404
    if request.method != "POST":
        return render(request, "people/leave.html", {"person": person})
    outcome = services.leave(username, by=request.actor, at=clock.now())  # type: ignore[attr-defined]
    if not outcome.permitted:
        return _people(request, refusals=outcome.refusals)
    messages.success(request, "They were signed out everywhere and cannot sign in any more.")
    return redirect("people")


@staff_required
@confirmed
def reset(request: HttpRequest, username: str) -> HttpResponse:
    """Somebody lost their phone and their recovery codes: they set up another, once it was asked whether."""
    person = store.here(username)
    if person is None:
        raise Http404
    if request.method != "POST":
        return render(request, "people/reset.html", {"person": person})
    outcome = services.reset_factor(username, by=request.actor, at=clock.now())  # type: ignore[attr-defined]
    if not outcome.permitted:
        return _people(request, refusals=outcome.refusals)
    messages.success(request, f"{person.name} sets up a new second factor at the next sign-in.")
    return redirect("people")


@staff_required
@confirmed
def posts(request: HttpRequest, username: str) -> HttpResponse:
    """What somebody of ours does here: posts, business areas, and the data sets they answer for."""
    person = store.here(username)
    if person is None or not person.is_staff:
        raise Http404
    held, owners = store.held(person), store.owners()
    names = store.people_by_id(owners.values())
    areas = {area: names.get(owner, owner) for area, owner in owners.items()}
    form, refusals = forms.Posts(request.POST or None, areas=areas, held=held), ()
    if request.method == "POST" and form.is_valid():
        outcome = services.give_posts(username, form.held(), by=request.actor, at=clock.now())  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, f"It is on record what {person.name} does here.")
            return redirect("people")
        refusals = outcome.refusals
    page = {"person": person, "form": form, "refusals": refusals}
    return render(request, "people/posts.html", page, status=409 if refusals else 200)


@staff_required
@confirmed
def accounts(request: HttpRequest, username: str) -> HttpResponse:
    """Say that two accounts are one person's, or that they are not after all."""
    person = store.here(username)
    if person is None:
        raise Http404
    form = forms.SamePerson(request.POST or None, others=store.others_than(person))
    if request.method != "POST" or not ("part" in request.POST or form.is_valid()):
        joined = store.people_by_id(store.other_accounts(person))
        return render(request, "people/accounts.html", {"person": person, "form": form, "joined": joined})
    act = {"by": request.actor, "at": clock.now()}  # type: ignore[attr-defined]
    if "part" in request.POST:
        outcome = services.part_accounts(username, **act)
    else:
        outcome = services.join_accounts(username, of=form.cleaned_data["other"], **act)
    if not outcome.permitted:
        return _people(request, refusals=outcome.refusals)
    messages.success(request, f"It is on record whose account that of {person.name} is.")
    return redirect("people")


@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password. The second factor comes with the first sign-in."""
    invited = store.invitation(services.hash_of(token), clock.now())
    if invited is None:
        return render(request, "people/join_over.html", status=404)
    form = forms.ChoosePassword(request.POST or None)
    if request.method == "POST" and form.is_valid() and _strong(form, store.to_be(invited)):
        if services.accept(token, password=form.cleaned_data["password1"], at=clock.now()) is None:
            raise Http404
        messages.success(request, "Your password is set. Sign in with it to set up your second factor.")
        return redirect(settings.LOGIN_URL)
    return render(request, "people/join.html", {"form": form, "invited": invited})


def _strong(form: forms.ChoosePassword, person: User) -> bool:
    try:
        validate_password(form.cleaned_data["password1"], person)
    except ValidationError as no:
        form.add_error("password1", no)
    return form.is_valid()
