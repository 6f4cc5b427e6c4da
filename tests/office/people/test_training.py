"""Training through the office: a course, who completed it, and that nobody acts without it."""

from sharewell_office.adapters import clock
from sharewell_office.adapters.jobs import run_due
from sharewell_office.ledger import outbox
from sharewell_office.people import store
from sharewell_office.people.jobs import JOBS
from sharewell_office.people.models import User

FROM = {"needed_from_day": "2", "needed_from_month": "3", "needed_from_year": "2026"}
ON = {"on_day": "2", "on_month": "3", "on_year": "2026"}


def a_course(browser, **said):
    return browser.post("/training/", {"title": "Sharing safely", "months": "12", **FROM, **said}).url


def trained(username):
    return store.actor_by_id(username, clock.today()).trained(clock.today())


def the_morning():
    return run_due(clock.now(), jobs=JOBS)


def test_from_the_day_a_course_is_needed_nobody_acts_without_it(signed_in, at):
    keeper = signed_in("k1")
    page = a_course(keeper)

    before = trained("h1")
    with at("2026-03-03T06:00"):
        the_morning()
        after, refused = trained("h1"), signed_in("h1").get("/training/").content
        keeper.post(page, {"people": "h1\nHUW@northshire.example", **ON})
        again = [trained("h1"), trained("h2"), trained("o1")]

    assert (before, after, again) == (True, False, [True, True, False])
    assert b"Not current" in refused
    assert User.objects.get(username="h1").trained_until.isoformat() == "2027-03-02"


def test_a_course_that_nobody_needs_changes_nobodys_training(signed_in, at):
    a_course(signed_in("k1"), needed_from_day="", needed_from_month="", needed_from_year="")

    with at("2026-03-03T06:00"):
        the_morning()

    assert trained("h1")


def test_a_list_with_somebody_unknown_is_refused_whole_and_names_the_line_and_not_the_words(signed_in):
    keeper = signed_in("k1")
    page = a_course(keeper)

    answer = keeper.post(page, {"people": "h1\nnobody@example.org", **ON})

    assert answer.status_code == 400
    assert b"line 2" in answer.content
    assert b"2 of" not in answer.content
    assert b"0 of 8" in keeper.get(page).content


def test_only_who_keeps_training_writes_it_down_or_sees_everybodys(signed_in):
    page = a_course(signed_in("k1"))
    handler = signed_in("h1")

    assert handler.post(page, {"people": "h2", **ON}).status_code == 403
    assert b"Huw Parry" not in handler.get("/training/").content
    assert b"Huw Parry" in signed_in("d1").get("/training/").content


def test_who_runs_out_is_written_to_once_at_each_step(signed_in, at):
    keeper = signed_in("k1")
    keeper.post(a_course(keeper), {"people": "h1", **ON})
    to_h1 = []

    for day in ("2027-01-30", "2027-01-31", "2027-02-01", "2027-02-23", "2027-03-03"):
        with at(f"{day}T06:00"):
            the_morning()
            to_h1.append(outbox.log().filter(template="training-ends", to="h1").count())

    assert to_h1 == [0, 1, 1, 2, 3]
    assert outbox.log().filter(template="training-ends", to="k1", about="h1").count() == 1


def test_the_page_costs_the_same_however_many_people(signed_in, django_assert_max_num_queries):
    browser = signed_in("k1")

    with django_assert_max_num_queries(12):
        answer = browser.get("/training/")

    assert b"8 of 8 people are current" in answer.content
