"""Nobody is tipped off: every address of the office is asked about a case of which the person must not be told.

Whoever works on it reads so on every page of the case; whoever has no account finds it nowhere; and what may be said to
the person (an answer on who holds their data, a letter after an incident) leaves it out, until the exemption ends.
"""

from __future__ import annotations

import re
from datetime import date

import pytest

from builders.every_address import every_address
from builders.office_aftercare import a_parcel, held
from builders.office_release import brought, somebody
from sharewell.aftercare import corrections as core
from sharewell.aftercare.incidents import Kind, Report
from sharewell_office.adapters import clock
from sharewell_office.aftercare.corrections import services as corrections
from sharewell_office.aftercare.incidents import services as incidents
from sharewell_office.aftercare.models import Notice
from sharewell_office.decisions.models import Answer, Request
from sharewell_office.register import demo
from sharewell_office.release.models import Release
from sharewell_office.release.telling import do_not_notify, silence

pytestmark = pytest.mark.django_db

WARNING = "Do not tell the person until 31 December 2026"
EXEMPT = {"exemption": "sch2.2", "right": "Article 14", "prejudice": "The inquiry", "until": "2026-12-31"}
# What is for programs, or a file: who has it has the page it was asked for on.
NO_PAGE = re.compile(r"^/api/|\.\w+$|/article-|/progress/|/evidence")
ASKED = {"identifier": "SW1", "because": "A subject access request"}


@pytest.fixture
def case():
    """A request that relies on an exemption from telling, the release under it, and an incident with it."""
    request = Request.objects.order_by("reference")[0]
    saying = {"by": "h1", "at": clock.now(), "is_fact": False, "value": EXEMPT}
    Answer.objects.update_or_create(request=request, name="S5.3", defaults=saying)
    row = brought()
    Release.objects.filter(pk=row.pk).update(authority=request.reference)
    held("SW1", reference=row.reference)
    a_parcel(reference=row.reference)
    said = Report(
        party=demo.COUNCIL,
        kind=Kind.ACTUAL,
        occurred_at=clock.now(),
        what="A laptop was lost",
        release=row.reference,
    )
    incident, _ = incidents.report(said, by=somebody("d1"))
    corrections.notify(core.Change.CORRECTED, {"identifier": "SW1"}, says="The number", by=somebody("d1"))
    return request.reference, row.reference, incident


def pages_of(browser, references):
    """Every page that this browser is shown with one of the references in its address."""
    for each in every_address(references):
        if not any(f"/{one}/" in each.path for one in references) or NO_PAGE.search(each.path):
            continue
        answer = browser.get(each.path)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            yield each.path, answer.content.decode()


@pytest.mark.slow
@pytest.mark.requirement("OPCC-4.4b")
def test_every_page_of_the_case_says_so_and_no_stranger_and_no_answer_to_the_person_has_it(
    case, signed_in, client, at
):
    of_the_case = [page for who in ("d1", "r1") for page in pages_of(signed_in(who), case)]
    notice = f"/received/notices/{Notice.objects.get().pk}/"
    portal = signed_in("r1").get(notice).content.decode()
    answer = signed_in("d1").post("/who-holds/", ASKED).content.decode()
    letters = [signed_in("d1").get(f"/incidents/{case[2]}/article-{article}/") for article in (33, 34)]
    strangers = [(each.path, client.get(each.path)) for each in every_address([case[1]])]

    assert len({path for path, _ in of_the_case}) >= 8
    assert [path for path, page in of_the_case if WARNING not in page] == []
    assert WARNING in portal
    assert "Do not tell the person" in answer
    assert "Northshire Council" not in answer.partition('id="may-be-told"')[2].partition("</ul>")[0]
    assert [each.status_code for each in letters] == [200, 403]
    assert [
        path
        for path, seen in strangers
        if not seen.streaming
        and any(one in seen.content.decode(errors="replace") for one in case)
        and seen.status_code == 200
    ] == []
    with at("2027-01-01T09:00"):
        browser = signed_in("d1")
        assert browser.get(f"/incidents/{case[2]}/article-34/").status_code == 200
        assert WARNING not in browser.get(f"/copies/{case[1]}/").content.decode()


@pytest.mark.parametrize(
    ("answer", "on", "silent"),
    [
        (EXEMPT, date(2026, 12, 31), True),
        (EXEMPT, date(2027, 1, 1), False),
        (EXEMPT | {"until": ""}, date(2099, 1, 1), True),
        ("none", date(2026, 3, 2), False),
    ],
)
def test_the_silence_ends_with_the_exemption_and_never_where_it_has_no_end(answer, on, silent):
    request = Request.objects.order_by("reference")[0]
    saying = {"by": "h1", "at": clock.now(), "is_fact": False, "value": answer}
    Answer.objects.update_or_create(request=request, name="S5.3", defaults=saying)

    assert (silence(request.reference, on) is not None) is silent


def test_where_nobody_can_say_what_a_copy_came_from_the_person_is_not_told():
    assert do_not_notify("REL-1999-0001", date(2026, 3, 2))
