"""Two who change the same thing at once, on screen: the later one is told, and led to the page as it stands."""

from __future__ import annotations

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import IntegrityError
from django.test import RequestFactory

from builders.office_survey import an_organisation, browser, launched, return_of
from sharewell.assurance.survey import returns as core
from sharewell_office.adapters import clock
from sharewell_office.assurance.meanwhile import looks_again
from sharewell_office.assurance.survey import store
from sharewell_office.assurance.survey.store import SomebodyElseChangedIt
from sharewell_office.people.store import actor_by_id


def a_post():
    request = RequestFactory().post("/assurance/returns/RET-2026-0001/sign/")
    request._messages = CookieStorage(request)
    return request


@pytest.mark.parametrize("raised", [SomebodyElseChangedIt, IntegrityError])
def test_whoever_is_overtaken_is_told_and_looks_again(raised):
    @looks_again("assurance:return", SomebodyElseChangedIt)
    def late(request, reference):
        raise raised

    request = a_post()
    answer = late(request, "RET-2026-0001")

    assert (answer.status_code, answer.url) == (302, "/assurance/returns/RET-2026-0001/")
    assert [str(each) for each in request._messages] == [
        "Somebody else changed this a moment ago. Look again, then go on."
    ]


def test_another_fault_is_not_taken_for_it():
    @looks_again("assurance:return", SomebodyElseChangedIt)
    def broken(request, reference):
        raise LookupError

    with pytest.raises(LookupError):
        broken(a_post(), "RET-2026-0001")


@pytest.mark.django_db
def test_a_return_that_changes_between_reading_and_keeping_is_not_written_over(at):
    """The deputy adds a flow after the respondent's page was read, and before it is kept: nothing is lost."""
    with at("2026-06-01T09:00"):
        an_organisation("HR")
        launched()
        was = store.return_of(return_of("HR"))
        browser("hr-deputy").post(f"/assurance/returns/{was.reference}/flows/")
        outcome = core.save(was, by=actor_by_id("hr-respondent", clock.today()), at=clock.now())

        with pytest.raises(SomebodyElseChangedIt):
            store.save(was, core.apply(was, outcome.events[0]))

        assert len(store.flows_in(was.reference)) == 1
