"""Wake the office up for a command: settings, then Django, then the database as this version wants it."""

from __future__ import annotations

import os

import django

from sharewell.cli.console import Unusable
from sharewell_office.config.environment import SettingUnreadable


def set_up() -> None:
    """Load Django once; a command calls it before it imports anything of the office that holds models.

    Raises `Unusable` where the settings or the folder of the office cannot be used.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharewell_office.config.settings")
    try:
        django.setup()
    except SettingUnreadable as problem:
        raise Unusable(str(problem)) from None
    except OSError as problem:
        home = os.environ.get("SHAREWELL_HOME", "var")
        why = (problem.strerror or "cannot be used").lower()
        raise Unusable(f"SHAREWELL_HOME is {home}, and that folder cannot be used: {why}") from None


def bring_up_to_date() -> None:
    """Give the database the tables of this version. Raises `Unusable` where there is no database to be had."""
    from django.core.management import call_command
    from django.db import OperationalError

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as problem:
        raise Unusable(f"the database cannot be opened: {reason_of(problem)}") from None


def reason_of(problem: Exception) -> str:
    """What a database or the machine says of a failure, in its first line. For who runs the office, not for a log."""
    said = str(problem).strip().splitlines()
    return said[0] if said else type(problem).__name__
