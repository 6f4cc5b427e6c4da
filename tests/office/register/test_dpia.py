"""An impact assessment on screen: written a page at a time, advised on, signed, and held to until it is done."""

from __future__ import annotations

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from sharewell.policy.law import VERSIONS
from sharewell.register.dpia import steps
from sharewell.register.dpia.record import Effect, Level, Measure, Risk, Status, holds_back
from sharewell_office.adapters import clock
from sharewell_office.decisions import models as decisions
from sharewell_office.decisions import services as requests
from sharewell_office.decisions import store as request_store
from sharewell_office.people import store as people
from sharewell_office.register import models
from sharewell_office.register.dpia import services
from sharewell_office.register.store import assessments as store
from sharewell_office.register.store.taken_over import DPIAS

pytestmark = pytest.mark.django_db

LAW = VERSIONS[-1]
BEGUN, APPROVED = "Home visits in Mill Road", "Visits before the winter"
RISK = {
    "source": "A note about somebody's health reaches a neighbour.",
    "likelihood": "possible",
    "severity": "severe",
    "residual": "medium",
}
MEASURE = {
    "what": "The note leaves out every diagnosis.",
    "effect": "reduced",
    "officer": "h2",
    "due_day": "9",
    "due_month": "3",
    "due_year": "2026",
}


def reference_of(title: str) -> str:
    return decisions.Request.objects.get(title=title).reference


def actor(username: str):
    return people.actor_by_id(username, clock.today())


def url(name: str, reference: str, *more) -> str:
    return reverse(f"register:dpia{name}", args=[reference, *more])


def post(browser, where: str, reference: str, **said):
    """As a browser sends a page: with the version it was read at."""
    return browser.post(where, {"version": services.read(reference).version, **said})


def answer_the_rest(reference: str, by: str = "h1") -> None:
    every = {part.id: "Said in a sentence." for part in LAW.dpia if part.always}
    services.take_step(reference, steps.write, answers=every, by=actor(by))


def written(about: str = "", by: str = "h1") -> str:
    """An assessment of home visits with everything written and nothing decided."""
    begun = services.start(title="Home visits", data_set="home-visits", about=about, by=actor(by))
    reference = begun.events[0].about
    answer_the_rest(reference, by)
    risk = Risk(number=0, **{**RISK, "residual": Level.MEDIUM})
    measure = Measure(
        number=0, what=MEASURE["what"], effect=Effect.REDUCED, officer="h2", due=date(2026, 3, 9)
    )
    services.put_risk(reference, risk, version=None, by=actor(by))
    services.put_measure(reference, 1, measure, version=None, by=actor(by))
    return reference


def signed(about: str = "") -> str:
    reference = written(about)
    services.take_step(reference, steps.advise, words="For it.", by=actor("d1"))
    services.take_step(reference, steps.answer_advice, accepted=True, by=actor("o2"))
    assert services.take_step(reference, steps.sign, by=actor("o2")).permitted
    return reference


@pytest.mark.requirement("OPCC-3.5a")
def test_from_the_requests_page_to_the_signature(signed_in):
    handler, dpo, owner = signed_in("h1"), signed_in("d1"), signed_in("o2")
    about = reference_of(BEGUN)

    begun = handler.post(reverse("decisions:assess", args=[about]), follow=True)
    reference = begun.context["dpia"].reference
    assert f"{len([part for part in LAW.dpia if part.always]) + 1} things still to be written" in begun.text

    # One part a page, each leading to the next that nobody has answered.
    page = handler.get(url("-part", reference, "dpia.1.aim"))
    assert LAW.dpia[0].ask in page.text
    first, second = url("-part", reference, "dpia.1.aim"), url("-part", reference, "dpia.1.why_dpia")
    assert post(handler, first, reference, words="Said in a sentence.").headers["Location"] == second
    answer_the_rest(reference)
    post(handler, url("-risk", reference, 0), reference, **RISK)
    post(handler, url("-measure", reference, 1, 0), reference, **MEASURE)
    whole = handler.get(url("", reference)).text
    assert "waits for the <strong>DPO’s advice</strong>" in whole
    assert RISK["source"].split("'")[0] in whole
    assert MEASURE["what"] in whole

    assert "Advise on the impact assessment" in dpo.get(reverse("desk:home")).text
    post(dpo, url("-step", reference, "advise"), reference, words="For it, without the diagnosis.")
    assert "Answer the DPO’s advice" in owner.get(reverse("desk:home")).text
    post(owner, url("-step", reference, "answer_advice"), reference, accepted="yes")
    done = post(owner, url("-step", reference, "sign"), reference)

    assert done.status_code == 302
    told = requests.read(about)
    assert (told.answers["S6.2"], told.answers["S6.3"]) == (reference, "no")
    assert told.facts["dpia.status"] == "signed"
    stage = handler.get(reverse("decisions:stage", args=[about, "S6"])).text
    assert reference in stage
    assert 'name="S6.2"' not in stage


@pytest.mark.requirement("OPCC-3.5a")
def test_a_measure_holds_the_release_back_until_it_is_in_place(signed_in):
    about = reference_of(APPROVED)
    reference = signed(about)

    def standing() -> list[str]:
        return [one.rule.code for one in request_store.authority(about, clock.today()).standing]

    before, work = standing(), signed_in("h2").get(reverse("desk:home")).text
    signed_in("h2").post(url("-measure-done", reference, 1))

    assert before == ["DPIA_MEASURE_OPEN"]
    assert "Put measure 1 in place" in work
    assert standing() == []


