"""Your API keys: make one, see it once, end it."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sharewell_office.adapters import clock
from sharewell_office.adapters.confirming import recently
from sharewell_office.people.access import staff_required
from sharewell_office.people.programs import forms, services, store


@staff_required
@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The list, and the form that makes one. A new key is in the answer to that form, and nowhere else ever."""
    # A key acts for a year and is asked for no proof again: so whoever makes one gives it now.
    if request.method == "POST" and not recently(request):
        raise ReauthenticationRequired
    form, made = forms.MakeKey(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        user: Any = request.user
        made = services.make_key(user, **form.given())  # type: ignore[arg-type]
        form = forms.MakeKey()
    context = {
        "form": form,
        "made": made,
        "keys": store.keys_of(request.user),  # type: ignore[arg-type]
        "today": clock.today(),
    }
    return render(request, "people/programs/keys.html", context)


@staff_required
@require_POST
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """End one of your own keys."""
    user: Any = request.user
    key = store.key_of(user, reference)
    if key is None:
        raise Http404
    services.end_key(key, by=user)
    messages.success(request, "The key is ended. A program that still uses it is turned away.")
    return redirect("api_keys")
