"""The component page, and the page for a form that was open too long. Other error pages need no view."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sharewell_office.design import showcase


def components(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for whoever builds or checks a screen. Not for recipients."""
    if not (settings.DEBUG or getattr(request.user, "is_staff", False)):
        raise Http404
    form = showcase.EveryField(request.POST or None, request.FILES or None)
    return render(request, "design/showcase.html", {"form": form, **showcase.samples(request)})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's `CSRF_FAILURE_VIEW`: says what to do, and nothing of the reason."""
    return render(request, "403_csrf.html", status=403)
