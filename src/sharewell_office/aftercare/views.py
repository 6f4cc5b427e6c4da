"""Parcels on screen: for the office, and for the recipient who has only a link."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sharewell.aftercare import collection as core
from sharewell.aftercare.collection import State
from sharewell.decisions.approval import approved_table
from sharewell.register.terms import Terms
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock, ourselves
from sharewell_office.aftercare import forms, misdirecting, pieces, services, store
from sharewell_office.aftercare.models import Parcel
from sharewell_office.decisions import store as decisions
from sharewell_office.design import paging
from sharewell_office.design.csp import CONTENT_SECURITY_POLICY
from sharewell_office.ledger import store as ledger
from sharewell_office.ledger.services import receipt_of
from sharewell_office.people import store as people
from sharewell_office.people.access import role_required, staff_required
from sharewell_office.people.seeing import theirs
from sharewell_office.register import store as register
from sharewell_office.register.services import templates
from sharewell_office.release import store as releases
from sharewell_office.release.models import Release

# What a browser is given before it collects, and shows afterwards: to it alone the download and the receipt go. It is
# no session: whoever has only a link leaves nothing in our database by looking at it.
BROWSER = "collecting"


# --- the office -------------------------------------------------------------------------------------------------------
@staff_required
@require_GET
def parcels(request: HttpRequest) -> HttpResponse:
    """Every parcel, newest first."""
    page = paging.cut(theirs(request, store.rows()), key="release", query=request.GET.dict())
    return render(request, "aftercare/parcels.html", {"page": page, "now": clock.now()})


@staff_required
@require_GET
def parcel(request: HttpRequest, reference: str) -> HttpResponse:
    """One parcel: waiting or collected, by whom, and until when it may be kept."""
    return _parcel_page(request, _sealed(reference))


@role_required(Role.HANDLER)
@require_POST
@never_cache
def offer(request: HttpRequest, reference: str) -> HttpResponse:
    """Make the link and the code. They are shown on this one page and kept nowhere."""
    release = _sealed(reference)
    offered = services.offer(reference, by=request.actor)  # type: ignore[attr-defined]
    if offered.refusals:
        return _parcel_page(request, release, refusals=offered.refusals, status=403)
    link = request.build_absolute_uri(reverse("aftercare:collect", args=[offered.token]))
    return _parcel_page(request, release, link=link, code=offered.code)


@role_required(Role.HANDLER)
@require_POST
def revoke(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the link back."""
    release = _sealed(reference)
    refusals = services.revoke(reference, by=request.actor)  # type: ignore[attr-defined]
    if refusals:
        return _parcel_page(request, release, refusals=refusals, status=403)
    return redirect("aftercare:parcel", reference)


def _sealed(reference: str) -> Release:
    release = releases.row(reference)
    if release is None or not release.parcel:
        raise Http404
    return release


def _parcel_page(request: HttpRequest, release: Release, *, status: int = 200, **extra: Any) -> HttpResponse:
    row = store.parcel(release.reference)
    context = {
        "release": release,
        "row": row,
        "expired": bool(row and row.expires_at <= clock.now()),
        "locked": bool(row and row.attempts >= core.MOST_ATTEMPTS),
        "offered_by": people.people_by_id([row.offered_by]).get(row.offered_by) if row else "",
        "may_offer": request.actor.has(Role.HANDLER),  # type: ignore[attr-defined]
        "story": ledger.story(release.reference),
        "method": Terms.parse(release.terms).sealed_with,
        "has_terms": services.has_terms(release),
        "holds_people": services.holds_people(release),
    }
    return render(request, "aftercare/parcel.html", context | extra, status=status)


