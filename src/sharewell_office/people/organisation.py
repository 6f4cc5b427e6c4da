"""Signing in through one's own organisation (OpenID Connect, as Microsoft Entra ID speaks it), and posts by its groups.

The organisation says who somebody is; the office says who may come in. Nobody gets an account this way: only who was
invited is let in, found by the address that the directory gives, and from then on by the directory's id for them. A
second factor of ours is asked for all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render

from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.people import services, store

if TYPE_CHECKING:
    from sharewell_office.people.models import User


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Whom the organisation vouches for, matched with whom the office invited."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the person, and bring their posts into line with their groups. Raises the page that says no."""
        said = _said(sociallogin.account.extra_data)
        person = sociallogin.user if sociallogin.is_existing else _by_address(said)
        if person is None or not person.is_active:
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", status=403))
        if not sociallogin.is_existing:
            sociallogin.connect(request, person)
        # Posts of ours are for our own people, whatever group somebody from outside is in.
        if settings.SHAREWELL_OIDC_GROUPS and person.is_staff:
            services.posts_by_groups(person.username, _posts(said), at=clock.now())


def _by_address(said: dict[str, Any]) -> User | None:
    """Who was invited under the address that the directory gives, once.

    An address passes from one person to another, and may be anybody's word: whoever is known by a directory's id
    already is found by that alone, and an address that the directory has not verified finds nobody.
    """
    person = store.by_email(said.get("email") or "") if said.get("email_verified") is not False else None
    return None if person is None or store.known_to_a_directory(person) else person


def _said(data: dict[str, Any]) -> dict[str, Any]:
    """The claims, of the token and of the directory."""
    return {**(data.get("id_token") or {}), **(data.get("userinfo") or {})}


def _posts(said: dict[str, Any]) -> frozenset[tuple[Role, str]]:
    """The posts that the groups of the claim stand for, each with its area. Entra names groups by their object ids."""
    groups = said.get("groups")
    mine = {each for each in groups if isinstance(each, str)} if isinstance(groups, list) else set()
    return frozenset(post for group, post in settings.SHAREWELL_OIDC_GROUPS.items() if group in mine)
