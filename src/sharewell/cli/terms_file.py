"""The TERMS argument of `check` and `seal`: read, understood, and known by the digest of its bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sharewell.cli.console import Unusable
from sharewell.engine.documents import DocumentUnreadable, read_document
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


def refuse_what_is_not_carried_out(path: Path, terms: Terms) -> None:
    """Terms that ask for treatments ask for something nobody does yet: say so, rather than judge another
    file.
    """
    if terms.treatments:
        raise Unusable(
            f"{path.name}: treatments: not carried out yet; treat the file first and leave the key out"
        )
