"""The manifest: what goes with a sealed file, for machines and for whoever asks later. It holds no value of
the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sharewell.register.method import METHODS, Method
from sharewell.register.terms import Terms
from sharewell.release.checks import BY_ID
from sharewell.release.outgoing import Quality

FORMAT = "sharewell-parcel/1"
NO_AUTHORITY = "none"
NOT_SAID = Quality()


def manifest(
    report: Mapping[str, Any],
    terms: Terms,
    *,
    on: date,
    sealed_on: date | None = None,
    recipients: Sequence[str],
    terms_name: str,
    rehearsal: bool = False,
    pseudonym_key: str | None = None,
    cleared: Sequence[str] = (),
    quality: Quality = NOT_SAID,
    method: Method | None = None,
) -> dict[str, Any]:
    """The manifest of a file that passed. `report` is `Report.as_dict()`, `terms_name` the file of the terms.

    Of a treated file it says nothing about the file before: with its digest, a recipient could try guesses of
    what was taken out. `on` is the day of release that it was judged for, `sealed_on` the day it is sealed, where that
    is another. `pseudonym_key` is the id of the key that pseudonyms were made with.

    `cleared` are the checks whose findings for review a named person cleared; who and why stays with the sender. What
    is said of the data's quality (DPA 2018 s.38) goes with them. `method` is with what it is sealed, where that is not
    what the terms say.

    A rehearsal carries `authority: none`, whatever its terms claim: nobody vouched for them. Raises
    `NothingWasPermitted` for a report that does not pass, unless all it left to a person is cleared.
    """
    for_review = {finding["check"] for finding in report["findings"] if finding["severity"] == "review"}
    if report["decision"] == "refuse" or not for_review.issubset(cleared):
        raise NothingWasPermitted(report["decision"])
    leaving = report["treated"] or report["file"]
    return {
        "format": FORMAT,
        "authority": NO_AUTHORITY if rehearsal else terms.reference,
        "authority_kind": None if rehearsal else terms.kind,
        "recipient": terms.recipient,
        "recipient_keys": list(recipients),
        "sealed_with": _sealed_with(method or terms.sealed_with),
        "released_on": on.isoformat(),
        "sealed_on": (sealed_on or on).isoformat(),
        # Of a file that passed every header is a declared one, and is shown in the profile as it stands.
        "file": {
            "name": leaving_name(report["file"]["name"]) if report["treated"] else report["file"]["name"],
            "sha256": leaving["sha256"],
            "rows": leaving["rows"],
            "columns": [column["field"] for column in report["profile"]],
        },
        "treatments": [treatment.document() for treatment in terms.treatments],
        "pseudonym_key": pseudonym_key,
        "terms": {
            "name": terms_name,
            "sha256": report["terms_sha256"],
            "issued": terms.issued.isoformat() if terms.issued else None,
            "expires": terms.expires.isoformat() if terms.expires else None,
        },
        # Two parcels of one decision would both say so, and name the export they were sealed under.
        "one_off": terms.kind == "decision",
        "standard_terms": terms.standard_terms,
        "retention": str(terms.retention) if terms.retention else None,
        "destroy_by": terms.destroy_by.isoformat() if terms.destroy_by else None,
        "checks": [_checked(each, cleared) for each in report["checks"]],
        "accuracy": quality.accuracy or None,
        "person_categories": list(quality.categories),
        "engine": dict(report["engine"]),
    }


def _sealed_with(method: Method) -> dict[str, str]:
    return {"method": method.value, "algorithm": METHODS[method].algorithm}


def _checked(each: Mapping[str, Any], cleared: Sequence[str]) -> dict[str, Any]:
    by_a_person = {"cleared": True} if each["result"] == "review" and each["check"] in cleared else {}
    return {**each, "code": BY_ID[each["check"]].code, **by_a_person}


def leaving_name(name: str) -> str:
    """What a treated file is called: a Parquet file stays one, any other leaves as CSV."""
    stem, dot, suffix = name.rpartition(".")
    return name if suffix.lower() == "parquet" else f"{stem if dot else name}.csv"


class NothingWasPermitted(Exception):
    """A manifest was asked for a file that the gate did not pass: a defect of the caller."""
