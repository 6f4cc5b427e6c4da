"""What others gave us is looked after like what we give: their corrections are carried out, our incidents told them."""

from __future__ import annotations

from datetime import date

import pytest

from builders.office_aftercare import another_partners_person, held
from builders.office_release import somebody
from builders.signed_in import signed_in_now
from sharewell_office.adapters import clock
from sharewell_office.adapters.jobs import run_due
from sharewell_office.aftercare.corrections import services as corrections
from sharewell_office.aftercare.corrections import store as notices
from sharewell_office.aftercare.incidents import store as incidents
from sharewell_office.aftercare.models import Incident, Notice
from sharewell_office.aftercare.retention import services as retention
from sharewell_office.ledger import models as ledger
from sharewell_office.people import store as people
from sharewell_office.register import demo, models
from sharewell_office.register import store as register

pytestmark = pytest.mark.django_db

TOLD = {
    "change": "corrected",
    "told_on_day": "2",
    "told_on_month": "3",
    "told_on_year": "2026",
    "says": "Row 4: the district",
}
DONE = {"name": "Hana Morris", "post": "Case handler", "done": "on"}
HAPPENED = {
    "kind": "actual", "what": "A laptop was lost", "party": demo.COUNCIL, "happened_at": "07:30",
    "happened_on_day": "2", "happened_on_month": "3", "happened_on_year": "2026",
}  # fmt: skip


@pytest.fixture
def copy():
    """A copy of the council's data that we hold since January."""
    reference, refusals = retention.receive(
        party=demo.COUNCIL, title="Tenancies", received_on=date(2026, 1, 5), destroy_by=date(2026, 12, 31),
        by=somebody("h1"),
    )  # fmt: skip
    assert not refusals
    return reference


def letters(template):
    return sorted(ledger.Message.objects.filter(template=template).values_list("to", flat=True))


def kinds(reference):
    found = ledger.Words.objects.filter(case__reference=reference).order_by("pk")
    return list(found.values_list("leaf__kind", flat=True))


def waiting(username, store, *more):
    return [each.next for each in store.open_work(people.actor_by_id(username, clock.today()), *more)]


@pytest.mark.requirement("OPCC-3.4c")
def test_a_change_that_the_giver_tells_us_of_is_carried_out_and_they_hear_of_it(signed_in, copy):
    handler = signed_in("h1")
    page = f"/copies/{copy}/change/"

    empty = handler.post(page, TOLD | {"says": ""})
    taken = handler.post(page, TOLD)
    row = Notice.objects.get(inbound=True)
    to_do = waiting("h1", notices, clock.today())
    portal = signed_in("r1").get("/received/").content.decode()
    done = handler.post(f"/corrections/{row.pk}/acknowledge/", DONE)

    assert (empty.status_code, taken.status_code, done.status_code) == (400, 302, 302)
    assert (row.due, row.release, row.party) == (date(2026, 3, 9), copy, demo.COUNCIL)
    assert to_do == ["Carry it out in every copy, and acknowledge it"]
    assert "and they corrected it" in handler.get("/corrections/").content.decode()
    # It is ours to do: nothing waits for the giver, and nothing is owed by them.
    assert f"/received/notices/{row.pk}/" not in portal
    assert [each for each in register.duties(demo.COUNCIL) if each.about == copy] == []
    assert kinds(copy) == ["copy.received", "correction.received", "correction.carried_out"]
    assert letters("correction-carried-out") == [register.party(demo.COUNCIL).contact]
    row.correction.refresh_from_db()
    assert row.correction.says == ""  # what it said is kept no longer than it is needed


TELLS = {"change": "restricted", "says": "Row 4: no longer use it"}


@pytest.mark.requirement("OPCC-3.4c")
def test_the_giver_tells_us_in_their_portal_and_sees_what_became_of_it(signed_in, copy):
    giver, page = signed_in("r1"), f"/received/given/{copy}/"

    empty = giver.post(f"{page}change/", TELLS | {"says": ""})
    sent = giver.post(f"{page}change/", TELLS)
    row = Notice.objects.get(inbound=True)
    waits, to_do = giver.get(page).content.decode(), waiting("h1", notices, clock.today())
    signed_in("h1").post(f"/corrections/{row.pk}/acknowledge/", DONE)
    done = giver.get(page).content.decode()

    assert (empty.status_code, sent.status_code) == (400, 302)
    assert "To be carried out by 9 March 2026" in waits
    assert to_do == ["Carry it out in every copy, and acknowledge it"]
    assert "Carried out 2 March 2026" in done
    assert "by Hana Morris, Case handler" in done
    assert page in giver.get("/received/").content.decode()
    assert letters("correction-received") == ["h1"]


