"""Nobody is tipped off: every address, the API, exports and feeds, with a case of which the person must not be told.

Wherever an answer speaks of the case it says so: a page in its first lines, an answer to a program in a header, a file
in its name or a column. Whoever has no business with it finds it nowhere; and what may be said to the person (an answer
on who holds their data, a letter after an incident) leaves it out, until the exemption ends.
"""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from builders.every_address import every_address
from builders.office_aftercare import a_parcel, held
from builders.office_release import brought, somebody
from builders.signed_in import signed_in_now
from sharewell.aftercare import corrections as core
from sharewell.aftercare.incidents import Kind, Report
from sharewell_office.adapters import clock
from sharewell_office.aftercare.corrections import services as corrections
from sharewell_office.aftercare.incidents import services as incidents
from sharewell_office.aftercare.models import Notice
from sharewell_office.decisions.models import Answer, Request
from sharewell_office.desk.silence import HEADER, silent
from sharewell_office.people.models import User
from sharewell_office.register import demo
from sharewell_office.release.models import Release
from sharewell_office.release.telling import do_not_notify, silence

pytestmark = pytest.mark.django_db

WITHHELD = "Quillon"  # a name that stands in the case, and nowhere else
WARNING = "Do not tell the person until 31 December 2026"
EXEMPT = {"exemption": "sch2.2", "right": "Article 14", "prejudice": "The inquiry", "until": "2026-12-31"}
ASKED = {"identifier": "SW1", "because": "A subject access request"}


@pytest.fixture
def case():
    """A request that relies on an exemption from telling, the release under it, a correction and an incident."""
    request = Request.objects.order_by("reference")[0]
    Request.objects.filter(pk=request.pk).update(title=f"The inquiry into {WITHHELD}")
    saying = {"by": "h1", "at": clock.now(), "is_fact": False, "value": EXEMPT}
    Answer.objects.update_or_create(request=request, name="S5.3", defaults=saying)
    row = brought(name=f"{WITHHELD}.csv")
    Release.objects.filter(pk=row.pk).update(authority=request.reference)
    held("SW1", reference=row.reference)
    a_parcel(reference=row.reference)
    said = Report(
        party=demo.COUNCIL, kind=Kind.ACTUAL, occurred_at=clock.now(), what=f"{WITHHELD} was named",
        release=row.reference,
    )  # fmt: skip
    incident, _ = incidents.report(said, by=somebody("d1"))
    correction, _ = corrections.notify(
        core.Change.CORRECTED, {"identifier": "SW1"}, says="The number", by=somebody("d1")
    )
    return request.reference, row.reference, incident, correction


def answers(browser, references):
    """Every address of the office as this browser is answered: each with one of these references, or a sample."""
    for path in {each.path: None for each in every_address(list(references))}:
        answer = browser.get(path)
        if answer.status_code == 200 and not answer.streaming:
            yield path, answer, answer.content.decode(errors="replace")


def speaks(text, references):
    return WITHHELD in text or any(each in text for each in references)


@pytest.mark.slow
@pytest.mark.requirement("OPCC-4.4b")
def test_whatever_speaks_of_the_case_says_so_and_nobody_else_finds_it_anywhere(case, signed_in, client):
    other = User.objects.create(username="r9", email="r9@other.example.org", party_reference="ORG-0002")
    seen = list(answers(signed_in("d1"), case))

    spoken = [(path, answer, text) for path, answer, text in seen if speaks(text, case)]
    # A piece of a page, which is put into one that says so already, is none.
    pages = [(path, text) for path, _, text in spoken if text.startswith("<!DOCTYPE html>")]

    assert [path for path, answer, _ in spoken if HEADER not in answer] == []
    assert [path for path, text in pages if WARNING not in text] == []
    # It was worth walking: pages of each room, lists too, and answers to programs.
    assert len(pages) >= 20
    assert {"/requests/", "/releases/", "/parcels/", "/copies/", "/incidents/"} <= {path for path, _ in pages}
    assert any(path.startswith("/api/v1/releases/") for path, _, _ in spoken)
    for stranger in (client, signed_in_now(other)):
        assert [path for path, _, text in answers(stranger, case) if speaks(text, case)] == []


@pytest.mark.requirement("OPCC-4.4b")
def test_what_is_said_to_the_person_leaves_the_case_out_until_the_exemption_ends(case, signed_in, at):
    dpo, recipient = signed_in("d1"), signed_in("r1")
    notice = f"/received/notices/{Notice.objects.get().pk}/"

    answer = dpo.post("/who-holds/", ASKED).content.decode()
    letters = [dpo.get(f"/incidents/{case[2]}/article-{article}/") for article in (33, 34)]

    # The recipient holds the data, and must not tip anybody off either.
    assert [WARNING in recipient.get(path).content.decode() for path in ("/received/", notice)] == [
        True,
        True,
    ]
    assert "Do not tell the person" in answer
    assert "Northshire Council" not in answer.partition('id="may-be-told"')[2].partition("</ul>")[0]
    assert [each.status_code for each in letters] == [200, 403]
    with at("2027-01-01T09:00"):
        browser = signed_in("d1")
        later = browser.get(f"/copies/{case[1]}/")
        assert browser.get(f"/incidents/{case[2]}/article-34/").status_code == 200
        assert (HEADER in later, WARNING in later.content.decode()) == (False, False)


def test_what_is_taken_away_says_so_in_its_name_or_in_a_column(case, signed_in):
    Request.objects.filter(reference=case[0]).update(finished_at=clock.now(), status="refused")
    dpo = signed_in("d1")

    paper = dpo.get(f"/incidents/{case[2]}/article-33/?as=pdf")
    log = b"".join(dpo.get(reverse("decisions:log_file", args=["csv"])).streaming_content).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(log)))

    assert 'filename="do-not-tell-' in paper["Content-Disposition"]
    assert {each["Reference"]: each["Do not tell the person until"] for each in lines}[
        case[0]
    ] == "2026-12-31"
    assert {each["Do not tell the person until"] for each in lines} == {"", "2026-12-31"}


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


@pytest.mark.parametrize(
    ("spoken", "queries"),
    [
        (set(), 0),
        ({"ISA-2026-0001"}, 0),
        ({"DSR-2026-0001", "DSR-2026-0002"}, 1),
        ({"REL-2026-0900"}, 1),
        ({"DSR-2026-0001", "REL-2026-0900", "COR-2026-0001", "INC-2026-0001"}, 4),
    ],
)
def test_what_is_asked_grows_with_what_is_spoken_of_and_not_with_the_office(
    django_assert_num_queries, spoken, queries
):
    with django_assert_num_queries(queries):
        silent(spoken, clock.today())
