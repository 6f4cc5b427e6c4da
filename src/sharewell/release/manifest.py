"""The manifest: what goes with a sealed file, for machines and for whoever asks later. It holds no value of
the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sharewell.register.terms import Terms
from sharewell.release.checks import BY_ID

FORMAT = "sharewell-parcel/1"
NO_AUTHORITY = "none"


def manifest(
    report: Mapping[str, Any],
    terms: Terms,
    *,
    on: date,
    recipients: Sequence[str],
    terms_name: str,
    rehearsal: bool = False,
) -> dict[str, Any]:
    """The manifest of a file that passed. `report` is `Report.as_dict()`, `terms_name` the file of the terms.

    A rehearsal carries `authority: none`, whatever its terms claim: nobody vouched for them. Raises
    `NothingWasPermitted` for a report that does not pass.
    """
    if report["decision"] != "pass":
        raise NothingWasPermitted(report["decision"])
    return {
        "format": FORMAT,
        "authority": NO_AUTHORITY if rehearsal else terms.reference,
        "authority_kind": None if rehearsal else terms.kind,
        "recipient": terms.recipient,
        "recipient_keys": list(recipients),
        "released_on": on.isoformat(),
        # Of a file that passed every header is a declared one, and is shown in the profile as it stands.
        "file": {
            "name": report["file"]["name"],
            "sha256": report["file"]["sha256"],
            "rows": report["file"]["rows"],
            "columns": [column["field"] for column in report["profile"]],
        },
        "terms": {"name": terms_name, "sha256": report["terms_sha256"]},
        "standard_terms": terms.standard_terms,
        "retention": str(terms.retention) if terms.retention else None,
        "destroy_by": terms.destroy_by.isoformat() if terms.destroy_by else None,
        "checks": [{**each, "code": BY_ID[each["check"]].code} for each in report["checks"]],
        "engine": dict(report["engine"]),
    }


class NothingWasPermitted(Exception):
    """A manifest was asked for a file that the gate did not pass: a defect of the caller."""
