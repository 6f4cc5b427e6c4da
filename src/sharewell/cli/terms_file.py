"""The TERMS argument of `check` and `seal`: read, understood, and known by the digest of its bytes."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from sharewell.cli.console import Unusable
from sharewell.engine.beside import Beside
from sharewell.engine.documents import DocumentUnreadable, read_document
from sharewell.engine.unusable import FileUnusable
from sharewell.register.terms import Terms, TermsUnusable


def read_terms(path: Path) -> tuple[Terms, str]:
    """The terms in a file and the SHA-256 of that file. Raises `Unusable` naming the key and what was
    expected.
    """
    try:
        terms = Terms.parse(read_document(path))
        return terms, hashlib.sha256(path.read_bytes()).hexdigest()
    except (DocumentUnreadable, OSError) as problem:
        raise Unusable(str(problem)) from None
    except TermsUnusable as problem:
        raise terms_unusable(path, problem) from None


def terms_unusable(path: Path, problem: TermsUnusable) -> Unusable:
    return Unusable(f"{path.name}: {problem}")


def beside(args: argparse.Namespace, terms: Terms, *, key: bytes | None = None) -> Beside:
    """The files that terms and call name beside the file: those of the terms lie in the folder of the terms.

    Raises `Unusable` for one that is missing, and for earlier files where the terms set no limit to compare by.
    """
    asked = terms.disclosure
    if (args.prior or terms.prior) and (asked is None or asked.smallest_cell is None):
        said = "--prior" if args.prior else "prior"
        raise Unusable(f"{said}: {args.terms.name} sets no `disclosure.k` or `min_cell` to compare by")
    try:
        return Beside.of(terms, args.terms.parent, withheld=args.withhold, earlier=args.prior, key=key)
    except FileUnusable as problem:
        raise Unusable(str(problem)) from None
