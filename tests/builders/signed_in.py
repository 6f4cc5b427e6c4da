"""A browser in which somebody has just signed in."""

from __future__ import annotations

import time
from typing import Any

from django.test import Client


def signed_in_now(user: Any, browser: Client | None = None, *, minutes_ago: float = 0) -> Client:
    """Signed in without the pages for it, with the proof that signing in leaves in the session."""
    browser = browser or Client()
    browser.force_login(user)
    session = browser.session
    at = time.time() - minutes_ago * 60
    session["account_authentication_methods"] = [
        {"method": "password", "at": at},
        {"method": "mfa", "at": at},
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return browser


def is_signed_in(browser: Client) -> bool:
    """Whether somebody is signed in there."""
    return "_auth_user_id" in browser.session
