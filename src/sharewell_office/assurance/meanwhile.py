"""Two who change the same thing at once: one does, and the other is told and looks again. Nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

View = Callable[..., HttpResponse]


def looks_again(at: str, *overtaken: type[Exception]) -> Callable[[View], View]:
    """Lead whoever was overtaken to the page `at` of the same reference, where it stands as it is now.

    `overtaken` is what the room's store raises then; two new rows of one number are `IntegrityError` everywhere.
    """

    def looking(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, reference: str, *args: Any, **given: Any) -> HttpResponse:
            try:
                return view(request, reference, *args, **given)
            except (IntegrityError, *overtaken):
                messages.warning(request, "Somebody else changed this a moment ago. Look again, then go on.")
                return redirect(at, reference)

        return kept

    return looking
