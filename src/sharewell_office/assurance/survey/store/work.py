"""What surveys ask of a person: their return, the teams below them that are silent, flows that nobody agreed to."""

from __future__ import annotations

from django.urls import reverse

from sharewell.assurance.survey.ladder import Rung
from sharewell.assurance.survey.roster import KEEPERS
from sharewell.vocabulary.people import Actor
from sharewell_office.assurance.survey.store.cases import cases_of
from sharewell_office.assurance.survey.store.returns import of_person, open_below
from sharewell_office.assurance.survey.store.surveys import running
from sharewell_office.people.work import WorkItem


def open_work(by: Actor) -> list[WorkItem]:
    """Everything of surveys that waits for this person."""
    return [*_returns(by), *_below(by), *(_cases() if by.roles & KEEPERS else ())]


def _returns(by: Actor) -> list[WorkItem]:
    return [
        WorkItem(
            reference=row.reference,
            title=f"{row.survey.title}: {row.name}",
            next="Say what your team shares, and sign it",
            url=reverse("assurance:return", args=[row.reference]),
            due=row.due,
        )
        for row in of_person(by.person)
    ]


def _below(by: Actor) -> list[WorkItem]:
    """One line for each survey: the manager's to chase once it has come to the managers."""
    items = []
    for survey in running():
        late = open_below(survey.reference, by.person).filter(rung__gte=Rung.MANAGER.value).count()
        if late:
            items.append(
                WorkItem(
                    reference=survey.reference,
                    title=survey.title,
                    next=f"{late} of your teams have not answered: ask them",
                    url=reverse("assurance:survey-line", args=[survey.reference]),
                    due=survey.due,
                )
            )
    return items


def _cases() -> list[WorkItem]:
    return [
        WorkItem(
            reference=row.reference,
            title=f"{row.flow.answers.get('data', '')}, {row.flow.to.name}",
            next="Have it stopped, agreed, or decided once",
            url=reverse("assurance:case", args=[row.reference]),
        )
        for row in cases_of().filter(ended="", request="", agreement="")[:50]
    ]
