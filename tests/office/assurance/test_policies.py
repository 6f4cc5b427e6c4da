"""Policies through the office: from the first draft to an attestation, the clock, and what is watched outside."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from sharewell_office.adapters import clock
from sharewell_office.adapters.jobs import run_due
from sharewell_office.assurance import models
from sharewell_office.assurance.jobs import JOBS
from sharewell_office.ledger import outbox

NEW = {
    "title": "Information sharing policy", "kind": "policy", "read_with": "Data protection policy",
    "review_months": "12", "audit_months": "6", "number": "1.0", "text": "We share with care.",
}  # fmt: skip
TODAY = {"launched_on_day": "2", "launched_on_month": "3", "launched_on_year": "2026"}


@pytest.fixture
def page(signed_in):
    """The address of a policy that was launched on 2 March 2026."""
    writer = signed_in("d1")
    page = writer.post("/assurance/policies/new/", NEW).url
    signed_in("o1").post(f"{page}approve/")
    writer.post(f"{page}publish/", TODAY)
    return page


def test_a_policy_goes_from_its_draft_to_everybodys_attestation(signed_in):
    writer, handler = signed_in("d1"), signed_in("h1")

    page = writer.post("/assurance/policies/new/", NEW).url
    handler.post(f"{page}comment/", {"stakeholder": "Community safety", "text": "Too long."})
    early = signed_in("o1").post(f"{page}approve/")
    writer.post(f"{page}answer/1/", {"number": "1", "reply": "Cut by half."})
    own = writer.post(f"{page}approve/")
    signed_in("o1").post(f"{page}approve/")
    writer.post(f"{page}publish/", TODAY)
    work = handler.get("/").content
    handler.post(f"{page}attest/")
    again = handler.post(f"{page}attest/")
    shown = writer.get(page)

    assert (early.status_code, own.status_code, again.status_code) == (403, 403, 403)
    assert b"not answered" in early.content
    assert b"Read it, and say that you will follow it" in work
    assert b"Read it, and say that you will follow it" not in handler.get("/").content
    assert (shown.context["attested"], shown.context["staff"]) == (1, 8)
    assert b"Huw Parry" in shown.content
    # What was said of the draft, and what was answered, stays beside the version that came of it.
    assert all(words in shown.text for words in ("said of version 1.0", "Too long.", "Cut by half."))
    assert models.Policy.objects.get().review_on.isoformat() == "2027-03-02"


def test_a_handler_writes_no_policy_and_no_number_is_spent_on_it(signed_in):
    answer = signed_in("h1").post("/assurance/policies/new/", NEW)

    assert answer.status_code == 403
    assert signed_in("d1").post("/assurance/policies/new/", NEW).url.endswith("POL-2026-0001/")


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_policy_is_taken_away(signed_in, page, form):
    answer = signed_in("h1").get(f"{page}as/{form}/")

    assert answer.status_code == 200
    assert answer.content[:2] in (b"%P", b"PK")


def test_the_list_costs_the_same_however_many_policies(signed_in, page, django_assert_max_num_queries):
    browser = signed_in("h1")

    with django_assert_max_num_queries(12):
        answer = browser.get("/assurance/policies/")

    assert b"1.0 since 2 Mar 2026" in answer.content


@pytest.mark.requirement("OPCC-0.2")
def test_the_review_opens_before_its_day_and_is_chased_once_at_each_step(signed_in, page, at):
    reminded = []
    for day in ("2027-01-30", "2027-01-31", "2027-02-01", "2027-03-02", "2027-03-16", "2027-04-01"):
        with at(f"{day}T07:00"):
            run_due(clock.now(), jobs=JOBS)
            reminded.append(outbox.log().filter(template="policy-review").count())

    # The Chief Executive hears of it as well, thirty days after its day.
    assert reminded == [0, 1, 1, 2, 3, 5]
    assert b"A review is open" in signed_in("d1").get(page).content


def test_a_finished_review_sets_the_next_one(signed_in, page, at):
    with at("2027-01-31T07:00"):
        run_due(clock.now(), jobs=JOBS)
        signed_in("d1").post(f"{page}reviewed/", {"outcome": "It stands: nothing has changed."})

    assert models.Policy.objects.get().review_on.isoformat() == "2028-01-31"


@pytest.fixture
def a_regulator(settings):
    """A web server with one page; `page["words"]` is what it says."""
    said = {"words": "<p>The code of 2021.</p>"}

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(said["words"].encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    said["host"] = f"127.0.0.1:{server.server_port}"
    settings.SHAREWELL_WATCH_HOSTS = [said["host"]]
    yield said
    server.shutdown()
    server.server_close()


@pytest.mark.requirement("OPCC-1.5")
def test_a_code_that_changes_opens_a_review_and_new_markup_does_not(signed_in, page, a_regulator, at):
    given = {
        "title": "The code",
        "address": f"http://{a_regulator['host']}/code",
        "policies": ["POL-2026-0001"],
    }
    added = signed_in("d1").post("/assurance/policies/watched/", given)
    opened = []

    for day, words in enumerate(
        ["<p class=x>The  code of 2021.</p><script>1</script>", "<p>The code of 2026.</p>"]
    ):
        a_regulator["words"] = words
        with at(f"2026-03-0{day + 3}T07:00"):
            run_due(clock.now(), jobs=JOBS)
            opened.append(b"A review is open" in signed_in("d1").get(page).content)

    assert added.status_code == 302
    assert opened == [False, True]
    assert b"Review it" in signed_in("d1").get("/").content
    assert outbox.log().filter(template="policy-review", to="d1").exists()


def test_no_host_is_looked_at_that_the_settings_do_not_name(signed_in, page, a_regulator):
    given = {"title": "Inside", "address": "http://127.0.0.1:1/metrics", "policies": ["POL-2026-0001"]}

    answer = signed_in("d1").post("/assurance/policies/watched/", given)

    assert answer.status_code == 403
    assert not models.Source.objects.exists()
