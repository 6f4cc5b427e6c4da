"""What Sharewell does by itself, and whether it did."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sharewell_office.adapters import clock
from sharewell_office.adapters.jobs import standings
from sharewell_office.people.access import staff_required


@staff_required
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """Every job: how often, when it last ran, and what it said."""
    found = standings(clock.now())
    return render(request, "desk/jobs.html", {"jobs": found, "late": any(each.late for each in found)})