def test_one_begun_from_an_agreement_holds_its_releases_back(signed_in):
    about = models.Agreement.objects.filter(status="active").latest("pk").reference

    signed_in("h1").post(reverse("register:dpia-new"), {"about": about})

    page = signed_in("h1").get(reverse("register:agreement", args=[about]))
    assert [one.rule.code for one in page.context["standing"]] == ["DPIA_REQUIRED"]
    assert page.context["assessment"].reference in page.text


def test_what_was_decided_keeps_the_assessment_it_was_decided_with():
    about = reference_of("Support for complainants who asked for it")
    services.start(title="Support", data_set="complaints", about=about, by=actor("h1"))

    outcome = requests.move(about, action=requests.Action.RETURN, note="See S6.", by=actor("o1"))

    kept = dict(decisions.Answer.objects.filter(request__reference=about).values_list("name", "value"))
    assert outcome.permitted
    assert kept["dpia.status"] == "draft"
    assert kept["S6.2"].startswith("DPIA-2026-")


def test_advice_is_overruled_with_reasons_and_the_paper_says_so(signed_in):
    reference, owner = written(), signed_in("o2")
    post(signed_in("d1"), url("-step", reference, "advise"), reference, words="Against it.")

    silent = post(owner, url("-step", reference, "answer_advice"), reference, accepted="no")
    said = post(
        owner,
        url("-step", reference, "answer_advice"),
        reference,
        accepted="no",
        reasons="Lives depend on it.",
    )

    assert silent.status_code == 403
    assert said.status_code == 302
    assert "<strong>overruled</strong>" in owner.get(url("", reference)).text
    assert owner.get(url("-file", reference, "pdf")).content.startswith(b"%PDF")


def test_of_two_who_write_at_once_the_later_is_told(signed_in):
    reference = written()
    version = services.read(reference).version
    answer = {"version": version, "words": "Mine."}

    first = signed_in("h1").post(url("-part", reference, "dpia.1.aim"), answer)
    second = signed_in("h2").post(url("-part", reference, "dpia.1.aim"), answer | {"words": "Yours."})

    assert (first.status_code, second.status_code) == (302, 403)
    assert "Somebody else changed" in second.text
    assert services.read(reference).answers["dpia.1.aim"] == "Mine."


@pytest.mark.parametrize(
    ("username", "action"),
    [("h1", "sign"), ("d1", "sign"), ("o1", "sign"), ("h1", "advise"), ("h1", "give_up")],
)
def test_each_step_is_refused_to_whose_it_is_not(signed_in, username, action):
    reference = written()

    page = post(signed_in(username), url("-step", reference, action), reference, words="x", why="x")

    assert page.status_code == 403
    assert services.read(reference).status.value == "draft"


def test_a_row_is_changed_and_taken_off_again(signed_in):
    reference, browser = written(), signed_in("h1")

    post(browser, url("-risk", reference, 1), reference, **RISK | {"severity": "significant"})
    changed = services.read(reference).risks
    post(browser, url("-measure", reference, 1, 1), reference, drop="yes")
    post(browser, url("-risk", reference, 1), reference, drop="yes")

    assert (changed[0].severity, len(changed[0].measures)) == ("significant", 1)
    assert services.read(reference).risks == ()


@pytest.mark.parametrize("name", ["-part:dpia.9.nothing", "-step:fly", "-risk:7"])
def test_what_is_not_there_is_not_found(signed_in, name):
    page, what = name.split(":")
    more = int(what) if what.isdigit() else what

    assert signed_in("h1").get(url(page, written(), more)).status_code == 404


def test_the_register_shows_it_in_the_templates_columns_and_an_import_leaves_it_alone():
    reference = signed()
    entry = next(one for one in DPIAS.entries() if one["source"] == reference)

    kept = DPIAS.known([entry])[reference]

    assert entry["overall_risk"] == "high"
    assert entry["residual_risk"] == "medium"
    assert RISK["source"] in entry["risks"]
    assert DPIAS.holds(kept, entry | {"title": "Something else"})


def test_one_that_is_given_up_holds_nothing_back(signed_in):
    about = reference_of(APPROVED)
    reference = written(about)

    post(signed_in("o2"), url("-step", reference, "give_up"), reference, why="It will not be shared again.")

    assert store.covering(about) is None
    assert request_store.authority(about, clock.today()).standing == ()


def test_one_taken_over_from_another_register_is_read_and_nothing_is_done_with_it(signed_in):
    models.Dpia.objects.create(
        reference="DPIA-9", title="An old one", residual_risk="low", steps={"aim": "To visit people."}
    )
    browser = signed_in("h1")

    page = browser.get(url("", "DPIA-9"))

    assert "To visit people." in page.text
    assert "holds nothing back" in page.text
    assert browser.get(url("-step", "DPIA-9", "sign")).status_code == 404


def test_the_demonstration_shows_one_that_is_signed_and_holds_nothing_back(db):
    (shown,) = (one for one in store.rows() if one.title == "Home visits: what is passed on")
    dpia = store.dpia(shown.reference)

    assert (dpia.status, dpia.open_measures, dpia.signed_by) == (Status.SIGNED, (), "o2")
    assert set(dpia.answers) == {part.id for part in LAW.dpia if part.always}
    assert holds_back(dpia, clock.today()) == ()


@pytest.mark.parametrize(
    ("named", "begins"), [("DPIA-2026-0001", False), ("None is needed.", True), ("", True)]
)
def test_an_agreement_that_names_its_assessment_does_not_ask_for_another(named, begins):
    page = render_to_string("register/_begin_assessment.html", {"named": named, "reference": "ISA-2026-0001"})

    assert ("Begin an impact assessment" in page) is begins
