"""After the share, too, what is late and what runs stands on the desk of whom it waits for, and of nobody else."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from builders.office_aftercare import held
from sharewell_office.aftercare.incidents import store as incidents
from sharewell_office.aftercare.models import Incident
from sharewell_office.aftercare.retention import store as copies

pytestmark = pytest.mark.django_db

STAFF = ("h1", "h2", "o1", "d1", "a1")
NOTHING: dict[str, list[object]] = {each: [] for each in STAFF}
TOLD = {"change": "corrected", "identifier": "SW1", "says": "Row SW1: the house number is 11"}


def waiting(signed_in, username):
    """The rows of the desk that come from after the share, as (next step, due, whether its page opens)."""
    browser = signed_in(username)
    items = browser.get(reverse("desk:home")).context["items"]
    ours = [each for each in items if each.url.startswith(("/copies/", "/corrections/", "/incidents/"))]
    return [(each.next, each.due, browser.get(each.url).status_code) for each in ours]


def test_a_copy_past_its_last_day_waits_for_its_handler_and_once_overdue_for_the_dpo_too(signed_in, at):
    copy = copies.row(held(destroy_by=date(2026, 3, 2)))
    asked = ("Ask for the certificate of destruction", copy.certificate_due, 200)

    on_the_day = waiting(signed_in, "h1")
    with at("2026-03-03T10:00"):
        day_after = {each: waiting(signed_in, each) for each in STAFF}
    with at("2026-03-17T10:00"):
        overdue = {each: waiting(signed_in, each) for each in STAFF}

    assert copy.certificate_due == date(2026, 3, 16)
    assert on_the_day == []
    assert day_after == NOTHING | {"h1": [asked]}
    assert overdue == NOTHING | {"h1": [asked], "d1": [asked]}


@pytest.mark.parametrize("change", ["held", "gone"])
def test_a_copy_on_hold_or_gone_waits_for_nobody(signed_in, at, change):
    copy = copies.row(held(destroy_by=date(2026, 3, 2)))
    getattr(copies, change)(copy, {"reason": "An inquiry"})

    with at("2026-03-17T10:00"):
        assert [waiting(signed_in, each) for each in ("h1", "d1")] == [[], []]


def test_a_notice_not_acknowledged_in_time_waits_for_whoever_sent_it_and_for_the_dpo(signed_in, at):
    held("SW1")
    signed_in("h1").post("/corrections/new/", TOLD)
    chase = ("Chase the recipient, or record the acknowledgement", date(2026, 3, 9), 200)

    with at("2026-03-09T10:00"):
        in_time = {each: waiting(signed_in, each) for each in STAFF}
    with at("2026-03-10T10:00"):
        late = {each: waiting(signed_in, each) for each in STAFF}

    assert in_time == NOTHING
    assert late == NOTHING | {"h1": [chase], "d1": [chase]}


@pytest.mark.parametrize(
    ("state", "columns", "step", "due"),
    [
        ("suspected", {}, "Assess it", date(2026, 3, 5)),
        ("assessed", {}, "Decide whether the regulator and the people are told", date(2026, 3, 5)),
        ("decided", {"decisions": {}}, "Close it, with reasons", None),
    ],
)
def test_an_open_incident_waits_for_the_dpo_until_72_hours_are_over(signed_in, state, columns, step, due):
    tell(signed_in)
    incidents.change(Incident.objects.get(), state=state, **columns)

    found = {each: [row[:2] for row in waiting(signed_in, each)] for each in STAFF}

    assert found == NOTHING | {"d1": [(step, due)]}


def test_an_incident_that_is_closed_waits_for_nobody(signed_in):
    tell(signed_in)
    row = Incident.objects.get()
    incidents.change(row, state="closed", decisions={}, closed_why="Key safe", closed_at=row.reported_at)

    assert waiting(signed_in, "d1") == []


def tell(signed_in) -> None:
    said = {
        "kind": "potential", "what": "A laptop was lost on a train", "release": held(),
        "happened_on_day": "1", "happened_on_month": "3", "happened_on_year": "2026", "happened_at": "19:00",
    }  # fmt: skip
    answer = signed_in("r1").post("/received/incident/", said)
    assert answer.status_code == 302, answer.content.decode()
