"""An agreement's whole story on one page: its editions and papers, what left under it, everything that happened."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sharewell.release.meter import measure
from sharewell_office.adapters import clock
from sharewell_office.aftercare.retention import store as copies
from sharewell_office.ledger import store as ledger
from sharewell_office.people.access import staff_required
from sharewell_office.register import store as register
from sharewell_office.register.store import assessments
from sharewell_office.release import store as releases

MOST_RELEASES = 200
MOST_ENTRIES = 500


@staff_required
@require_GET
def story(request: HttpRequest, reference: str) -> HttpResponse:
    """From the draft to the last certificate: what an auditor asks for, and what is printed."""
    row = register.row(reference)
    if row is None:
        raise Http404
    editions = register.editions(reference)
    names = [each.reference for each in editions]
    papers = [paper for name in names for paper in assessments.all_about(name)]
    left = list(releases.under_any(names)[:MOST_RELEASES])
    held = {each.reference: each for each in copies.of_releases([each.reference for each in left])}
    about = [*names, *(paper.reference for paper in papers), *(each.reference for each in left)]
    found = register.to_core(row)
    agreed = [each.name for each in found.schedule.fields]
    context = {
        "row": row,
        "agreement": found,
        "editions": editions,
        "papers": papers,
        "releases": [(each, held.get(each.reference)) for each in left],
        "incidents": register.incidents(found.recipient) if found.recipient else (),
        "meter": measure(agreed, [_profile(each) for each in left if each.status == "sealed"]),
        "entries": [each.told() for each in ledger.entries_of(about, limit=MOST_ENTRIES)],
        "today": clock.today(),
    }
    return render(request, "desk/story.html", context)


def _profile(release: Any) -> dict[str, float]:
    """What a release held: for each field the share of its rows that were filled."""
    report = release.report
    rows = report.get("file", {}).get("rows") or 0
    return {each["field"]: each["filled"] / rows for each in report.get("profile", ()) if rows}
