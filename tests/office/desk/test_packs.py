"""One file for whoever examines the office: the papers, the receipts, the proofs, and a page to read them by."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from builders.record import an_event
from sharewell.cli import main
from sharewell.ledger import pack
from sharewell.ledger.verdict import verify
from sharewell.policy.showing import Scope
from sharewell_office.adapters import clock
from sharewell_office.desk.packs import gathering
from sharewell_office.ledger import services
from sharewell_office.ledger import store as ledger
from sharewell_office.ledger.keys import signing_key
from sharewell_office.ledger.models import Leaf, Words
from sharewell_office.ledger.services import record
from sharewell_office.people.models import Post

pytestmark = pytest.mark.django_db
AGREEMENT = "ISA-2026-0001"


def taken(browser, **asked) -> dict[str, bytes]:
    """The files of a pack that was made on the page, once it has verified."""
    answer = browser.post("/show/", asked)
    assert answer.status_code == 200, answer.getvalue()[-2000:]
    whole = answer.getvalue()
    verdict = verify(whole, key=signing_key().verifier())
    assert verdict.problems == ()
    return pack.read(whole)


def words_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.fixture
def decided(signed_in):
    """The reference of the demonstration's refused request."""
    from sharewell_office.decisions.models import Request

    return Request.objects.get(status="refused").reference


def test_a_pack_about_a_case_holds_its_decision_its_letter_and_the_proofs(signed_in, decided):
    files = taken(signed_in("d1"), reference=decided.lower())

    file = words_of(files[f"documents/{decided}-case-file.pdf"])
    assert "Reasons" in file
    assert "Questions and answers" in file
    assert f"documents/{decided}-letter.pdf" in files
    assert "sharewell-verifier.html" in files
    assert decided in files["index.html"].decode()


def test_a_pack_about_an_agreement_holds_what_was_agreed_and_what_left_under_it(signed_in):
    files = taken(signed_in("a1"), reference=AGREEMENT)

    assert "Who has said yes" in words_of(files[f"documents/{AGREEMENT}-agreement.pdf"])
    assert f"documents/{AGREEMENT}-agreement.jsonld" in files


def test_a_pack_about_some_days_holds_whatever_happened_in_them(signed_in):
    days = {
        "first_day": "1",
        "first_month": "3",
        "first_year": "2026",
        "last_day": "2",
        "last_month": "3",
        "last_year": "2026",
    }

    files = taken(signed_in("d1"), **days)

    assert AGREEMENT in files["index.html"].decode()
    assert "1 March 2026 to 2 March 2026" in files["index.html"].decode()


DAYS = {
    "first_day": "2", "first_month": "3", "first_year": "2026",
    "last_day": "2", "last_month": "3", "last_year": "2026",
}  # fmt: skip


@pytest.mark.slow
def test_a_pack_of_a_busy_day_leaves_out_nothing(signed_in):
    """More records than were once allowed: each is in the page, and every entry of the day in the evidence."""
    about = [f"X-2026-{number:04}" for number in range(210)]
    record([an_event(about=each, at=clock.now()) for each in about])

    files = taken(signed_in("d1"), **DAYS)

    page, evidence = files["index.html"].decode(), files["evidence.json"].decode()
    assert [each for each in about if f'id="{each}"' not in page or f'"{each}"' not in evidence] == []


def test_what_a_pack_asks_the_database_does_not_grow_with_its_records(django_assert_max_num_queries):
    def asked(count: int) -> int:
        about = [f"X-2026-{number:04}" for number in range(count)]
        record([an_event(about=each, at=clock.now()) for each in about])
        with django_assert_max_num_queries(100) as queries:
            shown = list(gathering.in_turn(gathering.references(Scope(references=tuple(about)))))
        assert [each.reference for each in shown] == about
        return len(queries)

    assert asked(150) == asked(3)


def test_the_receipts_of_many_entries_are_those_of_each():
    about = [f"DSR-2026-09{number:02}" for number in range(20, 25)]
    told = {"kind": "requester.notified", "at": clock.now()}
    record([an_event(about=each, **told) for each in about])
    numbers = ledger.numbers_of(about)

    together = services.receipts_of(numbers, at=clock.now())

    assert together == [services.receipt_of(number, at=clock.now()) for number in numbers]
    assert {verify(each, key=signing_key().verifier()).problems for each in together} == {()}


