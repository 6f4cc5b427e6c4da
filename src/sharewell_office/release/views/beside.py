"""Pages of what lies beside files: the lists that terms name, and the people whose data are withheld."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sharewell.engine.unusable import FileUnusable
from sharewell.register.authority import Authority
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.people import store as people
from sharewell_office.people.access import role_required
from sharewell_office.people.seeing import viewer
from sharewell_office.register import store as register
from sharewell_office.release import forms, services, store
from sharewell_office.release.services import lists as withholding
from sharewell_office.release.services.lists import MAY_WITHHOLD


# --- lists that terms name --------------------------------------------------------------------------------------------
@role_required(Role.HANDLER, Role.OWNER)
@require_GET
def lists(request: HttpRequest, authority: str) -> HttpResponse:
    """The lists that the terms of one authority name, and which of them are here."""
    return _lists_page(request, _authority(authority))


@role_required(Role.HANDLER, Role.OWNER)
@require_POST
def keep_list(request: HttpRequest, authority: str, name: str) -> HttpResponse:
    """Keep one list."""
    known, form = _authority(authority), forms.ListUpload(request.POST, request.FILES, prefix=name)
    if not form.is_valid():
        return _lists_page(request, known, wrong=form, status=400)
    try:
        outcome = services.keep_list(
            form.cleaned_data["file"],
            authority=known,
            name=name,
            by=request.actor,  # type: ignore[attr-defined]
        )
    except FileUnusable as problem:
        form.add_error("file", str(problem))
        return _lists_page(request, known, wrong=form, status=400)
    if not outcome.permitted:
        return _lists_page(request, known, refusals=outcome.refusals, status=403)
    messages.success(request, f"{name} is kept, and laid beside every file from now on.")
    return redirect("release:lists", authority)


def _authority(reference: str) -> Authority:
    found = services.authority(reference, clock.today())
    if found is None:
        raise Http404
    return found


def _lists_page(
    request: HttpRequest, known: Authority, *, wrong: Any = None, status: int = 200, **extra: Any
) -> HttpResponse:
    kept = {each.name: each for each in store.kept_lists(known.reference)}
    names = people.people_by_id(each.kept_by for each in kept.values())
    named = [
        {
            "name": name,
            "kept": kept.get(name),
            "by": names.get(kept[name].kept_by, "") if name in kept else "",
            "form": wrong if wrong is not None and wrong.prefix == name else forms.ListUpload(prefix=name),
        }
        for name in known.terms.files
    ]
    context = {"authority": known.reference, "named": named, "form": wrong, **extra}
    return render(request, "release/lists.html", context, status=status)


# --- people withheld --------------------------------------------------------------------------------------------------
@role_required(*MAY_WITHHOLD)
@require_GET
def data_sets(request: HttpRequest) -> HttpResponse:
    """Each data set, and how many people are withheld from it."""
    counted, looking = store.withheld_counts(), viewer(request)
    rows = [
        (each, counted.get(each.data_set, 0)) for each in register.assets() if looking.reaches(each.data_set)
    ]
    return render(request, "release/withheld_sets.html", {"rows": rows})


@role_required(*MAY_WITHHOLD)
@require_http_methods(["GET", "POST"])
def withheld(request: HttpRequest, data_set: str) -> HttpResponse:
    """The people withheld from one data set, and one more."""
    asset = register.asset(data_set)
    if asset is None:
        raise Http404
    known_by = withholding.withheld_by(data_set) or _chosen(request)
    form = forms.Withhold(request.POST or None, fields_known_by=known_by) if known_by else None
    if request.method != "POST" or form is None or not form.is_valid():
        return _withheld_page(request, data_set, form, status=400 if form and form.errors else 200)
    outcome = services.withhold(
        data_set,
        form.known_by,
        because=form.cleaned_data["because"],
        by=request.actor,  # type: ignore[attr-defined]
    )
    if not outcome.permitted:
        return _withheld_page(request, data_set, form, refusals=outcome.refusals, status=403)
    messages.success(request, "From now on nothing about this person leaves from this data set.")
    return redirect("release:withheld", data_set)


def _chosen(request: HttpRequest) -> tuple[str, ...]:
    """For the first person of a data set: the fields to know people by, as they were chosen."""
    given = request.POST.get("fields") or request.GET.get("fields", "")
    return tuple(dict.fromkeys(name.strip() for name in given.split(",")[:6] if name.strip()))


@role_required(Role.OWNER, Role.DPO)
@require_POST
def lift(request: HttpRequest, data_set: str) -> HttpResponse:
    """Their data may leave again."""
    outcome = services.lift(request.POST.get("person", ""), by=request.actor)  # type: ignore[attr-defined]
    if not outcome.permitted:
        return _withheld_page(request, data_set, None, refusals=outcome.refusals, status=403)
    messages.success(request, "Lifted. Who it was is forgotten here; that it was stays on the record.")
    return redirect("release:withheld", data_set)


def _withheld_page(
    request: HttpRequest, data_set: str, form: Any, *, status: int = 200, **extra: Any
) -> HttpResponse:
    rows = store.withheld(data_set)
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        "asset": register.asset(data_set),
        "data_set": data_set,
        "rows": rows,
        "form": form,
        "fields": ",".join(form.names) if form else "",
        "may_lift": actor.has(Role.OWNER) or actor.has(Role.DPO),
    }
    return render(request, "release/withheld.html", context | extra, status=status)
