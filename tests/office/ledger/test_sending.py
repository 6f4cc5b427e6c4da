"""Messages leave after the commit, at most once, by SMTP or Notify, and hold nothing about anybody."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
from datetime import timedelta

import pytest

from builders.post_office import Notify, Smtp, running
from builders.record import NOON, an_event
from sharewell_office.adapters import clock
from sharewell_office.ledger import messages, outbox
from sharewell_office.ledger.jobs import JOBS
from sharewell_office.ledger.messages import Message, NoSuchTemplate, SaysTooMuch
from sharewell_office.ledger.sending import send_waiting
from sharewell_office.ledger.services import record
from sharewell_office.people.models import User

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
SERVICE, SECRET = "5a0c0ffe-0000-4000-8000-000000000001", "5ec2e7ff-0000-4000-8000-000000000002"


@pytest.fixture(autouse=True)
def noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture(params=["smtp", "notify"])
def server(request, settings):
    """A real server of either kind, and the office set to use it."""
    with running(Smtp() if request.param == "smtp" else Notify()) as server:
        if request.param == "smtp":
            settings.SHAREWELL_SMTP, settings.SHAREWELL_MAIL_FROM = server.url, "office@northshire.example"
        else:
            settings.SHAREWELL_NOTIFY_URL, settings.SHAREWELL_NOTIFY_TEMPLATE = server.url, "a-template"
            settings.SHAREWELL_NOTIFY_KEY = f"our-key-{SERVICE}-{SECRET}"
        yield server


def tell(to: str = "rhea@council.northshire.example", **changes) -> None:
    given = {
        "to": to,
        "template": "parcel-collected",
        "about": "REL-2026-0007",
        "link": "/parcels/REL-2026-0007/",
    }
    record([an_event()], messages=[Message(**given | changes)])


def send(minutes: float = 0) -> str:
    moment = NOON + minutes * MINUTE
    with clock.set_to(moment):
        return send_waiting(moment)


def states() -> list[str]:
    return list(outbox.log().values_list("state", flat=True))


# --- it leaves --------------------------------------------------------------------------------------------------------
def test_a_message_leaves_once_however_often_the_job_runs(server):
    tell()

    said = [send(), send(), send(60)]

    assert said == ["1 sent", "Nothing waited", "Nothing waited"]
    assert len(server.letters) == 1
    assert states() == ["sent"]


def test_to_a_person_it_goes_to_the_address_they_have_now(server):
    User.objects.filter(username="d1").update(email="dilys@new.northshire.example")
    tell("d1")

    send()

    assert "dilys@new.northshire.example" in str(server.letters[0])


def test_a_person_who_has_left_is_written_to_no_more(server):
    User.objects.filter(username="d1").update(is_active=False)
    tell("d1")

    send()

    assert (states(), server.letters) == (["given_up"], [])


def test_what_was_rolled_back_is_never_sent(server):
    def no():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        record([an_event()], save=no, messages=[Message(to="d1", template="parcel-collected", about="REL-1")])
    send()

    assert (states(), server.letters) == ([], [])


def test_a_letter_says_what_it_is_about_and_where_and_nothing_else(server, settings):
    settings.SHAREWELL_URL = "https://sharewell.northshire.example"
    tell()

    send()

    said = str(server.letters[0])
    assert "Collected: REL-2026-0007" in said
    assert "https://sharewell.northshire.example/parcels/REL-2026-0007/" in said


# --- it does not leave at once ----------------------------------------------------------------------------------------
def test_a_server_that_is_busy_is_asked_again_and_waited_for_longer_each_time(server):
    server.answers = ["busy"] * 3
    tell()

    said = [send(minutes) for minutes in (0, 0.5, 1, 3, 6, 20, 21)]

    assert [("sent" in each and "0 sent" not in each) for each in said] == [False] * 6 + [True]
    assert len(server.letters) == 1


def test_a_server_that_stays_busy_is_given_up_in_the_end_and_somebody_can_see_it(server):
    server.answers = ["busy"] * 99
    tell()

    for hours in range(100):
        send(60 * hours)

    assert states() == ["given_up"]
    assert outbox.stuck().count() == 1


def test_a_server_that_refuses_the_address_is_not_asked_again(server):
    server.answers = ["refuse"]
    tell()

    said = [send(), send(60)]

    assert said == ["1 given up", "Nothing waited"]
    assert server.letters == []


def test_where_the_line_breaks_before_the_answer_nobody_sends_it_a_second_time(server):
    server.answers = ["break"]
    tell()

    said = [send(), send(60), send(6000)]

    assert said == ["1 in doubt", "Nothing waited", "Nothing waited"]
    assert len(server.letters) == 1


def test_a_server_that_is_not_there_costs_no_message_a_try(settings):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.SHAREWELL_SMTP = f"smtp://127.0.0.1:{nobody.getsockname()[1]}"
        tell()

        said = send()

    assert "the rest wait" in said
    assert list(outbox.log().values_list("state", "tries")) == [("waiting", 0)]


def test_with_no_post_our_people_have_their_inbox_and_others_wait():
    tell("d1")
    tell()

    said = send()

    assert said == "1 kept in the inbox, 1 waiting for a mail server"
    assert sorted(states()) == ["inbox", "waiting"]


# --- once -------------------------------------------------------------------------------------------------------------
def test_what_a_killed_worker_was_sending_is_left_to_a_person(server):
    tell()
    [message] = outbox.due(NOON, 10)
    assert outbox.take(message, at=NOON)  # and then it was killed: before sending or after, nobody knows

    said = [send(1), send(15), send(60)]

    assert said == ["Nothing waited", "1 in doubt", "Nothing waited"]
    assert server.letters == []


def test_a_person_may_say_send_it_again(server):
    tell()
    [message] = outbox.due(NOON, 10)
    outbox.take(message, at=NOON)
    send(15)

    again = [outbox.send_again(message.id, at=NOON) for _ in range(2)]
    send(16)

    assert again == [True, False]
    assert states() == ["sent"]
    assert str(message.id) in str(server.letters[0])


def test_of_two_workers_with_the_same_message_before_them_one_takes_it():
    tell()
    [one], [other] = outbox.due(NOON, 10), outbox.due(NOON, 10)

    assert [outbox.take(one, at=NOON), outbox.take(other, at=NOON)] == [True, False]


# --- what it holds ----------------------------------------------------------------------------------------------------
def test_a_message_of_no_known_kind_is_refused_before_anything_is_written():
    with pytest.raises(NoSuchTemplate):
        Message(to="d1", template="dear-john", about="REL-1")


@pytest.mark.parametrize(
    "said",
    [
        {"about": "amy.ng@example.org"},
        {"about": "REL-2026-0007\nBcc: others"},
        {"about": "REL-2026-0007", "link": "/search/?words=Amy"},
        {"about": "REL-2026-0007", "link": "https://elsewhere.example.org/"},
    ],
)
def test_nothing_but_a_reference_and_a_page_fits_into_a_message(said):
    with pytest.raises(SaysTooMuch):
        Message(to="d1", template="parcel-collected", **said)


@pytest.mark.parametrize("name", messages.TEMPLATES)
def test_every_template_has_places_for_a_reference_a_day_and_a_link_only(name):
    subject, text = messages.written(
        name, about="REL-1", due="2 May 2026", link="http://x/", office="An office"
    )

    assert "{" not in subject + text
    assert any(told in subject + text for told in ("REL-1", "2 May 2026")), "neither a record nor a day"


def test_a_subject_cannot_smuggle_in_a_header(settings):
    with running(Smtp()) as server:
        settings.SHAREWELL_SMTP = server.url
        tell("rhea@council.northshire.example\nBcc: others@example.org")

        send()

    assert (states(), server.letters) == (["given_up"], [])


def test_notify_is_shown_a_token_that_our_key_signed(settings):
    with running(Notify()) as server:
        settings.SHAREWELL_NOTIFY_URL, settings.SHAREWELL_NOTIFY_TEMPLATE = server.url, "a-template"
        settings.SHAREWELL_NOTIFY_KEY = f"our-key-{SERVICE}-{SECRET}"
        tell()

        send()

    head, claims, signature = server.tokens[0].split(".")
    signed = hmac.new(SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
    assert _plain(signature) == signed
    assert json.loads(_plain(claims)) == {"iss": SERVICE, "iat": int(NOON.timestamp())}


def _plain(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_the_job_is_there():
    assert "send-messages" in [job.name for job in JOBS]


# --- shown ------------------------------------------------------------------------------------------------------------
def test_a_persons_inbox_shows_theirs_and_marks_them_read(signed_in):
    tell("d1")
    tell("o1", about="REL-2026-0008")
    browser = signed_in("d1")

    before = outbox.unread("d1")
    page = browser.get("/inbox/").content.decode()

    assert before == 1
    assert "REL-2026-0007" in page
    assert "REL-2026-0008" not in page
    assert outbox.unread("d1") == 0


def test_the_delivery_log_says_what_left_and_a_handler_sends_again_what_is_stuck(signed_in):
    tell()
    [message] = outbox.due(NOON, 10)
    outbox.take(message, at=NOON)
    send(15)
    browser = signed_in("h1")

    page = browser.get("/messages/").content.decode()
    answer = browser.post(f"/messages/{message.id}/again/")

    assert "In doubt" in page
    assert "Collected: REL-2026-0007" in page  # what it says, and not what we call it among ourselves
    assert answer.status_code == 302
    assert states() == ["waiting"]


@pytest.mark.parametrize("who", ["a1", "r1"])
def test_nobody_else_sends_again(signed_in, who):
    tell()
    [message] = outbox.due(NOON, 10)
    outbox.take(message, at=NOON)
    send(15)

    answer = signed_in(who).post(f"/messages/{message.id}/again/")

    assert answer.status_code == 403
    assert states() == ["doubt"]
