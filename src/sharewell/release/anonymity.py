"""Data called anonymous: no declaration makes them so (UK GDPR recital 26).

A determination that something is out of scope says: nobody can be recognised in this. For a file of records that takes
quasi-identifiers with a k of 2 at least, an l of 2 at least wherever something is learned about the people in a class,
and somebody who looked with the eyes of a motivated intruder and signs for it: the person who clears the review, with
their reason, on the record. For a table of counts it takes the smallest cell that may be told.
"""

from __future__ import annotations

from collections.abc import Iterator

from sharewell.register.terms import Disclosure, Terms
from sharewell.release.checks import Severity
from sharewell.release.finding import Finding, found

LEAST = 2


def findings(terms: Terms) -> Iterator[Finding]:
    """What these terms lack for their data to be called anonymous; nothing under any other authority."""
    if terms.kind != "determination":
        return
    asked = terms.disclosure or Disclosure()
    if asked.count_field is not None:
        if (asked.smallest_cell or 0) < LEAST:
            yield _not_tested("the smallest cell that may be told (`min_cell`)")
        return
    if not asked.quasi_identifiers or (asked.k or 0) < LEAST:
        yield _not_tested(f"quasi-identifiers and a k of {LEAST} at least")
    if not asked.sensitive or (asked.l or 0) < LEAST:
        yield _not_tested(f"what is learned of people (`sensitive`) and an l of {LEAST} at least")
    yield found(
        "G07",
        "Records that are called anonymous leave on somebody's word that a motivated intruder would recognise nobody.",
        "Have a named person try with what an intruder could find, and clear this with what they tried.",
        severity=Severity.REVIEW,
    )


def _not_tested(what: str) -> Finding:
    return found(
        "G07",
        f"The data are called anonymous, and the terms do not ask for {what}.",
        "Write it into `disclosure`, so that the file is tested; no declaration makes data anonymous.",
    )
