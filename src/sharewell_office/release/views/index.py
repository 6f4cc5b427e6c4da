"""The page of the differencing index: what is kept, for what, by whose authority, and until when."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sharewell.engine.footprint import key_id
from sharewell.register.asset import Asset
from sharewell.vocabulary.people import Role
from sharewell_office.people import store as people
from sharewell_office.people.access import role_required, staff_required
from sharewell_office.register import store as register
from sharewell_office.release import forms, keys, services, store
from sharewell_office.release.models import Footprint


@staff_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Everything that is remembered of files that left."""
    return _page(request)


@role_required(Role.DPO)
@require_POST
def purpose(request: HttpRequest, data_set: str) -> HttpResponse:
    """Under which entry and which DPIA it is kept."""
    if register.asset(data_set) is None:
        raise Http404
    form = forms.IndexPurpose(request.POST, prefix=data_set)
    if not form.is_valid():
        return _page(request, wrong=form, status=400)
    services.note_purpose(data_set, by=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
    messages.success(request, "Noted.")
    return redirect("release:index")


@role_required(Role.DPO)
@require_POST
def change_key(request: HttpRequest) -> HttpResponse:
    """Another key from now on."""
    services.change_key(by=request.actor)  # type: ignore[attr-defined]
    messages.success(
        request, "The key was destroyed. Files that leave from now on are compared by another one."
    )
    return redirect("release:index")


def _page(request: HttpRequest, *, wrong: Any = None, status: int = 200) -> HttpResponse:
    kept: dict[str, list[Footprint]] = defaultdict(list)
    for each in store.every_footprint():
        kept[each.data_set].append(each)
    purposes, is_dpo = store.index_purposes(), request.actor.has(Role.DPO)  # type: ignore[attr-defined]
    names = people.people_by_id([asset.owner for asset in register.assets()])

    def section(asset: Asset) -> dict[str, Any]:
        noted = purposes.get(asset.data_set)
        form = forms.IndexPurpose(
            prefix=asset.data_set, initial={"ropa": noted.ropa, "dpia": noted.dpia} if noted else None
        )
        mine = wrong is not None and wrong.prefix == asset.data_set
        return {
            "asset": asset,
            "owner": names.get(asset.owner, asset.owner),
            "purpose": noted,
            "kept": kept[asset.data_set],
            "form": (wrong if mine else form) if is_dpo else None,
        }

    context = {
        "sections": [section(asset) for asset in register.assets()],
        "key": key_id(keys.index_key()),
        "count": sum(map(len, kept.values())),
        "is_dpo": is_dpo,
        "form": wrong,
    }
    return render(request, "release/index.html", context, status=status)
