"""The demonstration office's people, and the secrets they sign in with (made once for each installation)."""

from __future__ import annotations

import json
import os
import secrets
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings

from sharewell.vocabulary.people import Role
from sharewell_office.people import store

# username: name, posts, data sets, party
PEOPLE = {
    "h1": ("Hana Ito", (Role.HANDLER,), (), ""),
    "h2": ("Huw Parry", (Role.HANDLER,), (), ""),
    "o1": ("Olive Mensah", (Role.OWNER,), ("complaints",), ""),
    "o2": ("Oskar Lind", (Role.OWNER,), ("home-visits",), ""),
    "d1": ("Dilys Okafor", (Role.DPO,), (), ""),
    "c1": ("Cora Whitlam", (Role.CHIEF_EXECUTIVE, Role.COMMUNICATIONS), (), ""),
    "a1": ("Anil Ferris", (Role.AUDITOR,), (), ""),
    "k1": ("Kit Norwood", (Role.REGISTER_KEEPER,), (), ""),
    "r1": ("Rhea Castell", (Role.RECIPIENT,), (), "ORG-0001"),
}
WORDS = (
    "amber", "birch", "cedar", "delta", "ember", "flint", "grove", "heron", "islet", "jetty", "kelp", "linen",
    "maple", "north", "otter", "pearl", "quartz", "river", "sable", "tidal", "umber", "vivid", "willow", "yarrow",
)  # fmt: skip


def load(at: datetime) -> None:
    """Make the people, and keep what they sign in with in SHAREWELL_HOME/demo.json (mode 0600)."""
    kept = []
    for username, (name, roles, owns, party) in PEOPLE.items():
        password, secret = _password(), generate_totp_secret()
        user = store.add(
            username,
            email=f"{name.split()[0].lower()}@{'council.' if party else ''}northshire.example",
            name=name,
            password=password,
            roles=roles,
            owns=owns,
            trained_until=None if party else at.date() + timedelta(days=300),
            party_reference=party,
        )
        TOTP.activate(user, secret)
        kept.append({"username": username, "password": password, "totp_secret": secret})
    path = _file()
    with os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
        json.dump(kept, file, indent=2)


def is_here() -> bool:
    """Whether this installation holds the demonstration office."""
    return _file().exists()


def listed() -> list[dict[str, Any]]:
    """Everyone who can sign in, with what: name, e-mail, posts, password, TOTP secret and the code of this moment."""
    return [_card(each) for each in json.loads(_file().read_text())]


def _card(kept: dict[str, str]) -> dict[str, Any]:
    name, roles, _, party = PEOPLE[kept["username"]]
    return {
        "username": kept["username"],
        "name": name,
        "email": f"{name.split()[0].lower()}@{'council.' if party else ''}northshire.example",
        "roles": [role.label for role in roles],
        "password": kept["password"],
        "totp_secret": kept["totp_secret"],
        "code_now": code_now(kept["totp_secret"]),
    }


def code_now(secret: str) -> str:
    """The one-time code an authenticator app shows now for this secret."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def _password() -> str:
    return "-".join(secrets.choice(WORDS) for _ in range(4)) + f"-{secrets.randbelow(90) + 10}"


def _file() -> Path:
    return Path(settings.SHAREWELL_HOME) / "demo.json"
