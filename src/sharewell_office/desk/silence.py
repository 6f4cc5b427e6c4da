"""Every page of a case about which the person must not be told says so: to staff, and to the recipient.

One place for all of them: whatever page has the reference of such a case in its address, now or in a year.
"""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest

from sharewell_office.adapters import clock
from sharewell_office.aftercare.incidents import store as incidents
from sharewell_office.release.telling import Silence, silence

# A request, a release (and the copy that it left), an incident: what an exemption from telling can lie over.
_REFERENCE = re.compile(r"/((?:DSR|REL|INC)-\d{4}-\d{4,})(?:/|$)")


def warning(request: HttpRequest) -> dict[str, Any]:
    """`do_not_tell` for the template that every page extends: a `Silence`, or None."""
    found = _REFERENCE.search(request.path)
    user = getattr(request, "user", None)
    if found is None or user is None or not user.is_authenticated:
        return {"do_not_tell": None}
    return {"do_not_tell": of(found[1])}


def of(reference: str) -> Silence | None:
    """The silence over a request, a release, a copy, or over what an incident was about."""
    if reference.startswith("INC-"):
        row = incidents.row(reference)
        reference = row.release if row else ""
    return silence(reference, clock.today())
