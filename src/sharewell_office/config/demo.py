"""`sharewell demo`: the demonstration office, and who can sign in to it with what."""

from __future__ import annotations

import argparse
from typing import Any

from sharewell.cli.console import progress, say_json
from sharewell_office.config.office import bring_up_to_date, set_up

NAME = "demo"
SUMMARY = "Load the demonstration office, and list who can sign in with what."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--if-empty", action="store_true", help="load it only where nobody is registered yet")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Load the demonstration office once; a second time only lists the people."""
    set_up()
    from sharewell_office.people import demo as people
    from sharewell_office.people import store

    bring_up_to_date()
    if store.nobody_yet():
        progress("Loading the demonstration office …")
        load()
    elif not people.is_here():
        progress("This office has its own people; the demonstration is not loaded into it.")
        return 0 if args.if_empty else 1
    listed = people.listed()
    if args.json:
        say_json({"people": listed, "files": _files()})
    else:
        _say(listed)
    return 0


def load() -> None:
    """Everyone and everything of the demonstration, floor by floor."""
    from django.db import transaction

    from sharewell_office.adapters import clock
    from sharewell_office.assurance import demo as assurance
    from sharewell_office.decisions import demo as decisions
    from sharewell_office.people import demo as people
    from sharewell_office.register import demo as register
    from sharewell_office.register.dpia import demo as assessments

    at = clock.now()
    # All or nothing: a half-loaded office would look like somebody's real one.
    with transaction.atomic():
        for app in (people, register, assessments, assurance, decisions):
            app.load(at)


def _files() -> dict[str, str]:
    from sharewell_office.assurance.demo import SCRUTINY_REVIEW
    from sharewell_office.register import demo as register

    files = {name: str(register.folder() / name) for name in (*register.SAMPLE_FILES, SCRUTINY_REVIEW)}
    return files | {"recipient's age key": str(register.recipient_key_file())}


def _say(listed: list[dict[str, Any]]) -> None:
    print("\nWho can sign in (e-mail, password, and a code from an authenticator app or the secret):\n")
    for each in listed:
        print(f"  {each['name']:<18} {', '.join(each['roles']):<26} {each['email']}")
        print(f"  {'':<18} password {each['password']}   TOTP secret {each['totp_secret']}", end="   ")
        print(f"code now {each['code_now']}\n")
    print("Files to try:")
    for what, where in _files().items():
        print(f"  {what:<36} {where}")
    print()