# --- the recipient ----------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def collect(request: HttpRequest, token: str) -> HttpResponse:
    """Collect a parcel. To look is free and releases nothing; only a POST with the code does, and once."""
    row = _behind(token)
    form = forms.Collect(request.POST or None, has_terms=services.has_terms(_release(row)))
    browser = request.COOKIES.get(BROWSER) or secrets.token_urlsafe(24)
    if request.method != "POST":
        answer = _collect_page(request, row, token, form)
    elif row.state == State.OFFERED and not form.is_valid():
        answer = _collect_page(request, row, token, form, status=400)
    else:
        answer = _hand_over(request, row, token, form, browser)
    answer.set_cookie(
        BROWSER, browser, max_age=core.OPEN_FOR + core.RESUME_FOR, path=reverse("aftercare:collect", args=[token]),
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip
    return answer


def _mine(request: HttpRequest, row: Parcel) -> bool:
    return services.collected_it(row, request.COOKIES.get(BROWSER, ""))


def _hand_over(
    request: HttpRequest, row: Parcel, token: str, form: forms.Collect, browser: str
) -> HttpResponse:
    said = form.acceptance() if form.is_valid() else core.Acceptance(code="", name="", post="", accepts=False)
    result = services.collect(token, said, browser=browser)
    if result.content is None:
        return _collect_page(request, _behind(token), token, form, refusals=result.refusals, status=403)
    answer = FileResponse(
        result.content, as_attachment=True, filename=f"{row.release}.zip", content_type="application/zip"
    )
    answer["ETag"] = f'"{row.folder}"'
    return answer


@require_http_methods(["GET", "HEAD"])
@never_cache
def resume(request: HttpRequest, token: str) -> HttpResponseBase:
    """Go on with a download that broke off: for a day, and only in the browser that collected the parcel."""
    row = _behind(token)
    if not _mine(request, row):
        raise Http404
    begins = request.headers.get("Range", "bytes=0-").startswith("bytes=0-")
    result = services.resume(token, from_the_start=begins and request.method == "GET")
    if result.content is None:
        return _collect_page(request, row, token, forms.Collect(), refusals=result.refusals, status=403)
    answer = pieces.response(request, result.content, etag=f'"{row.folder}"')
    answer["Content-Disposition"] = f'attachment; filename="{row.release}.zip"'
    return answer


@require_GET
@never_cache
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The signed receipt of the collection, for the browser that collected: it verifies without the office."""
    row = _behind(token)
    number = ledger.number_of(row.release, "release.delivered")
    if not _mine(request, row) or number is None:
        raise Http404
    answer = HttpResponse(receipt_of(number, at=clock.now()), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{row.release}.tlog-proof"'
    return answer


@require_http_methods(["GET", "POST"])
@never_cache
def misdirected(request: HttpRequest, token: str) -> HttpResponse:
    """This is not for me: what to do, and a way to say so without an account."""
    row = _behind(token)
    incident = (
        misdirecting.misdirected(token, what=request.POST.get("what", "")[:500])
        if request.method == "POST"
        else ""
    )
    response = render(
        request, "aftercare/misdirected.html", {"row": row, "incident": incident, "token": token}
    )
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


@require_GET
def opening(request: HttpRequest) -> HttpResponse:
    """Open a parcel in one's own browser. The office has no part in it: the page may not even speak to us."""
    return _alone(render(request, "aftercare/opening.html"))


@require_GET
def make_key(request: HttpRequest) -> HttpResponse:
    """Make a key in one's own browser, to send us the public half."""
    return _alone(render(request, "aftercare/make_key.html"))


def _alone(response: HttpResponse) -> HttpResponse:
    """A page that deals with somebody's secret, and is refused every connection by the browser that shows it."""
    response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
        "connect-src 'self'", "connect-src 'none'"
    )
    return response


def _behind(token: str) -> Parcel:
    try:
        return services.waiting(token)
    except services.NoSuchParcel:
        raise Http404 from None


def _release(row: Parcel) -> Release:
    found = releases.row(row.release)
    assert found is not None
    return found


def _collect_page(
    request: HttpRequest, row: Parcel, token: str, form: forms.Collect, *, status: int = 200, **extra: Any
) -> HttpResponse:
    release = _release(row)
    collected = row.state == State.COLLECTED
    terms = Terms.parse(release.terms)
    context = {
        "row": row,
        "release": release,
        "terms": terms,
        "has_terms": services.has_terms(release),
        "holds_people": services.holds_people(release),
        "undertaking": _undertaking(release.authority),
        "standard_terms": templates.standard_terms(terms.standard_terms) if terms.standard_terms else (),
        "office": ourselves.name(),
        "under": _title(release.authority),
        "method": terms.sealed_with,
        "token": token,
        "form": form,
        "dead": core.is_alive(store.to_core(row), at=clock.now()),
        "resumable": collected and core.resume(store.to_core(row), at=clock.now()).permitted,
        "mine": collected and _mine(request, row),
    }
    page = "aftercare/collected.html" if collected else "aftercare/collect.html"
    response = render(request, page, context | extra, status=status)
    # Django would log the address of whatever is refused, and this address is half of what opens a parcel.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _undertaking(authority: str) -> str:
    """What the recipient of an anonymised table undertakes: not to recognise anybody; "" where it is no such table."""
    request = decisions.request(authority)
    table = request and approved_table(request)
    return request.decision.conditions if table and request and request.decision else ""


def _title(authority: str) -> str:
    """What the agreement or the request is called, so that its number says something to the recipient."""
    if title := register.title_of(authority):
        return title
    found = decisions.rows().filter(reference=authority).first()
    return found.title if found else ""
