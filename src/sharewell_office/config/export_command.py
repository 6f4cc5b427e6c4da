"""`sharewell export KIND`: what others may take away and build on, in the columns it is imported in."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sharewell.cli.console import Unusable, progress
from sharewell_office.config.office import bring_up_to_date, set_up

if TYPE_CHECKING:
    from sharewell.register.agreement import Agreement

NAME = "export"
SUMMARY = "Write out a register, or the signed terms of an agreement or decision."
KINDS = (
    "register",
    "assets",
    "dpias",
    "activity-log",
    "organisations",
    "people",
    "actions",
    "teams",
    "public-register",
    "terms",
)
FORMATS = ("csv", "xlsx", "json", "jsonld", "odcs")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", choices=KINDS, help=", ".join(KINDS))
    parser.add_argument(
        "reference",
        metavar="REFERENCE",
        nargs="?",
        help="terms, jsonld and odcs: ISA-2026-0001 or DSR-2026-0001",
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="csv", help="csv (default), xlsx, json, jsonld or odcs"
    )
    parser.add_argument(
        "--beside",
        type=Path,
        metavar="FOLDER",
        help="terms: the folder of the lists that they name (default: .)",
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write to FILE instead of standard output")


def run(args: argparse.Namespace) -> int:
    """Exit 0 when written, 1 when there is no live authority to export, 2 when the call cannot be used."""
    set_up()
    from sharewell_office.register import exporting

    bring_up_to_date()
    if args.kind == "terms":
        return _terms(args)
    if args.format in _FOR_MACHINES:
        return _machines(args)
    write = _WRITE[args.format]
    if args.reference:
        raise Unusable(f"export {args.kind} --format {args.format} takes no reference")
    if own := _OWN.get(args.kind):
        columns, rows = own()
    else:
        columns, rows = exporting.COLUMNS[args.kind], exporting.rows(args.kind)
    if args.kind == "activity-log":
        columns, rows = _whole_log(columns, rows)
    _write(args.out, write(args.kind, columns, rows))
    return 0


def _actions() -> tuple[tuple[str, ...], Iterator[list[str]]]:
    """Every action of every review."""
    from sharewell.exchange.actions_sheet import ACTIONS, cells_of
    from sharewell_office.assurance.actions import store

    return ACTIONS.names, chain.from_iterable(map(cells_of, store.all_reviews()))


def _teams() -> tuple[tuple[str, ...], Iterator[list[str]]]:
    """Every team with who answers for it and who stands above it, people by their usernames."""
    from sharewell.exchange.teams_sheet import TEAMS, cells_of
    from sharewell_office.assurance.survey import store

    return TEAMS.names, cells_of(iter(store.standing_teams()))


def _public_register() -> tuple[tuple[str, ...], Iterator[list[str]]]:
    """What the public may read, in the columns of the public DEA register."""
    from sharewell.exchange.public_register import COLUMNS
    from sharewell_office.people.store import command_line
    from sharewell_office.register.services.seeing import export_public

    rows = export_public(by=command_line())
    return COLUMNS, ([row[column] for column in COLUMNS] for row in rows)


_OWN = {"actions": _actions, "teams": _teams, "public-register": _public_register}


def _whole_log(
    columns: tuple[str, ...], kept_before: Iterator[list[str]]
) -> tuple[tuple[str, ...], Iterator[list[str]]]:
    """Our own requests and the log kept before us, without what only we count (when it reached us, how long it took).

    The last column is not imported again: whether the person may be told is for our own record to say.
    """
    from sharewell.policy.seeing import EVERYTHING
    from sharewell_office.decisions.activity import lines, search

    ours = (lines.cells(line) for line in search.find(EVERYTHING).in_order())
    rows = chain(
        ([*cells[: len(columns)], cells[-1]] for cells in ours), ([*cells, ""] for cells in kept_before)
    )
    return (*columns, lines.COLUMNS[-1]), rows


# --- forms ------------------------------------------------------------------------------------------------------------
def _csv(kind: str, columns: tuple[str, ...], rows: Iterator[list[str]]) -> Iterator[bytes]:
    from sharewell_office.adapters.spreadsheets import as_csv

    return (line.encode() for line in as_csv(columns, rows))


def _xlsx(kind: str, columns: tuple[str, ...], rows: Iterator[list[str]]) -> Iterator[bytes]:
    from sharewell_office.adapters.spreadsheets import as_workbook

    yield as_workbook(kind, columns, rows)


def _json(kind: str, columns: tuple[str, ...], rows: Iterator[list[str]]) -> Iterator[bytes]:
    """A list of rows, each a mapping of our columns: written one by one, however many there are."""
    before = "[\n"
    for row in rows:
        yield (before + json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)).encode()
        before = ",\n"
    yield b"\n]\n" if before != "[\n" else b"[]\n"


_WRITE: dict[str, Callable[[str, tuple[str, ...], Iterator[list[str]]], Iterator[bytes]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
}


def _machines(args: argparse.Namespace) -> int:
    """Agreements as linked data (one graph), or as data contracts (one YAML document each)."""
    from sharewell_office.register import store

    if args.kind != "register":
        raise Unusable(f"export {args.kind} --format {args.format}: only the register has that form")
    if args.reference and store.row(args.reference) is None:
        raise Unusable(f"there is no agreement {args.reference}")
    _write(args.out, _FOR_MACHINES[args.format](store.agreements(args.reference or "")))
    return 0


def _jsonld(agreements: Iterator[Agreement]) -> Iterator[bytes]:
    from sharewell.exchange.linked_data import document

    yield (json.dumps(document(agreements), ensure_ascii=False, indent=1) + "\n").encode()


def _odcs(agreements: Iterator[Agreement]) -> Iterator[bytes]:
    from ruamel.yaml import YAML

    from sharewell.exchange.data_contract import contract

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.explicit_start = True
    for each in agreements:
        document = io.BytesIO()
        yaml.dump(json.loads(json.dumps(contract(each))), document)
        yield document.getvalue()


_FOR_MACHINES = {"jsonld": _jsonld, "odcs": _odcs}


def _terms(args: argparse.Namespace) -> int:
    from sharewell_office.release import terms_export

    if not args.reference:
        raise Unusable("export terms needs a reference, such as ISA-2026-0001")
    try:
        exported = terms_export.signed_terms(args.reference, beside=args.beside)
    except OSError as problem:
        missing = Path(problem.filename or "").name
        raise Unusable(f"{missing}: the terms name it, and it is not in the folder --beside") from None
    if isinstance(exported, str):
        _write(args.out, iter([exported.encode()]))
        return 0
    for refusal in exported:
        print(f"{refusal.reason} {refusal.remedy} ({refusal.rule.citation})", file=sys.stderr)
    return 1


def _write(path: Path | None, pieces: Iterator[bytes]) -> None:
    """All of it or nothing: a file that was begun and not finished would be taken for the whole."""
    from sharewell_office.desk.silence import heard

    pieces = heard(pieces, progress)
    if path is None:
        _to(sys.stdout.buffer, pieces)
        return
    begun = path.with_name(f".{path.name}.part")
    try:
        with begun.open("wb") as file:
            _to(file, pieces)
        begun.replace(path)
    except OSError as problem:
        begun.unlink(missing_ok=True)
        raise Unusable(f"{path.name}: {(problem.strerror or 'cannot be written').lower()}") from None


def _to(file: Any, pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        file.write(piece)
    file.flush()
