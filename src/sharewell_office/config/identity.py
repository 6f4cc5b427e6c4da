"""Signing in through an organisation, as the environment says it."""

from __future__ import annotations

import os
from typing import Any

from sharewell.vocabulary.people import Role
from sharewell_office.config.environment import SettingUnreadable


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


def groups() -> dict[str, Role]:
    """Which post each group of the directory stands for. Raises `SettingUnreadable`."""
    pairs = [pair.strip() for pair in os.environ.get("SHAREWELL_OIDC_GROUPS", "").split(",") if pair.strip()]
    return dict(_group(pair) for pair in pairs)


def _group(pair: str) -> tuple[str, Role]:
    group, equals, post = pair.rpartition("=")
    # A recipient belongs to another organisation: no group of ours makes one.
    if not (group and equals and post in set(Role) - {Role.RECIPIENT}):
        raise SettingUnreadable(
            "SHAREWELL_OIDC_GROUPS: expected pairs such as GROUP=ro.handler, with commas between"
        )
    return group, Role(post)
