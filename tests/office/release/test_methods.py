"""Sealed with words that are read out, where the agreement says so: shown once, kept nowhere, and opened by others."""

from __future__ import annotations

import io
import re
import subprocess
import sys

import msoffcrypto
import openpyxl
import pyrage
import pytest

from builders.office_release import GOOD, agree, brought, somebody, the_agreement, the_release
from sharewell.engine import sealing
from sharewell_office.ledger import models as ledger
from sharewell_office.register import demo, models
from sharewell_office.release import services, vault

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(at):
    with at("2026-03-02T10:00"):
        yield


def shown(page):
    return re.search(r'id="passphrase">([^<]+)<', page.content.decode()).group(1)


def as_workbook(content=GOOD):
    book = openpyxl.Workbook()
    for line in content.decode().splitlines():
        book.active.append(line.split(","))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def bases(condition):
    """The agreement gives one basis, with that condition of Article 9, or none: then it is no special category data."""
    row = models.Agreement.objects.get(reference=the_agreement())
    row.particulars = row.particulars | {
        "bases": [{"party": "us", "sends": True, "basis": "e", "condition": condition, "power": "pow.13"}]
    }
    row.save(update_fields=["particulars"])


def codes(outcome):
    return [each.rule.code for each in outcome.refusals]


@pytest.mark.slow
def test_a_passphrase_is_shown_once_and_opens_the_parcel_and_is_kept_nowhere(signed_in):
    agree(sealed_with="passphrase")
    models.Party.objects.filter(reference=demo.COUNCIL).update(age_key="", age_key_verified_on=None)
    row, browser = brought(), signed_in("h1")

    page = browser.post(f"/releases/{row.reference}/release/")
    words = shown(page)
    again = browser.get(f"/releases/{row.reference}/").content.decode()

    row = the_release(row.reference)
    parcel = vault.parcel(row.parcel)
    assert pyrage.passphrase.decrypt((parcel / "data.age").read_bytes(), words) == GOOD
    assert row.manifest["sealed_with"] == {"method": "passphrase", "algorithm": "age v1, scrypt"}
    assert page["Cache-Control"].count("no-store")
    kept = str(list(ledger.Words.objects.values())) + str(row.__dict__) + again
    assert words not in kept
    assert all(words.encode() not in each.read_bytes() for each in parcel.iterdir())


def test_a_program_cannot_release_what_must_be_read_out():
    agree(sealed_with="passphrase")
    row = brought()

    outcome = services.release(row.reference, by=somebody())

    assert codes(outcome) == ["G_KEY"]
    assert the_release(row.reference).status == "ready"


@pytest.mark.slow
def test_a_workbook_with_a_password_opens_with_it_in_another_program(tmp_path):
    bases("")
    agree(sealed_with="xlsx")
    content = as_workbook()
    row = brought(content, name="referrals.xlsx")
    words = services.fresh_passphrase()

    outcome = services.release(row.reference, by=somebody(), passphrase=words)

    assert outcome.permitted, outcome.refusals
    sealed = vault.parcel(the_release(row.reference).parcel) / "referrals.xlsx"
    opened = tmp_path / "opened.xlsx"
    tool = [sys.executable, "-m", "msoffcrypto", "-p", words, sealed, opened]
    subprocess.run(tool, check=True, capture_output=True)
    assert msoffcrypto.OfficeFile(sealed.open("rb")).is_encrypted()
    assert opened.read_bytes() == content


def test_a_workbook_with_a_password_is_too_weak_for_special_category_data():
    bases("A condition of Article 9")
    agree(sealed_with="xlsx")
    row = brought()

    outcome = services.release(row.reference, by=somebody(), passphrase="words")

    assert codes(outcome) == ["G_KEY", "G_KEY"]
    assert all("TM_TOO_WEAK" in each.reason for each in outcome.refusals)
    assert the_release(row.reference).status == "ready"


def test_a_workbook_that_changed_since_it_was_examined_is_not_sealed(monkeypatch):
    bases("")
    agree(sealed_with="xlsx")
    row = brought(as_workbook(), name="referrals.xlsx")
    real = vault.fresh_parcel
    changed = vault.file(row.sha256)
    monkeypatch.setattr(vault, "fresh_parcel", lambda name: (changed.write_bytes(b"x"), real(name))[1])

    with pytest.raises(sealing.ChangedWhileSealing):
        services.release(row.reference, by=somebody(), passphrase="words")

    assert the_release(row.reference).status == "permitted"
    assert not the_release(row.reference).parcel


def test_words_to_be_read_out_are_long_enough_and_never_the_same():
    made = {services.fresh_passphrase() for _ in range(100)}

    assert len(made) == 100
    assert all(re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", each) for each in made)
