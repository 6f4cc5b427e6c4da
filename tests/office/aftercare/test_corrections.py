"""Who holds Jane, who is told, who has not answered; and nobody's name is kept, logged or shown."""

from __future__ import annotations

from datetime import date

import pytest

from builders.office_aftercare import collected, held
from sharewell.policy.seeing import Viewer
from sharewell.register.card import DutyKind
from sharewell_office.adapters import clock
from sharewell_office.adapters.jobs import run_due
from sharewell_office.aftercare.corrections import services, store
from sharewell_office.aftercare.forgetting import forget
from sharewell_office.aftercare.jobs import JOBS
from sharewell_office.aftercare.models import Copy, Correction, Notice
from sharewell_office.ledger import models as ledger
from sharewell_office.ledger import outbox
from sharewell_office.people.holidays import store as holidays
from sharewell_office.people.models import User
from sharewell_office.register import demo
from sharewell_office.register import store as register
from sharewell_office.release import store as releases
from sharewell_office.release import subjects

pytestmark = pytest.mark.django_db

# The sample file's people (nobody in it exists): one of them, and somebody who is not in it.
PERSON, NAMED, STRANGER = {"identifier": "SW1"}, {"name": "ann  LEE"}, {"identifier": "SW999"}
TOLD = {"change": "corrected", "identifier": "SW1", "says": "Row SW1: the house number is 11"}


@pytest.fixture
def reference() -> str:
    return held("SW1", "SW2")


@pytest.fixture
def notice(reference, signed_in) -> Notice:
    answer = signed_in("h1").post("/corrections/new/", TOLD)
    assert answer.status_code == 302, answer.content.decode()
    return Notice.objects.get()


def kinds() -> list[str]:
    return list(ledger.Leaf.objects.order_by("pk").values_list("kind", flat=True))


def owed(kind=DutyKind.CORRECTION):
    return [each for each in register.duties(demo.COUNCIL) if each.kind is kind]


def run_on(day: str) -> None:
    run_due(clock.now().replace(year=int(day[:4]), month=int(day[5:7]), day=int(day[8:])), jobs=JOBS)


# --- the index --------------------------------------------------------------------------------------------------------
def test_sealing_indexes_everybody_in_the_file_and_keeps_no_clear_value(settings):
    reference = collected()

    found = [subjects.releases_holding(each) for each in (PERSON, NAMED, STRANGER)]
    indexes = list((settings.SHAREWELL_HOME / "vault" / "subjects").iterdir())

    content = b"".join(each.read_bytes() for each in indexes)
    assert found == [[reference], [reference], []]
    assert b"SW1" not in content
    assert b"ann" not in content.lower()


def test_after_rotation_the_old_parcels_are_still_found_and_after_destruction_no_more(reference):
    [old] = subjects._keys()
    subjects.rotate()
    found = subjects.releases_holding(PERSON)
    gone = subjects.destroy(old)

    assert found == [reference]
    assert gone >= 1
    assert subjects.releases_holding(PERSON) == []


def test_a_certificate_ends_the_index_and_a_year_ends_the_key_and_both_are_on_the_record(reference, at):
    [old] = subjects._keys()
    with at("2026-12-01T09:00"):
        before = forget(clock.now())
    with at("2027-03-04T09:00"):
        after_a_year = forget(clock.now())
        young = max(subjects._keys())
        found = subjects.releases_holding(PERSON)
        Copy.objects.filter(reference=reference).update(state="gone", certificate={})
        certified = forget(clock.now())

    # Whoever holds the data is still found under the old key; once nobody does, index and key are gone.
    assert (before, after_a_year) == ("Nothing to forget", "Nothing to forget")
    assert found == [reference]
    assert certified == "1 indexes and 1 keys destroyed"
    assert (list(subjects._keys()), subjects.releases_holding(PERSON)) == ([young], [])
    assert old != young
    assert kinds()[-3:] == ["subjects.key_made", "subjects.forgotten", "subjects.key_destroyed"]


# --- who holds Jane? --------------------------------------------------------------------------------------------------
ASKED = {"because": "SAR-2026-0007", "identifier": "SW1"}


@pytest.mark.parametrize(
    ("who", "status"), [("d1", 200), ("h1", 200), ("o1", 403), ("a1", 403), ("c1", 403), ("r1", 403)]
)
def test_only_the_dpo_and_those_who_handle_requests_ask(reference, signed_in, who, status):
    answer = signed_in(who).post("/who-holds/", ASKED)

    assert answer.status_code == status
    assert ("Northshire Council" in answer.content.decode()) is (status == 200)


def test_that_it_was_asked_is_on_the_record_and_who_was_asked_for_is_not(reference, signed_in):
    page = signed_in("d1").post("/who-holds/", ASKED).content.decode()

    said = list(ledger.Leaf.objects.filter(kind="subject.looked_up"))
    from sharewell_office.ledger import store as record

    story = str(record.entries(limit=1))
    assert len(said) == 1
    assert "SW1" not in story
    assert 'value="SW1"' not in page


def test_without_a_reason_nothing_is_said(reference, signed_in):
    answer = signed_in("d1").post("/who-holds/", {"identifier": "SW1", "because": ""})

    assert answer.status_code == 400
    assert "subject.looked_up" not in kinds()


def test_a_release_under_an_exemption_stands_in_no_answer_to_the_person(reference, signed_in, monkeypatch):
    from sharewell_office.release import telling

    monkeypatch.setattr(telling, "do_not_notify", lambda *_: True)

    page = signed_in("d1").post("/who-holds/", ASKED).content.decode()
    may_be_told = page.partition('id="may-be-told"')[2].partition("</ul>")[0]

    assert "Do not tell the person" in page
    assert "Northshire Council" not in may_be_told


