"""The clock of a copy: begun by the collection, chased by a job, ended by a certificate, stopped by a hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from builders.office_aftercare import collect, collected, held
from builders.office_release import an_upload, brought, somebody, the_release
from builders.working_days import NONE
from sharewell.register.card import DutyKind
from sharewell_office.adapters import clock
from sharewell_office.adapters.jobs import run_due
from sharewell_office.aftercare.jobs import JOBS
from sharewell_office.aftercare.models import Copy
from sharewell_office.aftercare.retention import services, store
from sharewell_office.decisions import store as decisions
from sharewell_office.decisions.models import Decision
from sharewell_office.ledger import models as ledger
from sharewell_office.ledger import outbox
from sharewell_office.people.holidays import store as holidays
from sharewell_office.people.models import User
from sharewell_office.register import demo
from sharewell_office.register import store as register
from sharewell_office.release import services as releases
from sharewell_office.release.services import letting_go

pytestmark = pytest.mark.django_db

WHOLE = {
    "copies": "One folder and its backup",
    "method": "purge",
    "standard": "NIST SP 800-88",
    "destroyed_on_day": "2", "destroyed_on_month": "3", "destroyed_on_year": "2026",
    "name": "Rhea Castell", "post": "Manager", "signed": "on",
}  # fmt: skip


@pytest.fixture
def copy() -> Copy:
    """A copy that the council has held since that morning."""
    return store.row(held())


def duty():
    return next(each for each in register.duties(demo.COUNCIL) if each.kind is DutyKind.CERTIFICATE)


def run_on(day: date) -> None:
    run_due(clock.now().replace(year=day.year, month=day.month, day=day.day), jobs=JOBS)


def kinds() -> list[str]:
    return list(ledger.Leaf.objects.order_by("pk").values_list("kind", flat=True))


def written_to() -> list[tuple[str, str]]:
    return sorted(outbox.log().values_list("template", "to"))


# --- it begins --------------------------------------------------------------------------------------------------------
@pytest.mark.requirement("OPCC-3.4d4")
def test_whoever_collects_owes_a_certificate_from_then_on():
    copy = store.row(collected())

    assert (copy.state, copy.party, copy.inbound) == ("held", demo.COUNCIL, False)
    assert (duty().about, duty().due, duty().done_on) == (copy.reference, copy.certificate_due, None)


def test_the_level_that_a_decision_asked_for_reaches_the_copy_and_no_lesser_certificate_does(signed_in):
    request = decisions.letting_leave_on(clock.today())[0].reference
    Decision.objects.filter(request__reference=request).update(certificate_level=3)
    copy = store.row(delivered(request))

    path = f"/copies/{copy.reference}/certificate/"
    asked = signed_in("h1").get(path).content.decode()
    lesser = signed_in("h1").post(path, WHOLE)
    enough = signed_in("h1").post(path, WHOLE | {"evidence": "LOG-7"})

    assert copy.least_level == 3
    assert "a certificate of level 3" in asked
    assert (lesser.status_code, enough.status_code) == (403, 302)
    assert store.row(copy.reference).certificate["level"] == "3"


def delivered(request: str) -> str:
    """The release of one row under that decision, collected by its recipient."""
    names = decisions.authority(request, clock.today()).terms.schema.names
    content = f"{','.join(names)}\n{','.join('x' for _ in names)}\n".encode()
    brought = releases.bring(an_upload(content, "extract.csv"), under=request, by=somebody()).reference
    outcome = releases.release(brought, by=somebody())
    assert outcome.permitted, outcome.refusals
    return collect(brought)


# --- it is chased -----------------------------------------------------------------------------------------------------
def test_the_ladder_reminds_each_time_once_and_goes_up_in_the_end(copy):
    days = [
        store.core.working_days_after(copy.destroy_by, offset, proclaimed=NONE)
        for offset in store.core.LADDER
    ]
    for day in days:
        run_on(day)
        run_on(day)

    reminders = [template for template, _ in written_to()]
    assert reminders.count("certificate-due") == 4
    assert ("certificate-overdue", "d1") in written_to()
    assert kinds().count("retention.chased") == 5


def test_after_a_gap_only_the_last_reminder_goes_out(copy):
    run_on(store.core.working_days_after(copy.destroy_by, 6, proclaimed=NONE))

    assert kinds().count("retention.chased") == 1
    assert store.row(copy.reference).rung == 4


@pytest.mark.requirement("OPCC-3.4d4")
def test_on_the_tenth_working_day_the_duty_is_overdue_and_before_it_is_not(copy):
    on_the_day_before = store.core.working_days_after(copy.destroy_by, 9, proclaimed=NONE)
    run_on(on_the_day_before)
    before = register.overdue_duties(demo.COUNCIL, on_the_day_before)
    run_on(copy.certificate_due)

    assert before == []
    assert [each.about for each in register.overdue_duties(demo.COUNCIL, copy.certificate_due)] == [
        copy.reference
    ]


@pytest.mark.requirement("OPCC-3.4d4")
def test_a_day_off_that_is_proclaimed_meanwhile_moves_the_certificate_and_what_is_owed(copy):
    day_off = store.core.working_days_after(copy.destroy_by, 3, proclaimed=NONE)
    later = store.core.working_days_after(copy.certificate_due, 1, proclaimed=NONE)
    run_on(copy.destroy_by)
    before = (store.row(copy.reference).certificate_due, duty().due)

    holidays.add(day_off, why="The jubilee.", by="k1", at=clock.now())
    run_on(copy.destroy_by + timedelta(days=1))
    moved = (store.row(copy.reference).certificate_due, duty().due)
    run_on(copy.certificate_due)
    in_time = register.overdue_duties(demo.COUNCIL, copy.certificate_due)
    run_on(later)

    assert (before, moved) == ((copy.certificate_due,) * 2, (later,) * 2)
    assert in_time == []
    assert [each.about for each in register.overdue_duties(demo.COUNCIL, later)] == [copy.reference]
    assert kinds().count("retention.due_moved") == 1


# --- it ends ----------------------------------------------------------------------------------------------------------
@pytest.mark.requirement("OPCC-3.4d4")
def test_the_recipient_gives_the_certificate_and_the_duty_is_cleared(copy, signed_in):
    answer = signed_in("r1").post(f"/received/{copy.reference}/certificate/", WHOLE)

    assert answer.status_code == 302, answer.content.decode()
    assert store.row(copy.reference).state == "gone"
    assert duty().done_on == date(2026, 3, 2)
    assert kinds()[-2:] == ["retention.certified", "duty.cleared"]


@pytest.mark.requirement("OPCC-3.4d4", "OPCC-7.5b")
def test_what_is_overdue_lets_nothing_more_go_until_it_is_destroyed_or_given_back(signed_in):
    row = brought()
    late = held(destroy_by=date(2026, 2, 13))
    with clock.set_to(clock.now() + timedelta(days=1)):
        refused = releases.release(row.reference, by=somebody())
        owed = letting_go.answers(the_release(row.reference))["G16"]
        given = signed_in("r1").post(f"/received/{late}/certificate/", WHOLE | {"method": "return"})
        after = letting_go.answers(the_release(row.reference))["G16"]

    assert [each.rule.code for each in refused.refusals] == ["G_RECIPIENT"]
    assert [late in each.reason for each in owed] == [True]
    assert given.status_code == 302
    assert (store.row(late).state, store.row(late).certificate["method"], after) == ("gone", "return", ())


def test_who_has_certified_is_reminded_no_more(copy, signed_in):
    signed_in("r1").post(f"/received/{copy.reference}/certificate/", WHOLE)

    run_on(copy.certificate_due)

    assert "retention.chased" not in kinds()


def test_an_unsigned_certificate_is_refused_with_the_rule(copy, signed_in):
    unsigned = {key: value for key, value in WHOLE.items() if key != "signed"}

    answer = signed_in("r1").post(f"/received/{copy.reference}/certificate/", unsigned)

    assert answer.status_code == 403
    assert "not signed" in answer.content.decode()
    assert store.row(copy.reference).state == "held"


def test_a_handler_records_a_certificate_that_came_on_paper(copy, signed_in):
    answer = signed_in("h1").post(f"/copies/{copy.reference}/certificate/", WHOLE)

    assert answer.status_code == 302
    assert store.row(copy.reference).certificate["given_by"] == "h1"


@pytest.mark.parametrize("path", ["/received/{}/", "/received/{}/certificate/"])
def test_another_recipient_does_not_even_learn_that_it_is_there(copy, signed_in, path):
    User.objects.filter(username="r1").update(party_reference=demo.POLICE)

    assert signed_in("r1").get(path.format(copy.reference)).status_code == 404


# --- a hold -----------------------------------------------------------------------------------------------------------
def test_a_hold_stops_reminders_and_certificates_and_its_lifting_starts_them_again(copy, signed_in):
    dpo = signed_in("d1")
    dpo.post(f"/copies/{copy.reference}/hold/", {"reason": "A public inquiry"})
    refused = signed_in("r1").post(f"/received/{copy.reference}/certificate/", WHOLE)
    run_on(copy.certificate_due)
    while_held = (kinds().count("retention.chased"), register.overdue_duties(demo.COUNCIL, date(2030, 1, 1)))
    dpo.post(f"/copies/{copy.reference}/hold/", {"lift": "1"})

    assert refused.status_code == 403
    assert "on hold" in refused.content.decode()
    assert while_held == (0, [])
    assert store.row(copy.reference).state == "held"
    assert ("hold", demo_contact()) in written_to()
    assert duty().due >= copy.certificate_due


def demo_contact() -> str:
    return register.party(demo.COUNCIL).contact


def test_nobody_but_the_dpo_or_the_chief_executive_holds(copy, signed_in):
    assert signed_in("h1").post(f"/copies/{copy.reference}/hold/", {"reason": "x"}).status_code == 403


# --- what came in -----------------------------------------------------------------------------------------------------
def test_what_came_in_has_the_same_clock_and_we_are_reminded(signed_in):
    given = {
        "party": demo.POLICE, "title": "Custody returns for the quarter",
        "received_on_day": "1", "received_on_month": "3", "received_on_year": "2026",
        "destroy_by_day": "1", "destroy_by_month": "6", "destroy_by_year": "2026",
    }  # fmt: skip
    browser = signed_in("h1")

    answer = browser.post("/copies/new/", given)
    reference = Copy.objects.get(inbound=True).reference
    run_on(date(2026, 6, 1))
    certified = browser.post(f"/copies/{reference}/certificate/", WHOLE)

    assert answer.status_code == 302
    assert ("certificate-due", "h1") in written_to()
    assert certified.status_code == 302
    assert [each for each in register.duties(demo.POLICE) if each.about == reference] == []


@pytest.mark.parametrize("who", ["h1", "d1", "o1", "a1"])
def test_the_pages_show_empty_and_with_something(signed_in, who, copy):
    browser = signed_in(who)

    assert copy.reference in browser.get("/copies/").content.decode()
    assert copy.title in browser.get(f"/copies/{copy.reference}/").content.decode()
    assert browser.get("/copies/?which=in").status_code == 200
    assert browser.get("/copies/IN-2026-9999/").status_code == 404


def test_a_recipient_sees_what_they_hold_and_what_to_do(copy, signed_in):
    browser = signed_in("r1")

    assert copy.reference in browser.get("/received/").content.decode()
    assert "Destroy them by" in browser.get(f"/received/{copy.reference}/").content.decode()


def test_a_second_writer_changes_nothing(copy):
    stale = store.row(copy.reference)
    services.hold(copy.reference, reason="An inquiry", by=somebody("d1"))

    with pytest.raises(store.SomebodyElseChangedIt):
        store.chased(stale, 1)
