"""`sharewell export terms`: signed by the office, good for thirty days, and only from a live authority."""

from __future__ import annotations

import json
from datetime import date

import pytest

from builders.office_release import somebody, the_agreement
from sharewell.ledger.note import VerifierKey
from sharewell.register.agreement import AgreementAction
from sharewell.register.signed_terms import refusals
from sharewell.register.terms import Terms
from sharewell_office.decisions import store as decisions
from sharewell_office.register import demo
from sharewell_office.register import services as register
from sharewell_office.register.models import Party
from sharewell_office.release import terms_export

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.SHAREWELL_HOME = tmp_path
    return tmp_path


def test_an_export_is_signed_with_the_key_that_lies_in_the_offices_home(home):
    document = json.loads(terms_export.signed_terms(the_agreement()))

    key = VerifierKey.parse((home / "keys" / "office.vkey").read_text().strip())
    assert refusals(document, key=key, on=TODAY) == ()
    assert refusals(document, key=key, on=date(2026, 4, 2)) != ()
    assert Terms.parse(document).reference == the_agreement()


def test_the_signing_key_is_made_once_and_only_its_owner_may_read_it(home):
    assert terms_export.office_key() == terms_export.office_key()
    assert (home / "keys" / "office.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("reference", ["ISA-2026-9999", "DSR-2026-9999"])
def test_there_is_nothing_to_export_of_an_authority_that_does_not_exist(reference):
    assert [refusal.rule.code for refusal in terms_export.signed_terms(reference)] == ["G_AUTHORITY"]


def test_nor_of_one_that_was_suspended():
    reference = the_agreement()
    register.take_step(reference, action=AgreementAction.SUSPEND, by=somebody("o2"))

    assert not isinstance(terms_export.signed_terms(reference), str)


def test_an_export_names_the_key_that_was_verified_with_the_recipient():
    document = json.loads(terms_export.signed_terms(the_agreement()))

    assert document["recipient_keys"] == [Party.objects.get(reference=demo.COUNCIL).age_key]


def test_there_is_no_export_while_no_key_is_verified():
    Party.objects.filter(reference=demo.COUNCIL).update(age_key_verified_on=None)

    refusals = terms_export.signed_terms(the_agreement())

    assert [refusal.rule.code for refusal in refusals] == ["G_KEY"]


def test_an_export_of_a_one_off_decision_is_good_for_three_days():
    reference = decisions.letting_leave_on(TODAY)[0].reference

    document = json.loads(terms_export.signed_terms(reference))

    assert (document["decision"], document["expires"]) == (reference, "2026-03-05")
