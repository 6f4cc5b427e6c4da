"""An organisation to survey: teams with the people who answer for them and the line above, and a browser for each."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from builders.survey import a_flow
from sharewell.assurance.survey.questions import PAGES, on_page
from sharewell.exchange.teams_sheet import TEAMS
from sharewell_office.assurance import models
from sharewell_office.assurance.survey.services.chasing import chase
from sharewell_office.ledger.models import Message
from sharewell_office.people import store as people
from sharewell_office.people.models import User

LINE = ("mona", "hal", "dora")  # middle manager, head of service, director


def somebody(username: str) -> None:
    """One of our own people, who holds no post and can sign in."""
    user = people.add(
        username,
        email=f"{username}@northshire.example",
        name=f"{username.title()} Example",
        password=None,
        roles=[],
    )
    TOTP.activate(user, generate_totp_secret())


def browser(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def of(team: str, post: str) -> str:
    return f"{team.lower()}-{post}"


def a_table(teams: Sequence[str], service: str = "Corporate") -> bytes:
    """The teams as a sheet, each with a respondent and a deputy of its own."""
    written = io.StringIO()
    rows = [[team, service, of(team, "respondent"), of(team, "deputy"), *LINE] for team in teams]
    csv.writer(written).writerows([TEAMS.names, *rows])
    return written.getvalue().encode()


def an_organisation(*teams: str, by: str = "k1") -> None:
    """The people, and their teams taken over from a sheet by who keeps them; no others are asked."""
    models.Team.objects.all().delete()
    for person in (*LINE, *(of(team, post) for team in teams for post in ("respondent", "deputy"))):
        somebody(person)
    sheet = SimpleUploadedFile("teams.csv", a_table(teams))
    answer = browser(by).post(reverse("assurance:teams"), {"file": sheet})
    assert answer.context["report"].counts["created"] == len(teams), answer.context["report"].rows


def launched(by: str = "k1") -> str:
    """A survey of them, launched now; its reference."""
    answer = browser(by).post(reverse("assurance:launch"), {"title": "What we share"})
    assert answer.status_code == 302, answer.context["refusals"]
    return models.Survey.objects.get().reference


def return_of(team: str) -> str:
    return models.Return.objects.get(name=team).reference


def declare(team: str, **changed: Any) -> None:
    """The respondent writes one flow down, page by page."""
    by, reference = browser(of(team, "respondent")), return_of(team)
    at = by.post(reverse("assurance:flow-new", args=[reference])).url
    answers = a_flow(**changed)
    for page in PAGES:
        kept = {question.name: answers[question.name] for question in on_page(page)}
        answer = by.post(at, kept)
        assert answer.status_code == 302, answer.context["form"].errors
        at = answer.url


def sign(team: str, *, nil: bool = False, by: str = "") -> Any:
    """The respondent signs the return."""
    page = "assurance:return-nil" if nil else "assurance:return-sign"
    return browser(by or of(team, "respondent")).post(
        reverse(page, args=[return_of(team)]), {"confirmed": "on"}
    )


def chased(moment: Any) -> None:
    """The job runs, as the worker runs it."""
    chase(moment)


def told(username: str) -> list[str]:
    """The templates of what the office wrote to somebody, oldest first."""
    return list(Message.objects.filter(to=username).order_by("number").values_list("template", flat=True))


def a_day(name: str, day: date) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
