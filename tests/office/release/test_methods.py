"""Sealed with words that are read out, where the agreement says so: shown once, kept nowhere, and opened by others."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from datetime import date

import msoffcrypto
import openpyxl
import pyrage
import pytest

from builders.office_release import GOOD, agree, brought, somebody, the_agreement, the_release
from builders.openpgp import a_key, a_revoked_key
from sharewell.aftercare.keys import in_fours
from sharewell.engine import locks, sealing
from sharewell.register.method import METHODS, Method
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


def give_openpgp_key(signed_in, public, fingerprint):
    """The recipient pastes their key, and a handler hears the fingerprint on the telephone."""
    said = {"step": "verify", "kind": "openpgp", "read_out": fingerprint.lower(), "how": "Rhea, on our card"}
    page = f"/organisations/{demo.COUNCIL}/key/"
    assert signed_in("r1").post("/received/key/", {"step": "give", "key": public}).status_code == 302
    waits = signed_in("h1").get(page).content.decode()
    return waits, signed_in("h1").post(page, said).status_code


@pytest.mark.slow
def test_where_the_agreement_says_openpgp_it_goes_to_the_fingerprint_that_was_read_out(signed_in, tmp_path):
    public, secret, fingerprint = a_key()
    agree(sealed_with="openpgp")
    row = brought()
    before = services.release(row.reference, by=somebody())
    waits, verified = give_openpgp_key(signed_in, public, fingerprint)

    outcome = services.release(row.reference, by=somebody())

    # The age key on the card does not do, and the office never sees what is to be read out.
    assert codes(before) == ["G_KEY"]
    assert (in_fours(fingerprint) in waits, verified) == (False, 302)
    assert outcome.permitted, outcome.refusals
    row = the_release(row.reference)
    opened = sealing.open_parcel(vault.parcel(row.parcel), locks.OpenPGPSecret(secret), tmp_path / "out")
    assert opened.file.read_bytes() == GOOD
    assert opened.manifest["recipient_keys"] == [fingerprint]
    assert opened.manifest["sealed_with"] == {
        "method": "openpgp",
        "algorithm": METHODS[Method.OPENPGP].algorithm,
    }


def test_a_key_that_its_owner_revoked_since_it_was_verified_seals_nothing():
    agree(sealed_with="openpgp")
    row = brought()
    models.Party.objects.filter(reference=demo.COUNCIL).update(
        openpgp_key=a_revoked_key(), openpgp_key_verified_on=date(2026, 3, 1)
    )

    outcome = services.release(row.reference, by=somebody())

    assert codes(outcome) == ["G_KEY"]
    assert "revoked" in outcome.refusals[0].reason


@pytest.mark.slow
def test_a_workbook_with_a_password_opens_with_it_in_another_program(tmp_path):
    bases("")
    agree(sealed_with="xlsx")
    content = as_workbook()
    row = brought(content, name="referrals.xlsx")
    words = services.fresh_passphrase()

    outcome = services.release(row.reference, by=somebody(), passphrase=words)

    assert outcome.permitted, outcome.refusals
    row = the_release(row.reference)
    assert row.manifest["sealed_with"] == {"method": "xlsx", "algorithm": METHODS[Method.XLSX].algorithm}
    sealed = vault.parcel(row.parcel) / "referrals.xlsx"
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

    # And whoever brought data of a special category does not let them go: that is an agreement's rule as well.
    assert codes(outcome) == ["G_KEY", "G_KEY", "DE_SOD"]
    assert all("TM_TOO_WEAK" in each.reason for each in outcome.refusals[:2])
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
