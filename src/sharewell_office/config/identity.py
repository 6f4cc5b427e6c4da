"""Signing in through an organisation, as the environment says it."""

from __future__ import annotations

import os
import re
from typing import Any

from sharewell.policy.posts import LIMITABLE
from sharewell.vocabulary.people import Role
from sharewell_office.config.environment import SettingUnreadable

_AREA = re.compile(r"[a-z0-9-]{1,64}")


def providers() -> dict[str, Any]:
    """allauth's setting for the one provider, or for none. Raises `SettingUnreadable` where half of it is there."""
    names = ("SHAREWELL_OIDC_ISSUER", "SHAREWELL_OIDC_CLIENT", "SHAREWELL_OIDC_SECRET")
    issuer, client, secret = (os.environ.get(name, "") for name in names)
    if not any((issuer, client, secret)):
        return {}
    if not all((issuer, client, secret)):
        raise SettingUnreadable(f"{', '.join(names)}: set all three, or none")
    app = {
        "provider_id": "organisation",
        "name": os.environ.get("SHAREWELL_OIDC_NAME") or "your organisation",
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def groups() -> dict[str, tuple[Role, str]]:
    """Which post each group of the directory stands for, and for which business area ("": none is said).

    Raises `SettingUnreadable`.
    """
    pairs = [pair.strip() for pair in os.environ.get("SHAREWELL_OIDC_GROUPS", "").split(",") if pair.strip()]
    return dict(_group(pair) for pair in pairs)


def _group(pair: str) -> tuple[str, tuple[Role, str]]:
    group, equals, given = pair.rpartition("=")
    post, limited, area = given.partition("@")
    # A recipient belongs to another organisation: no group of ours makes one.
    if not (group and equals and post in set(Role) - {Role.RECIPIENT}):
        raise SettingUnreadable(
            "SHAREWELL_OIDC_GROUPS: expected pairs such as GROUP=ro.handler, with commas between"
        )
    if limited and not (Role(post) in LIMITABLE and _AREA.fullmatch(area)):
        raise SettingUnreadable(
            f"SHAREWELL_OIDC_GROUPS: {post}@…: expected a data set such as home-visits, and a post that may be "
            f"limited: {', '.join(LIMITABLE)}"
        )
    return group, (Role(post), area)
