"""What the pages of an assessment share: the one they are about, the law of today, and the page of a form."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from sharewell.policy.law import law_on
from sharewell.policy.law.record import Law
from sharewell.register.dpia.record import Dpia
from sharewell_office.adapters import clock
from sharewell_office.register import store as register
from sharewell_office.register.dpia import services

asked_and_answered = require_http_methods(["GET", "POST"])


def read(reference: str) -> Dpia:
    try:
        return services.read(reference)
    except services.NoSuchAssessment:
        raise Http404 from None


def law() -> Law:
    return law_on(clock.today())


def data_sets() -> dict[str, str]:
    return {asset.data_set: asset.title for asset in register.assets()}


def form_page(request: HttpRequest, found: Dpia, form: Any, *, refusals: Any, **shown: Any) -> HttpResponse:
    status = 403 if refusals else 400 if request.method == "POST" else 200
    context = {"dpia": found, "form": form, "refusals": refusals, **shown}
    return render(request, "register/dpia/page.html", context, status=status)
