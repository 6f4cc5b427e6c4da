"""Wake the office up for a command: settings, then Django."""

from __future__ import annotations

import os

import django


def set_up() -> None:
    """Load Django once; a command calls it before it imports anything of the office that holds models."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharewell_office.config.settings")
    django.setup()