def test_nobody_tells_us_of_what_another_gave_or_of_what_is_theirs_to_destroy(signed_in, copy):
    ours = held("SW1")

    asked = [
        signed_in_now(another_partners_person()).post(f"/received/given/{copy}/change/", TELLS),
        signed_in("r1").post(f"/received/given/{ours}/change/", TELLS),
        signed_in("h1").post(f"/received/given/{copy}/change/", TELLS),
    ]

    assert [each.status_code for each in asked] == [404, 404, 403]
    assert not Notice.objects.exists()


def test_what_we_do_not_carry_out_in_time_comes_to_our_dpo_and_not_to_the_giver(copy, at):
    corrections.take_down(
        corrections.core.Change.ERASED, copy=copy, says="Row 4", told_on=date(2026, 3, 2), by=somebody("h1")
    )

    with at("2026-03-10T09:00"):
        run_due(clock.now())

    assert letters("correction-overdue") == ["d1"]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"told_on": date(2026, 1, 4)}, "before we had the data"),
        ({"told_on": date(2026, 3, 3)}, "still to come"),
        ({"says": " "}, "what we must do"),
        ({"by": "o1"}, "handle requests"),
    ],
)
def test_what_cannot_be_so_is_not_taken_down(copy, changed, says):
    said = {"says": "Row 4", "told_on": date(2026, 3, 2), "by": "h1"} | changed
    said["by"] = somebody(said["by"])

    reference, outcome = corrections.take_down(corrections.core.Change.ERASED, copy=copy, **said)

    assert (reference, Notice.objects.count()) == ("", 0)
    assert any(says in each.reason for each in outcome.refusals)


@pytest.mark.requirement("OPCC-7.4a")
def test_an_incident_of_ours_with_their_data_is_told_them_at_once_and_never_stands_on_their_card(
    signed_in, copy
):
    told = signed_in("o1").post("/incidents/new/", HAPPENED | {"release": copy})

    row = Incident.objects.get()
    page = signed_in("d1").get(f"/incidents/{row.reference}/").content.decode()
    assert told.status_code == 302
    assert (row.inbound, row.whose, row.giver_told_at) == (True, "ours", clock.now())
    assert kinds(row.reference)[:2] == ["incident.reported", "incident.giver_told"]
    party = register.party(demo.COUNCIL)
    assert letters("incident-with-your-data") == sorted(
        each for each in (party.contact, party.dpo_contact) if each
    )
    assert list(register.open_incidents(demo.COUNCIL)) == []
    assert "Incident of ours with data of Northshire Council" in page
    assert "5 March 2026, 10:00am, counted from the report" in page


@pytest.mark.requirement("OPCC-7.4a")
def test_where_no_address_is_known_the_dpo_tells_them_within_a_day_and_closes_nothing_before(signed_in, copy):
    models.Party.objects.filter(reference=demo.COUNCIL).update(contact="", dpo_contact="")
    signed_in("o1").post("/incidents/new/", HAPPENED | {"release": copy})
    row, dpo = Incident.objects.get(), signed_in("d1")
    Incident.objects.filter(pk=row.pk).update(state="decided", decisions={})

    before = waiting("d1", incidents)
    early = dpo.post(f"/incidents/{row.reference}/close/", {"why": "Found again"})
    said = dpo.post(f"/incidents/{row.reference}/tell-giver/", {"how": "Rang their DPO at 10:00"})
    closed = dpo.post(f"/incidents/{row.reference}/close/", {"why": "Found again"})

    assert before == ["Tell Northshire Council, who gave us the data, within 24 hours"]
    assert [early.status_code, said.status_code, closed.status_code] == [403, 302, 302]
    assert kinds(row.reference) == ["incident.reported", "incident.giver_told", "incident.closed"]


def test_an_incident_with_what_they_have_of_ours_stays_theirs(signed_in, copy):
    signed_in("d1").post("/incidents/new/", HAPPENED | {"release": ""})

    row = Incident.objects.get()
    assert (row.inbound, row.whose) == (False, "theirs")
    assert [each.reference for each in register.open_incidents(demo.COUNCIL)] == [row.reference]
