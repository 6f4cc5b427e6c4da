"""The register seen as a whole: the map of flows, the calendar, searches that are kept, and what the public reads."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sharewell.exchange.public_register import COLUMNS
from sharewell.register.flows import draw, flows
from sharewell.register.publication import WHO as PUBLISHERS
from sharewell_office.adapters import clock
from sharewell_office.adapters.spreadsheets import as_csv
from sharewell_office.design import paging
from sharewell_office.design.templatetags.govuk import period
from sharewell_office.people.access import role_required, staff_required
from sharewell_office.people.seeing import viewer
from sharewell_office.register import services, store
from sharewell_office.register.forms.seeing import PublicationForm, SearchName
from sharewell_office.register.services import seeing as doing
from sharewell_office.register.store import seeing
from sharewell_office.register.views import searching
from sharewell_office.register.views.searching import AGREEMENTS

DRAWN = 40  # bodies on a side; a map of more is no map


@staff_required
@require_GET
def flow_map(request: HttpRequest) -> HttpResponse:
    """Who sends what to whom: drawn, and as a table."""
    agreements, more = seeing.running(viewer(request))
    shown = flows(agreements, {asset.data_set: asset.title for asset in store.assets()})
    bodies = len({flow.other for flow in shown})
    svg = draw(shown, us=doing.us(), address=reverse("register:agreements")) if bodies <= DRAWN else ""
    context = {
        "flows": shown,
        "svg": mark_safe(svg),  # noqa: S308 - drawn by us, every name in it escaped
        "bodies": bodies,
        "more": more,
    }
    return render(request, "register/map.html", context)


# --- searches ---------------------------------------------------------------------------------------------------------
@staff_required
@require_POST
def keep_search(request: HttpRequest) -> HttpResponse:
    """Keep a search of a register under a name of one's own."""
    form, register = SearchName(request.POST), request.POST.get("register", AGREEMENTS)
    query = _query(request.POST.get("query", ""), searching.asks(register))
    if form.is_valid() and query:
        seeing.keep_search(request.actor.person, register, form.cleaned_data["name"], query)  # type: ignore[attr-defined]
        messages.success(request, f"Kept as “{form.cleaned_data['name']}”.")
    else:
        messages.warning(request, "Give the search a name, of 80 letters at the most.")
    return redirect(f"{searching.page_of(register)}?{query}")


@staff_required
@require_POST
def forget_search(request: HttpRequest, pk: int) -> HttpResponse:
    register = seeing.forget_search(request.actor.person, pk)  # type: ignore[attr-defined]
    return redirect(searching.page_of(register or AGREEMENTS))


def _query(text: str, known: Container[str]) -> str:
    """What the search form asks, and nothing else that an address might hold."""
    return urlencode([(name, value) for name, value in parse_qsl(text) if name in known and value])


# --- the calendar -----------------------------------------------------------------------------------------------------
@never_cache
@staff_required
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """What is to be reviewed and when; and a private address for one's own calendar, made and taken back here."""
    actor, address = request.actor, ""  # type: ignore[attr-defined]
    if "subscribe" in request.POST:
        path = reverse("register:calendar-feed", args=[doing.subscribe(by=actor)])
        address = request.build_absolute_uri(path)
    elif request.method == "POST":
        doing.unsubscribe(by=actor)
        messages.success(request, "The address was taken back: it leads nowhere now.")
        return redirect("register:calendar")
    context = {
        "days": seeing.review_days(viewer(request))[:200],
        "today": clock.today(),
        "address": address,
        "link": seeing.calendar_of(actor.person),
    }
    return render(request, "register/calendar.html", context)


@never_cache
@require_GET
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself, for whoever holds its private address."""
    found = doing.calendar(token, host=request.get_host())
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="text/calendar; charset=utf-8")


# --- what the public reads --------------------------------------------------------------------------------------------
@role_required(*PUBLISHERS)
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, reference: str) -> HttpResponse:
    """Whether an agreement stands in the public register, and what is left out of it."""
    agreement = store.agreement(reference)
    if agreement is None:
        raise Http404
    before = seeing.publication(reference)
    form = PublicationForm(request.POST or None, initial=_initial(before))
    refusals: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.publish(reference, form.said(), by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, "On the record: what the public may read of it.")
            return redirect("register:agreement", reference)
        refusals = outcome.refusals
    context = {"form": form, "agreement": agreement, "before": before, "refusals": refusals}
    status = 403 if refusals else 400 if form.errors else 200
    return render(request, "register/publish.html", context, status=status)


def _initial(before: object) -> dict[str, object]:
    if before is None:
        return {}
    said = seeing.to_publication(before)  # type: ignore[arg-type]
    return {
        "withheld": "yes" if said.withheld else "no",
        "reason": said.reason,
        "ask_again": said.ask_again,
        "left_out": list(said.left_out),
    }


@require_GET
def public_register(request: HttpRequest) -> HttpResponse:
    """The register as anybody may read it, without signing in."""
    page = paging.cut(seeing.published(), key="reference", query=request.GET.dict())
    entries = [(row.reference, row.title, _lines(doing.public(row))) for row in page.rows]
    context = {"page": page, "entries": entries, "us": doing.us()}
    return render(request, "register/public.html", context)


@require_GET
def public_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file, in the columns of the public DEA register."""
    rows = ([row[column] for column in COLUMNS] for row in doing.public_rows())
    answer = HttpResponse("".join(as_csv(COLUMNS, rows)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="public-register.csv"'
    return answer


_LABELS = {
    "controller-names": "Between",
    "purpose": "Why",
    "information-sharing-benefits": "Benefits",
    "disclosed-information": "Data",
    "legal-power-disclosure": "Power and lawful basis",
    "retention-period": "Kept for",
    "start-date": "From",
    "end-date": "Until",
    "review-date": "Looked at again",
}


def _lines(row: dict[str, str]) -> list[tuple[str, str]]:
    """An entry as people read it: periods and days in words."""
    return [(label, _in_words(column, row[column])) for column, label in _LABELS.items()]


def _in_words(column: str, cell: str) -> str:
    if cell and column.endswith("-date"):
        return date_format(date.fromisoformat(cell), "j F Y")
    return period(cell) if cell and column == "retention-period" else cell