@pytest.mark.parametrize("numbers", [[10**6], [0, 10**6], [-1]])
def test_there_is_no_receipt_of_what_is_not_on_the_record(numbers):
    with pytest.raises(services.NothingOnTheRecord):
        services.receipts_of(numbers, at=clock.now())


def test_a_period_of_more_than_a_pack_holds_is_refused_and_never_cut_short(signed_in, monkeypatch):
    monkeypatch.setattr(gathering, "MOST_ENTRIES", 5)
    before = ledger.size()

    answer = signed_in("d1").post("/show/", DAYS)

    assert answer.status_code == 404
    assert "a pack leaves nothing out" in answer.content.decode()
    assert ledger.size() == before


def test_a_pack_shows_whoever_is_limited_to_an_area_what_is_about_it_and_nothing_else(signed_in):
    Post.objects.filter(user__username="a1").update(area="complaints")

    page = taken(signed_in("a1"), **DAYS)["index.html"].decode()

    assert "DSR-2026-0002" in page
    assert AGREEMENT not in page
    assert signed_in("a1").post("/show/", {"reference": AGREEMENT}).status_code == 404


def test_the_page_in_it_runs_nothing_and_fetches_nothing(signed_in, decided):
    page = taken(signed_in("d1"), reference=decided)["index.html"].decode()

    assert "<script" not in page
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)
    assert "default-src 'none'" in page


def test_every_link_of_the_page_leads_to_a_file_in_the_pack(signed_in, decided):
    files = taken(signed_in("d1"), reference=decided)

    links = re.findall(r'href="([^"#]+)"', files["index.html"].decode())
    assert links
    assert set(links) <= files.keys()


def change_the_words(about: str) -> None:
    number = ledger.numbers(about=about)[0]
    row = Words.objects.get(leaf_id=number)
    Words.objects.filter(pk=row.pk).update(sealed=bytes(row.sealed)[:-1] + bytes([row.sealed[-1] ^ 1]))


def change_the_leaf(about: str) -> None:
    Leaf.objects.filter(number=ledger.numbers(about=about)[0]).update(commitment=bytes(32))


@pytest.mark.parametrize("change", [change_the_words, change_the_leaf])
def test_of_what_was_changed_no_pack_is_made_and_none_is_said_to_have_been(signed_in, decided, change):
    services.checkpoint(at=clock.now())
    change(decided)
    before = ledger.size()

    answer = signed_in("d1").post("/show/", {"reference": decided})

    assert answer.status_code == 409
    assert "the record was changed" in answer.content.decode()
    assert ledger.size() == before


def test_that_it_was_made_is_on_the_record(signed_in, decided):
    taken(signed_in("d1"), reference=decided)

    (made,) = ledger.entries(about="PACK-2026-0001")
    assert made.sentence.startswith(f"A pack was made that shows {decided}")
    assert made.by == "d1"


@pytest.mark.parametrize("username", ["h1", "o1"])
def test_whose_post_it_is_not_makes_none_and_is_told_who_can(signed_in, decided, username):
    before = ledger.size()

    answer = signed_in(username).post("/show/", {"reference": decided})

    assert answer.status_code == 403
    assert "does not belong to your post" in answer.content.decode()
    assert ledger.size() == before
    assert "Make the pack" not in signed_in(username).get("/show/").content.decode()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"reference": "DSR-1999-0001"}, "nothing on the record"),
        ({}, "Enter a reference, or a first and a last day"),
        ({"first_day": "1", "first_month": "3", "first_year": "2026"}, "Enter both days"),
    ],
)
def test_what_cannot_be_shown_is_said_beside_the_question(signed_in, asked, says):
    before = ledger.size()

    answer = signed_in("d1").post("/show/", asked)

    assert answer.status_code in (400, 404)
    assert says in answer.content.decode()
    assert ledger.size() == before


def test_the_command_writes_a_pack_that_the_verifier_takes(tmp_path, capsys, decided):
    path = tmp_path / "show.zip"

    assert main(["evidence", decided, "--pack", "--out", str(path), "--json"]) == 0
    assert main(["verify", str(path), "--key", str(signing_key().verifier())]) == 0
    assert "papers" in capsys.readouterr().out


def test_the_command_says_in_a_line_what_it_cannot_show(tmp_path, capsys):
    assert main(["evidence", "--all", "--pack", "--out", str(tmp_path / "x.zip")]) == 2
    assert main(["evidence", "DSR-1999-0001", "--pack", "--out", str(tmp_path / "x.zip")]) == 1
    assert list(tmp_path.iterdir()) == []
