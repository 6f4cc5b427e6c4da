"""Settings as the environment gives them: words, until somebody has read them."""

from __future__ import annotations

import os


class SettingUnreadable(Exception):
    """A variable of the environment is set, and cannot be what it should be. Says which and what was expected."""


def whole_number(name: str, default: int) -> int:
    """The variable as a whole number, 1 or more. Raises `SettingUnreadable`."""
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10**6):
        raise SettingUnreadable(f"{name}: expected a whole number such as {default}")
    return int(text)
