"""`sharewell change-key`: the record is signed by another key from now on; the old one announces it."""

from __future__ import annotations

import argparse

from sharewell.cli.console import Unusable, progress, say_json
from sharewell_office.config.office import bring_up_to_date, set_up

NAME = "change-key"
SUMMARY = "Sign the record with another key from now on."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """0 when the new key signs, 1 where the record does not go on from what was signed: then nothing is changed."""
    set_up()
    from sharewell_office.adapters import clock
    from sharewell_office.ledger import services

    bring_up_to_date()
    try:
        services.must_continue_what_was_signed()
        before, after = services.change_key(by="system", at=clock.now())
    except services.LedgerForked as forked:
        progress(f"The record was changed: {forked}. The key stays as it is.")
        return 1
    except OSError as problem:
        raise Unusable(
            f"the key cannot be changed: {(problem.strerror or 'cannot be written').lower()}"
        ) from None
    if args.json:
        say_json({"before": before, "after": after})
    else:
        print(f"Signed by {after} from now on.")
        print(
            f"Give it to everybody who holds the old one, {before}: evidence they have still verifies with that."
        )
        print("Put the old key, beside the new one under its id, away: nothing needs it any more.")
    return 0
