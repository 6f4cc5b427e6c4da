"""Taking over a file on screen: its columns named once, every row tried first, and undone while nobody built on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sharewell_office.adapters import clock
from sharewell_office.ledger import store as ledger
from sharewell_office.ledger.models import Leaf
from sharewell_office.people import store as people
from sharewell_office.people.models import Post, User
from sharewell_office.register import imports, jobs, models, services
from sharewell_office.register.importing import launch, undoing
from sharewell_office.register.models.imports import ImportState
from sharewell_office.register.services import taking_over
from sharewell_office.register.store import imports as store

pytestmark = pytest.mark.django_db

HEADER = "information-sharing-agreement-0001\tname\tpurpose\tretention-period\tstart-date\tend-date\n"
GOOD = HEADER + "7\tEnergy advice\tTo find cold homes\tP2Y \t2026-01-01\t2027-01-01\n"
ONE_BAD = GOOD + "8\tBroken\tA purpose\ttwo years\t2026-01-01\t2025-01-01\n" + "9\tFine\tA purpose\t\t\t\n"
UNHEARD_OF = "Our number,What it is,Why\n1,Energy advice,To find cold homes\n"


def bring(client, content: str, kind: str = "register", name: str = "register.tsv"):
    """The page to which bringing a file leads."""
    file = SimpleUploadedFile(name, content.encode())
    return client.post(reverse("register:import"), {"file": file, "kind": kind}, follow=True)


def step(client, page, name: str):
    return take_step(client, page.context["import"].reference, name)


def take_step(client, reference: str, name: str):
    return client.post(reverse("register:import-step", args=[reference, name]), follow=True)


def results(page) -> list[str]:
    return [row.result for row in page.context["page"].rows]


def recorded() -> int:
    return models.Agreement.objects.filter(status="recorded").count()


def test_the_screen_shows_first_what_would_happen_and_then_does_it(signed_in):
    keeper = signed_in("k1")
    before = ledger.size()

    shown = bring(keeper, ONE_BAD)
    tried = (recorded(), ledger.size())
    done = step(keeper, shown, "take")

    assert results(shown) == results(done) == ["created", "refused", "created"]
    assert "What would happen" in shown.text
    assert tried == (0, before)
    assert "What was taken over" in done.text
    assert recorded() == 2


def test_what_is_taken_over_twice_is_taken_once(signed_in):
    keeper = signed_in("k1")
    shown = bring(keeper, ONE_BAD)
    step(keeper, shown, "take")

    again = step(keeper, shown, "take")
    listed = keeper.get(shown.request["PATH_INFO"])
    same_file = bring(keeper, ONE_BAD)

    assert "not here any more" in again.text
    assert listed.context["import"].state == "taken"
    assert results(same_file) == ["unchanged", "refused", "unchanged"]
    assert "There is nothing to take over" in same_file.text


def test_rows_are_found_by_what_came_of_them(signed_in):
    keeper = signed_in("k1")
    shown = bring(keeper, ONE_BAD)

    refused = keeper.get(shown.request["PATH_INFO"], {"result": "refused"})

    assert [row.row for row in refused.context["page"].rows] == [2]


# --- columns ----------------------------------------------------------------------------------------------------------
def test_a_header_nobody_knows_is_asked_about_once_and_remembered(signed_in):
    keeper = signed_in("k1")
    asked = bring(keeper, UNHEARD_OF, name="ours.csv")
    answers = {"column_0": "source_id", "column_1": "title", "column_2": "purpose"}

    shown = keeper.post(asked.request["PATH_INFO"], answers, follow=True)
    next_time = bring(keeper, UNHEARD_OF.replace("1,Energy", "2,Damp"), name="next.csv")

    assert "Which column is which?" in asked.text
    assert results(shown) == results(next_time) == ["created"]


def test_what_one_of_the_office_said_of_a_header_holds_for_the_others_and_on_the_command_line(
    signed_in, tmp_path
):
    keeper = signed_in("k1")
    asked = bring(keeper, UNHEARD_OF)
    answers = {"column_0": "source_id", "column_1": "title", "column_2": "purpose"}
    keeper.post(asked.request["PATH_INFO"], answers)
    path = tmp_path / "same.csv"
    path.write_text(UNHEARD_OF)

    by_the_dpo = bring(signed_in("d1"), UNHEARD_OF)
    report = services.import_file(path, name=path.name, by=people.command_line(), dry_run=True)

    assert results(by_the_dpo) == ["created"]
    assert report.counts["created"] == 1


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        ({"column_0": "source_id", "column_1": "title"}, "Say which heading is: Purpose"),
        (
            {"column_0": "source_id", "column_1": "title", "column_2": "title"},
            "was given to a heading above",
        ),
    ],
)
def test_columns_that_cannot_be_right_are_told_at_the_question(signed_in, answers, complaint):
    keeper = signed_in("k1")
    asked = bring(keeper, UNHEARD_OF)

    page = keeper.post(asked.request["PATH_INFO"], answers)

    assert page.status_code == 400
    assert complaint in page.text


# --- undo -------------------------------------------------------------------------------------------------------------
def test_an_undo_takes_out_what_was_created_and_puts_back_what_was_changed(signed_in):
    keeper = signed_in("k1")
    step(keeper, bring(keeper, GOOD), "take")
    changed = ONE_BAD.replace("Energy advice", "Energy and damp advice")
    second = step(keeper, bring(keeper, changed), "take")

    undone = step(keeper, second, "undo")

    row = models.Agreement.objects.get(status="recorded")
    assert (row.title, row.retention) == ("Energy advice", "P2Y")
    assert row.starts.isoformat() == "2026-01-01"
    assert undone.context["import"].state == "undone"
    assert ledger.story(row.reference)[0].title == "What a file said of it was undone"
    assert not store.rows(undone.context["import"]).filter(reference="").filter(result="created").exists()


def test_an_undo_is_refused_with_the_row_once_somebody_built_on_it(signed_in):
    keeper = signed_in("k1")
    first = step(keeper, bring(keeper, ONE_BAD), "take")
    step(keeper, bring(keeper, GOOD.replace("Energy advice", "Energy and damp advice")), "take")

    refused = step(keeper, first, "undo")

    assert refused.context["import"].state == "taken"
    assert "Row 1: " in refused.text
    assert "was changed or acted on since" in refused.text
    assert recorded() == 2


@pytest.mark.parametrize(
    ("kind", "content", "model", "build"),
    [
        (
            "organisations",
            "Organisation,Type\nNorthshire Victim Support,charity\n",
            models.Party,
            lambda row: User.objects.filter(username="h1").update(party_reference=row.reference),
        ),
        (
            "assets",
            "Asset reference,Asset name,Owner\ndiaries,Station diaries,Olive\n",
            models.Asset,
            lambda row: models.Agreement.objects.update(asset=row),
        ),
        (
            "people",
            "Full name,Email address,Role\nNed Quill,ned@northshire.example,Case handler\n",
            User,
            lambda row: User.objects.filter(pk=row.pk).update(last_login="2026-03-02T09:00Z"),
        ),
    ],
)
def test_an_entry_that_something_names_is_not_undone(signed_in, kind, content, model, build):
    keeper = signed_in("d1")
    known = list(model.objects.values_list("pk", flat=True))
    taken = step(keeper, bring(keeper, content, kind=kind), "take")
    (new,) = model.objects.exclude(pk__in=known)
    build(new)

    refused = step(keeper, taken, "undo")

    assert "is named by a " in refused.text
    assert model.objects.filter(pk=new.pk).exists()


@pytest.mark.parametrize(
    ("kind", "first", "then"),
    [
        ("organisations", "Organisation,Type\nA Trust,charity\n", "Organisation,Type\nA Trust,company\nB,company\n"),
        ("assets", "Asset name,Owner\nDiaries,Olive\n", "Asset name,Owner\nDiaries,Oskar\nLogs,Olive\n"),
        ("dpias", "DPIA ref,Project name\nD1,Cameras\n", "DPIA ref,Project name\nD1,Body cameras\nD2,Drones\n"),
        (
            "people",
            "Full name,Email address,Role\nNed Quill,ned@northshire.example,Case handler\n",
            "Full name,Email address,Role\nNed Q,ned@northshire.example,data owner\nUna V,una@northshire.example,DPO\n",
        ),
        (
            "activity-log",
            "Ref,Date shared,Outcome,Shared with\nL1,2024-01-05,Approved,Council\n",
            "Ref,Date shared,Outcome,Shared with\nL1,2024-01-05,Refused,Council\nL2,2024-01-06,Refused,Police\n",
        ),
    ],
)  # fmt: skip
def test_every_kind_of_register_can_be_undone(signed_in, kind, first, then):
    keeper = signed_in("d1")
    step(keeper, bring(keeper, first, kind=kind), "take")
    second = step(keeper, bring(keeper, then, kind=kind), "take")

    undone = step(keeper, second, "undo")
    again = bring(keeper, first, kind=kind)

    assert [row.result for row in store.rows(second.context["import"])] == ["updated", "created"]
    assert undone.context["import"].state == "undone"
    assert results(again) == ["unchanged"]


# --- people: a sheet says nothing that its bringer might not say on the page ------------------------------------------
HEADINGS = "Full name,Email address,Role,Business areas\n"
KIT_AS_CHIEF = HEADINGS + "Kit,kit@northshire.example,Chief Executive,\n"
A_NEW_OWNER = HEADINGS + "Ned Quill,ned@northshire.example,data owner,\n"
THE_DPO_HERSELF = HEADINGS + "Dilys,dilys@northshire.example,Chief Executive,\n"


@pytest.mark.parametrize(
    ("by", "content"), [("k1", KIT_AS_CHIEF), ("k1", A_NEW_OWNER), ("d1", THE_DPO_HERSELF)]
)
def test_nobody_gets_a_post_by_a_sheet_of_somebody_who_may_not_give_it(signed_in, by, content):
    before = [each["areas"] for each in people.listed()]

    taken = step(signed_in(by), bring(signed_in(by), content, kind="people"), "take")

    assert results(taken) == ["refused"]
    assert "Nobody gives themselves a post" in taken.text or "does not belong to your post" in taken.text
    assert [each["areas"] for each in people.listed()] == before


def test_a_sheet_gives_a_post_for_some_areas_and_takes_it_back_only_by_who_may_give_it(signed_in):
    rows = HEADINGS + "Hana,hana@northshire.example,Case handler,Case handler: complaints\n"

    taken = step(signed_in("d1"), bring(signed_in("d1"), rows, kind="people"), "take")
    held = people.held(User.objects.get(username="h1")).limits
    refused = step(signed_in("k1"), taken, "undo")
    still = people.held(User.objects.get(username="h1")).limits
    step(signed_in("d1"), taken, "undo")

    assert held == still == {("ro.handler", "complaints")}
    assert "does not belong to your post" in refused.text
    assert people.held(User.objects.get(username="h1")).limits == frozenset()


def test_a_keeper_of_one_area_takes_over_nothing_about_another(signed_in):
    Post.objects.filter(user__username="k1").update(area="complaints")
    rows = "Short name,Asset name\ncomplaints,Complaints\nhome-visits,Visits\n"

    assert results(bring(signed_in("k1"), rows, kind="assets")) == ["updated", "refused"]


MANY = "Organisation,Type\n" + "".join(f"Trust {n},charity\n" for n in range(1, 6))


@pytest.fixture
def stopped_half_way(signed_in, monkeypatch):
    """A file of five bodies whose undo was killed after its first batch, of two rows: the import."""
    keeper = signed_in("k1")
    taken = step(keeper, bring(keeper, MANY, kind="organisations"), "take").context["import"]
    monkeypatch.setattr(store, "BATCH", 2)

    def killed(rows):
        store.further(taken, rows, at=clock.now())
        raise KeyboardInterrupt

    store.move(taken, to=ImportState.UNDOING, done=0, beat=clock.now())
    with pytest.raises(KeyboardInterrupt):
        undoing.take_back(taken, by=people.actor_by_id("k1", clock.today()), say=killed)
    return taken


def trusts():
    return sorted(models.Party.objects.filter(name__startswith="Trust ").values_list("name", flat=True))


def test_an_undo_goes_batch_by_batch_and_on_from_where_it_was_stopped(stopped_half_way, signed_in, at):
    assert trusts() == ["Trust 1", "Trust 2", "Trust 3"]

    with at("2026-03-02T09:05"):
        shown = (
            signed_in("k1").get(reverse("register:import-progress", args=[stopped_half_way.reference])).text
        )
        take_step(signed_in("k1"), stopped_half_way.reference, "go-on")

    assert "2 of 5 rows undone" in shown
    assert "nothing is half done" in shown
    assert trusts() == []
    told = Leaf.objects.filter(kind="party.import_undone").count()
    assert (told, store.one(stopped_half_way.reference).state) == (5, "undone")


def test_what_somebody_builds_on_while_a_file_is_being_undone_stays_and_is_named(
    stopped_half_way, signed_in, at
):
    built_on = models.Party.objects.get(name="Trust 2")
    User.objects.filter(username="r1").update(party_reference=built_on.reference)

    with at("2026-03-02T09:05"):
        page = take_step(signed_in("k1"), stopped_half_way.reference, "go-on")

    assert trusts() == ["Trust 2"]
    assert page.context["import"].state == "undone"
    assert "These rows stay" in page.text
    assert f"Row 2: {built_on.reference} is named by a " in page.text


# --- long files -------------------------------------------------------------------------------------------------------
def test_a_long_file_goes_on_by_itself_and_says_how_far_it_is(signed_in, monkeypatch, at):
    keeper, started = signed_in("k1"), []
    monkeypatch.setattr(taking_over, "LONG", 1)
    monkeypatch.setattr(taking_over, "start", started.append)

    waiting = bring(keeper, ONE_BAD)
    with at("2026-03-02T09:30"):
        lost = keeper.get(waiting.request["PATH_INFO"])
    services.carry_on(started[0])
    done = keeper.get(waiting.request["PATH_INFO"])

    assert "0 of 3 rows tried" in waiting.text
    assert "Nothing has been heard of it for a while" in lost.text
    assert results(done) == ["created", "refused", "created"]


def test_what_was_stopped_half_way_goes_on_from_there(signed_in, monkeypatch):
    keeper = signed_in("k1")
    shown = bring(keeper, ONE_BAD)
    monkeypatch.setattr("sharewell_office.register.importing.driver.BATCH", 1)
    monkeypatch.setattr(taking_over, "LONG", 1)
    monkeypatch.setattr(taking_over, "start", lambda reference: None)
    step(keeper, shown, "take")
    kept = store.add_rows

    def stop_after_the_first(found, rows, *, at):
        kept(found, rows, at=at)
        if rows[-1]["row"] == 2:
            raise KeyboardInterrupt

    reference = shown.context["import"].reference
    with monkeypatch.context() as killed:
        killed.setattr(store, "add_rows", stop_after_the_first)
        with pytest.raises(KeyboardInterrupt):
            services.carry_on(reference)
    half = (recorded(), store.one(reference).done)
    services.carry_on(reference)

    assert half == (1, 1)
    assert recorded() == 2
    assert store.one(reference).counts == {"created": 2, "updated": 0, "unchanged": 0, "refused": 1}


def test_a_process_of_its_own_is_started_with_our_module_and_the_reference(monkeypatch):
    called = []
    monkeypatch.setattr("subprocess.Popen", lambda words, **more: called.append((words[1:], more)))

    launch.start("IMP-2026-0001")

    ((words, more),) = called
    assert words == ["-m", "sharewell_office.register.services.runner", "IMP-2026-0001"]
    assert more["start_new_session"]


@pytest.mark.parametrize("username", ["h1", "o1", "a1", "r1"])
def test_only_the_register_keeper_and_the_dpo_take_over_a_register(signed_in, username):
    assert signed_in(username).get(reverse("register:import")).status_code == 403


@pytest.mark.parametrize(("days", "left"), [(6, 1), (8, 0)])
def test_an_upload_that_was_tried_and_left_is_forgotten_after_a_week(signed_in, days, left):
    page = bring(signed_in("k1"), GOOD)
    found = page.context["import"]
    moment = found.at + timedelta(days=days)
    jobs.sweep_imports(found.at)  # what other tests left: no transaction takes a file back

    said = jobs.sweep_imports(moment)

    assert imports.has(found.sha256) == bool(left)
    assert said[0] == str(1 - left)


def test_an_upload_that_is_under_way_is_kept_however_old(signed_in):
    found = bring(signed_in("k1"), GOOD).context["import"]
    type(found).objects.update(state="taking")

    jobs.sweep_imports(found.at + timedelta(days=30))

    assert imports.has(found.sha256)
