"""To every party of a decision and a release goes the receipt of it, with the letter that tells them."""

from __future__ import annotations

import pytest

from builders.post_office import Smtp, running
from builders.record import NOON, an_event
from sharewell.ledger.receipt import FOR_THE_PARTY
from sharewell.ledger.verdict import verify
from sharewell_office.adapters import clock
from sharewell_office.ledger import messages, store
from sharewell_office.ledger.keys import signing_key
from sharewell_office.ledger.sending import send_waiting
from sharewell_office.ledger.services import Message, record

pytestmark = pytest.mark.django_db
PARTY = "rhea@council.northshire.example"


@pytest.fixture
def server(settings):
    with clock.set_to(NOON), running(Smtp()) as server:
        settings.SHAREWELL_SMTP, settings.SHAREWELL_MAIL_FROM = server.url, "office@northshire.example"
        yield server


def tell(
    kind: str, *, to: str = PARTY, about: str = "REL-2026-0007", template: str = "parcel-offered"
) -> None:
    """What happened, among other things that are nobody's business, and a letter about it."""
    secret = an_event(kind="advice.given", about=about, details={"text": "our reasons"})
    told = an_event(kind=kind, about=about, details={"recipient": "ORG-0001"})
    record([secret, told, secret], messages=[Message(to=to, template=template, about=about)])


def attached(letter) -> list[bytes]:
    return [part.get_content() for part in letter.iter_attachments()]


def test_every_kind_of_entry_that_is_written_for_a_party_has_its_letter():
    with_one = {messages.receipt_with(template) for template in messages.TEMPLATES}

    assert with_one - {""} == FOR_THE_PARTY


@pytest.mark.parametrize("template", [each for each in messages.TEMPLATES if messages.receipt_with(each)])
def test_the_receipt_goes_with_the_letter_opens_that_entry_alone_and_verifies_without_us(server, template):
    kind = messages.receipt_with(template)
    tell(kind, template=template)

    assert send_waiting(NOON) == "1 sent"

    (receipt,) = attached(server.letters[0])
    judged = verify(receipt, key=signing_key().verifier())
    assert judged.anchored
    assert [entry.leaf.kind for entry in judged.evidence.events] == [kind]
    assert b"our reasons" not in receipt
    assert "REL-2026-0007.tlog-proof" in str(server.letters[0])


def test_of_two_offers_each_letter_has_its_own_receipt(server):
    tell("release.offered")
    tell("release.offered")

    send_waiting(NOON)

    opened = [verify(attached(letter)[0]).evidence.events[0].index for letter in server.letters]
    assert opened == [1, 4]


def test_our_own_people_get_the_letter_alone(server):
    from sharewell_office.people.models import User

    assert User.objects.filter(username="h1").exists()
    tell("release.offered", to="h1")

    send_waiting(NOON)

    assert attached(server.letters[0]) == []


def test_what_was_destroyed_before_the_letter_left_is_in_no_receipt(server):
    tell("release.offered")
    store.destroy_key("REL-2026-0007", at=NOON)

    assert send_waiting(NOON) == "1 sent"

    assert attached(server.letters[0]) == []
