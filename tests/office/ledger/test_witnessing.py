"""Partners witness us, and we witness them: over real HTTP, and against logs that do more than grow."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from builders.ledger import LOG_KEY, NOON, ORIGIN, WITNESS_KEY, a_log
from sharewell.ledger.evidence import write
from sharewell.ledger.tree import consistency
from sharewell.ledger.verdict import verify
from sharewell.ledger.witness import Request, Seen, answer
from sharewell.vocabulary.event import Event
from sharewell_office.ledger import keys, models, services, store, witnessing
from sharewell_office.ledger.services import record

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 5, 4, 13, tzinfo=UTC)


def put_on_record(number: int = 1) -> None:
    for _ in range(number):
        record([Event(kind="request.received", about="DSR-2026-0001", by="h1", at=NOON)])


class AWitness:
    """A witness of somebody's own, on a port of its own. It remembers what it saw."""

    def __init__(self) -> None:
        self.seen: dict[str, Seen] = {}
        self.asked: list[int] = []
        self.mood = "honest"


@pytest.fixture
def partner(home) -> Iterator[AWitness]:
    witness, ours = AWitness(), keys.signing_key().verifier()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            said = answer(body, logs={ours.name: ours}, seen=witness.seen, key=WITNESS_KEY, at=NOON)
            if said.now:
                witness.seen[ours.name] = said.now
            witness.asked.append(said.status)
            text = "— somebody.else AAAAAAAAAAAA\n" if witness.mood == "lying" else said.body
            self.send_response(302 if witness.mood == "elsewhere" else said.status)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    keys.folder().mkdir(exist_ok=True)
    line = f"http://127.0.0.1:{server.server_port} {WITNESS_KEY.verifier()}\n"
    (keys.folder() / "witnesses").write_text("# who co-signs us\n" + line)
    yield witness
    server.shutdown()
    server.server_close()


# --- they witness us --------------------------------------------------------------------------------------------------
def test_a_partner_co_signs_and_the_evidence_says_so(partner):
    put_on_record(3)
    services.checkpoint(at=NOON)

    said = witnessing.ask(NOON)
    verdict = verify(write(services.evidence_of(at=NOON)), key=keys.signing_key().verifier())

    assert said == "1 of 1 witnesses co-signed 3 entries"
    assert verdict.verified, verdict.problems
    assert verdict.witnessed == ((WITNESS_KEY.name, NOON),)
    assert witnessing.last_seen_outside() == (3, NOON, WITNESS_KEY.name)


def test_it_is_asked_once_for_each_checkpoint_and_sees_the_log_grow(partner):
    for size in (2, 3, 3):
        put_on_record(size - store.size())
        services.checkpoint(at=NOON)
        witnessing.ask(NOON)

    assert partner.asked == [200, 200]
    assert next(iter(partner.seen.values())).size == 3


def test_a_witness_that_knows_more_of_us_than_we_remember_is_asked_again(partner):
    put_on_record(2)
    services.checkpoint(at=NOON)
    witnessing.ask(NOON)
    models.Cosignature.objects.all().delete()
    put_on_record(2)
    services.checkpoint(at=LATER)

    witnessing.ask(LATER)

    assert partner.asked == [200, 409, 200]


def test_a_record_rolled_back_behind_what_a_partner_saw_is_not_co_signed(partner):
    put_on_record(3)
    services.checkpoint(at=NOON)
    witnessing.ask(NOON)
    for table in (models.Cosignature, models.Checkpoint, models.Words, models.Leaf, models.Node):
        table.objects.all().delete()
    put_on_record(3)
    services.checkpoint(at=NOON)

    assert witnessing.ask(NOON) == "0 of 1 witnesses co-signed 3 entries"


@pytest.mark.parametrize("mood", ["lying", "elsewhere"])
def test_a_line_that_is_not_the_witnesss_counts_for_nothing(partner, mood):
    partner.mood = mood
    put_on_record()
    services.checkpoint(at=NOON)

    assert witnessing.ask(NOON).startswith("0 of 1")
    assert witnessing.last_seen_outside() is None


@pytest.mark.parametrize(
    "line", ["http://example.org/w", "file:///etc/passwd", "https://example.org/w", "ftp://127.0.0.1/"]
)
def test_a_list_that_names_another_kind_of_place_is_refused(home, line):
    keys.folder().mkdir(exist_ok=True)
    key = "" if line.startswith("https") else f" {WITNESS_KEY.verifier()}"
    (keys.folder() / "witnesses").write_text(line + key)

    with pytest.raises(witnessing.ListUnreadable, match="line 1"):
        witnessing.witnesses()


def test_the_screen_says_up_to_where_the_record_is_anchored(partner, signed_in):
    put_on_record(3)
    services.checkpoint(at=NOON)
    witnessing.ask(NOON)

    page = signed_in("a1").get("/record/").content.decode()

    assert (
        f"Anchored up to #3 on 4 May 2026 at 1pm by {WITNESS_KEY.name}" in page or "Anchored up to #3" in page
    )


# --- we witness them --------------------------------------------------------------------------------------------------
@pytest.fixture
def a_partners_log(home):
    keys.folder().mkdir(exist_ok=True)
    (keys.folder() / "witness-for").write_text(f"{LOG_KEY.verifier()}\n")


def asked(client, old: int, size: int, log=None):
    log = log or a_log(9)
    proof = consistency(old, size, log.read) if old else ()
    body = Request(old=old, proof=proof, note=log.checkpoint(size).signed(LOG_KEY)).text()
    return client.post("/witness/add-checkpoint", body, content_type="text/plain")


def test_we_co_sign_a_partners_log_as_it_grows(client, a_partners_log):
    statuses = [asked(client, old, size).status_code for old, size in ((0, 3), (3, 7), (7, 7), (7, 9))]

    assert statuses == [200] * 4
    assert store.witnessed(ORIGIN) == (9, a_log(9).checkpoint().root)


def test_we_say_how_much_we_hold_to_whoever_asks_from_elsewhere(client, a_partners_log):
    asked(client, 0, 5)

    again = asked(client, 3, 7)

    assert (again.status_code, again.content, again["Content-Type"]) == (409, b"5\n", "text/x.tlog.size")


def test_we_never_co_sign_two_histories(client, a_partners_log):
    asked(client, 0, 5)
    other = a_log(0)
    for number in range(9):
        other.add({**a_log(9).payloads[number], "by": "somebody"})

    forked = asked(client, 5, 9, log=other)

    assert forked.status_code == 422
    assert store.witnessed(ORIGIN)[0] == 5


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"old 0\n\nx\n", b"x" * 70_000])
def test_what_is_no_request_changes_nothing(client, a_partners_log, body):
    answered = client.post("/witness/add-checkpoint", body, content_type="text/plain")

    assert answered.status_code in {400, 413}
    assert store.witnessed(ORIGIN) is None


def test_a_log_that_is_not_on_the_list_is_unknown(client):
    assert asked(client, 0, 3).status_code == 404


def test_a_log_of_the_same_name_and_another_key_is_refused(client, home):
    keys.folder().mkdir(exist_ok=True)
    (keys.folder() / "witness-for").write_text(f"{replace(LOG_KEY, seed=bytes(32)).verifier()}\n")

    assert asked(client, 0, 3).status_code == 403
