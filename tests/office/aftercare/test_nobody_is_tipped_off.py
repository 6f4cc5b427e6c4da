"""Nobody is tipped off: every address, the API, exports and feeds, with a case of which the person must not be told.

Wherever an answer speaks of the case it says so: a page in its first lines, an answer to a program in a header, a file
in its name or a column. Whoever has no business with it finds it nowhere; and what may be said to the person (an answer
on who holds their data, a letter after an incident) leaves it out, until the exemption ends.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date
from importlib.metadata import entry_points

import pytest
from django.http import FileResponse
from django.urls import reverse

from builders.every_address import every_address, first_of_each
from builders.office_aftercare import a_parcel, another_partners_person, held
from builders.office_release import brought, somebody, the_agreement
from builders.signed_in import signed_in_now
from sharewell import cli
from sharewell.aftercare import corrections as core
from sharewell.aftercare.incidents import Kind, Report
from sharewell_office.adapters import clock
from sharewell_office.aftercare.corrections import services as corrections
from sharewell_office.aftercare.incidents import services as incidents
from sharewell_office.aftercare.models import Notice
from sharewell_office.config.export_command import KINDS
from sharewell_office.decisions.models import Answer, Request
from sharewell_office.desk.silence import HEADER, silent
from sharewell_office.ledger import messages, outbox
from sharewell_office.register import demo
from sharewell_office.register.services import signing
from sharewell_office.release.models import Release
from sharewell_office.release.telling import do_not_notify, silence

pytestmark = pytest.mark.django_db

WITHHELD = "Quillon"  # a name that stands in the case, and nowhere else
NO_LINK = "A" * 43
COLUMN = "Do not tell the person until"  # of a list that is streamed, line by line
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


def answers(browser, references, links, *, routes=lambda addresses: addresses):
    """Every address of the office as this browser is answered: each with one of these references, or a sample."""
    for path in {each.path: None for each in routes(every_address(list(references)))}:
        made = next((path.replace(NO_LINK, links[room]) for room in links if path.startswith(room)), path)
        answer = browser.get(made)
        if answer.status_code == 200:
            yield made, answer, whole(answer)


def whole(answer):
    """What was answered, of a file in parts (a workbook, a Word document) what stands in them."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return content.decode(errors="replace")


def speaks(text, references):
    return WITHHELD in text or any(each in text for each in references)


@pytest.fixture
def links(case, signed_in):
    """A live link of each kind that opens something without signing in, by where it begins."""
    calendar = signed_in("d1").post(reverse("register:calendar"), {"subscribe": "1"}).context["address"]
    return {
        "/sign/": signing.invite(the_agreement(), party=demo.COUNCIL, by=somebody("o1")),
        "/calendar/": calendar.rpartition("/")[2].removesuffix(".ics"),
        "/collect/": case[1],  # the token of `a_parcel`
    }


@pytest.mark.slow
@pytest.mark.requirement("OPCC-4.4b")
def test_whatever_speaks_of_the_case_says_so_and_nobody_else_finds_it_anywhere(
    case, links, signed_in, client
):
    dpo, recipient = signed_in("d1"), signed_in("r1")
    seen = list(answers(dpo, case, links))

    spoken = [(path, answer, text) for path, answer, text in seen if speaks(text, case)]
    # A piece of a page, which is put into one that says so already, is none.
    pages = [(path, text) for path, _, text in spoken if text.startswith("<!DOCTYPE html>")]
    papers = [
        dpo.get(f"{path}{offered}")
        for path, text in pages
        for offered in re.findall(r'href="(\?as=\w+)"', text)
    ]

    assert [path for path, answer, text in spoken if HEADER not in answer and COLUMN not in text] == []
    assert [path for path, text in pages if WARNING not in text] == []
    assert [each for each in papers if "do-not-tell-" not in each["Content-Disposition"]] == []
    # It was worth walking: pages of each room, lists too, answers to programs, papers, and links.
    assert len(pages) >= 20
    assert {"/requests/", "/releases/", "/parcels/", "/copies/", "/incidents/"} <= {path for path, _ in pages}
    assert any(path.startswith("/api/v1/releases/") for path, _, _ in spoken)
    assert papers
    assert set(links) <= {f"/{path.split('/')[1]}/" for path, _, _ in seen}
    # Whoever holds the data is told as well that they must not tell; and nobody else hears of the case.
    theirs = [each for each in answers(recipient, case, links, routes=first_of_each) if speaks(each[2], case)]
    assert [path for path, answer, _ in theirs if HEADER not in answer] == []
    assert {f"/received/{case[1]}/", f"/collect/{case[1]}/"} <= {path for path, _, _ in theirs}
    for stranger in (client, signed_in_now(another_partners_person())):
        answered = list(answers(stranger, case, links, routes=first_of_each))
        heard = [each for each in answered if speaks(each[2], case)]
        assert len(answered) > 10, "nobody who is turned away at the door hears anything"
        assert [path for path, _, _ in heard if not path.startswith("/collect/")] == []
        assert all(HEADER in answer for _, answer, _ in heard)


# --- by command -------------------------------------------------------------------------------------------------------
# What each command writes out of the office, as it is called; () where nothing of a case leaves by it.
COMMANDS = {
    "export": [
        *((kind,) for kind in KINDS if kind != "terms"),
        *(("activity-log", "--format", form) for form in ("xlsx", "json")),
        ("terms", "{case}"),
    ],
    "evidence": [("{case}",), ("--all",), ("{case}", "--pack")],
    **dict.fromkeys(("backup", "restore", "change-key", "demo", "doctor", "import", "serve", "worker"), ()),
}


def test_every_command_is_known_to_let_nothing_out_or_is_asked_below():
    assert {each.name for each in entry_points(group="sharewell.commands")} == set(COMMANDS)


@pytest.mark.slow
@pytest.mark.requirement("OPCC-4.4b")
def test_what_a_command_writes_out_of_the_case_is_said_to_whoever_called_it(case, capsys, tmp_path):
    Request.objects.filter(reference=case[0]).update(finished_at=clock.now(), status="approved")
    told = []

    for number, (command, called) in enumerate((each, how) for each in COMMANDS for how in COMMANDS[each]):
        out = tmp_path / str(number)
        cli.main([command, *(word.format(case=case[0]) for word in called), "--out", str(out)])
        said, content = capsys.readouterr().err, io.BytesIO(out.read_bytes() if out.exists() else b"")
        if speaks(whole(FileResponse(content)), case):
            told.append((command, *called))
            assert f"Do not tell the person in {case[0]} until 2026-12-31" in said, called

    assert {each[:2] for each in told} >= {
        ("export", "activity-log"),
        ("evidence", "--all"),
        ("evidence", "{case}"),
    }
    assert not any(each[1] in ("public-register", "register") for each in told)


def test_no_message_holds_more_of_a_case_than_its_reference(case):
    written = [
        messages.written(each.template, about=each.about, due="", link=each.link, office="")
        for each in outbox.log()
    ]

    assert written
    assert [each for each in written if WITHHELD in "".join(each)] == []


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