# --- notices ----------------------------------------------------------------------------------------------------------
@pytest.mark.requirement("OPCC-3.4c2")
def test_whoever_holds_the_person_is_told_and_owes_an_answer(notice, reference):
    assert (notice.release, notice.party, notice.due) == (reference, demo.COUNCIL, date(2026, 3, 9))
    assert [each.due for each in owed()] == [date(2026, 3, 9)]
    assert outbox.log().filter(template="correction", to=register.party(demo.COUNCIL).contact).count() == 1


def test_a_day_off_that_is_proclaimed_meanwhile_gives_them_a_day_more(notice):
    holidays.add(date(2026, 3, 5), why="The jubilee.", by="k1", at=clock.now())

    for day in (3, 10):
        run_due(clock.now().replace(day=day, hour=8), jobs=JOBS)

    assert Notice.objects.get().due == date(2026, 3, 10)
    assert [each.due for each in owed()] == [date(2026, 3, 10)]
    assert kinds().count("correction.due_moved") == 1
    assert "correction.escalated" not in kinds()


def test_what_the_notice_says_is_neither_on_the_record_nor_in_a_message(notice):
    from sharewell_office.ledger import sending
    from sharewell_office.ledger import store as record

    letters = [sending.in_words(each) for each in outbox.log()]
    assert "house number" not in str(letters)
    assert "house number" not in str(record.entries(limit=20))


@pytest.mark.requirement("OPCC-3.4c3")
def test_the_recipient_acknowledges_and_what_it_said_is_forgotten(notice, signed_in):
    browser = signed_in("r1")
    page = browser.get(f"/received/notices/{notice.pk}/").content.decode()
    browser.post(f"/received/notices/{notice.pk}/", {"name": "Rhea Castell", "post": "Manager", "done": "on"})

    assert "house number" in page
    assert Notice.objects.get().state == "acknowledged"
    assert Correction.objects.get().says == ""
    assert [each.done_on for each in owed()] == [date(2026, 3, 2)]
    assert kinds()[-2:] == ["correction.acknowledged", "duty.cleared"]


def test_another_recipient_reads_and_acknowledges_nothing_of_it(notice, signed_in):
    User.objects.filter(username="r1").update(party_reference=demo.POLICE)

    assert signed_in("r1").get(f"/received/notices/{notice.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["o1", "a1"])
def test_staff_who_handle_no_requests_do_not_read_what_it_says(notice, signed_in, who):
    page = signed_in(who).get(f"/corrections/{notice.pk}/acknowledge/").content.decode()

    assert "house number" not in page


@pytest.mark.requirement("OPCC-3.4c3")
def test_without_an_answer_it_goes_up_and_the_duty_is_overdue(notice):
    run_on("2026-03-09")
    in_time = (kinds().count("correction.escalated"), register.overdue_duties(demo.COUNCIL, date(2026, 3, 9)))
    run_on("2026-03-10")
    run_on("2026-03-11")

    assert in_time == (0, [])
    assert kinds().count("correction.escalated") == 1
    assert len(register.overdue_duties(demo.COUNCIL, date(2026, 3, 10))) == 1


def test_a_copy_that_is_gone_needs_no_notice(reference, signed_in):
    from sharewell_office.aftercare.models import Copy

    Copy.objects.filter(reference=reference).update(state="gone", certificate={})

    answer = signed_in("h1").post("/corrections/new/", TOLD)

    assert answer.status_code == 403
    assert "No copy that somebody still holds" in answer.content.decode()


def test_a_withdrawal_of_consent_asks_recipients_to_stop(reference, signed_in):
    signed_in("h1").post("/corrections/new/", TOLD | {"change": "consent_withdrawn"})

    assert "consent.withdrawn" in kinds()
    assert len(owed(DutyKind.STOP_USE)) == 1


WITHDRAWN = TOLD | {"change": "consent_withdrawn"}


def test_whoever_withdraws_consent_is_withheld_by_the_same_stroke(signed_in):
    data_set = releases.row(collected()).data_set

    signed_in("h1").post("/corrections/new/", WITHDRAWN)
    signed_in("h1").post("/corrections/new/", WITHDRAWN)

    [person] = releases.withheld(data_set)
    assert list(person.known_by.values()) == ["SW1"]
    assert person.because == "consent_withdrawn"
    assert kinds().count("person.withheld") == 1
    assert not outbox.log().filter(template="withhold-by-hand").exists()


def test_where_the_office_cannot_tell_by_which_fields_it_asks_whoever_sent_the_notice(reference, signed_in):
    signed_in("h1").post("/corrections/new/", WITHDRAWN)

    assert [each.about for each in outbox.inbox("h1").filter(template="withhold-by-hand")] == [reference]


def test_no_other_change_withholds_anybody(signed_in):
    data_set = releases.row(collected()).data_set

    signed_in("h1").post("/corrections/new/", TOLD)

    assert releases.withheld(data_set) == []


@pytest.mark.parametrize("path", ["/corrections/", "/corrections/new/", "/who-holds/"])
def test_the_pages_open_empty(signed_in, path):
    assert signed_in("d1").get(path).status_code == 200


def test_nothing_typed_is_looked_up_as_nobody(signed_in):
    assert signed_in("h1").post("/corrections/new/", {"change": "corrected", "says": "x"}).status_code == 400


def test_two_who_acknowledge_at_once_are_one(notice):
    stale = store.notice(notice.pk, Viewer(party=notice.party))
    services.acknowledge(notice.pk, name="R", post="P", done=True, by=_rhea(), party=demo.COUNCIL)

    with pytest.raises(store.SomebodyElseAcknowledgedIt):
        store.acknowledged(stale, name="S", post="P", at=clock.now())


def _rhea():
    from builders.office_release import somebody

    return somebody("r1")
