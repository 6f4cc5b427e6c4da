"""A mark goes with every text that the office's tests type, and every page they come to is looked at for it.

    pytest --marked OUT.json tests/office

The tests of the office fill in nearly every form there is, each as it wants to be filled in. So the mark is set behind
the form's own checks: where a form has taken a text, the text goes on with markup at its end, a number for each field.
The tests themselves then fail wherever they ask for the very words, which is no matter: what is asked here is where the
mark went. After each test the pages of what it made are read. A page that holds the mark as markup is a hole.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import UploadedFile

AS_MARKUP = re.compile(rb"<(?:b|img)[ /]id=xss-(\d+)")
AS_TEXT = re.compile(rb"&lt;(?:b|img)[ /]id=xss-(\d+)")
READERS = ("d1", "h1", "r1")
MOST_PAGES = 60
MOST_TIMES = 3  # a field that no page shows is looked for so often

_PERSON = "what a person is known by: it becomes a digest and is kept nowhere"
_OURS = "the username, name or address of one of our own people"
_REFERENCE = "the reference of a record: another is told that there is none"
_PROOF = "a password, a code or a key: whatever else it held would be a wrong one"
_DEVICE = "a device has to answer for it: its name is set in the table instead, in test_every_text_field"
_MEANT = "it is read by the office and must be of its form: a period, a time, a column's name"
# Forms that no test of the office sends as a form, or none whose step is then taken: their steps are tried by service
# and by API. Whatever is typed into them is shown by the same template as every other text.
NOT_SENT = frozenset({
    "assurance.policies.forms.Watch.address", "assurance.policies.forms.Watch.title",
    "assurance.survey.forms.Find.words",
    "register.dpia.forms.Answered.words", "register.dpia.forms.Cover.about", "register.forms.steps.CloseForm.reason",
    "register.forms.steps.ReasonForm.reason", "register.forms.steps.ReviewForm.reason",
    "register.forms.steps.SuccessionForm.reason",
})  # fmt: skip
# Text that no mark can go with, each with the reason.
CANNOT = {
    "people.forms.AddPasskey.name": _DEVICE,
    "people.forms.RenamePasskey.name": _DEVICE,
    **dict.fromkeys(
        [f"aftercare.corrections.forms.{form}.{name}" for form in ("Subject", "Notify", "WhoHolds")
         for name in ("name", "email", "phone", "nhs_number", "nino", "identifier")], _PERSON),
    **dict.fromkeys(
        [f"assurance.survey.forms.KeepTeam.{name}" for name in ("respondent", "deputy", "manager", "head", "director")]
        + ["assurance.survey.forms.Delegate.to", "assurance.survey.forms.NotMe.to",
           "assurance.actions.forms.TakeStep.to", "people.training.forms.Completed.people"], _OURS),
    **dict.fromkeys(
        ["assurance.survey.forms.Cover.agreement", "decisions.dpo.forms.Ask.about",
         "register.forms.ourselves.OurSuccessor.successor",
         "people.joining_forms.Invite.party", "people.joining_forms.Invite.sees",
         "desk.packs.forms.Shows.reference", "ledger.forms.Filter.about",
         "release.forms.IndexPurpose.ropa", "release.forms.IndexPurpose.dpia"], _REFERENCE),
    **dict.fromkeys(
        ["aftercare.forms.Collect.code", "aftercare.keys.forms.Verify.read_out", "aftercare.keys.forms.Give.key",
         "people.forms.AddPasskey.credential", "people.forms.ChangePassword.oldpassword",
         "people.forms.ChangePassword.password1", "people.forms.ChangePassword.password2",
         "people.joining_forms.ChoosePassword.password1", "people.joining_forms.ChoosePassword.password2",
         "people.forms.Code.code",
         "people.forms.ConfirmByCode.code", "people.forms.ConfirmByPassword.password", "people.forms.SetUpCode.code",
         "people.forms.SignIn.login", "people.forms.SignIn.password", "register.forms.signing.SignForm.digest"],
        _PROOF),
    **dict.fromkeys(
        ["decisions.emergency.forms.Tell.at", "register.forms.draft.Basics.retention",
         "decisions.annexes.forms.TestRecords.quasi_identifiers", "decisions.annexes.forms.TestRecords.sensitive",
         "register.forms.handling.Handling.drop", "register.forms.schedule.FieldRow.was",
         "register.forms.seeing.SearchName.query"], _MEANT),
}  # fmt: skip


def our_forms() -> Iterator[type[forms.BaseForm]]:
    """Every form of the office, but for the page that shows each kind of field."""
    todo: list[type] = [forms.BaseForm]
    while todo:
        for each in todo.pop().__subclasses__():
            todo.append(each)
            if each.__module__.startswith("sharewell_office.") and "showcase" not in each.__module__:
                yield each


def name_of(form: type, field_name: str) -> str:
    return f"{form.__module__.removeprefix('sharewell_office.')}.{form.__name__}.{field_name}"


def is_text(asked: forms.Field) -> bool:
    """Whether somebody may type what they like, or send a file that is called as they like."""
    return isinstance(asked, forms.CharField | forms.FileField) and not isinstance(asked, forms.SlugField)


def text_fields() -> frozenset[str]:
    """Every text field of every form, but for those that only forms built upon theirs show."""
    return frozenset(
        name_of(form, name)
        for form in our_forms()
        if not form.__name__.startswith("_")
        for name, asked in getattr(form, "base_fields", {}).items()
        if is_text(asked)
    )


class Holes(HTMLParser):
    """Attributes and elements that the mark became; also where it stands in an attribute without quotation marks."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= any(name == "onfocus" or (value or "").startswith("xss-") for name, value in attrs)


@dataclass
class Marking:
    """What was marked, what was seen as text, and what came back as markup."""

    path: Path
    numbers: dict[str, int] = field(default_factory=dict)
    shown: set[int] = field(default_factory=set)
    holes: set[str] = field(default_factory=set)
    pages: int = 0
    sought: Counter[int] = field(default_factory=Counter)
    _new: set[int] = field(default_factory=set)
    _before: int = 0

    # --- setting the mark -----------------------------------------------------------------------------------------
    def number(self, name: str) -> int:
        number = self.numbers.setdefault(name, len(self.numbers))
        self._new.add(number)
        return number

    def with_mark(self, name: str, value: str, most: int | None = None) -> str:
        mark = f"<b id=xss-{self.number(name)} onfocus=xss()>\"'"
        mark = mark if most is None or len(mark) <= most else f"<b id=xss-{self.number(name)}>"
        return f"{value[: (most or 10_000) - len(mark)]}{mark}"

    def marked(self, name: str, asked: forms.Field, value: Any) -> Any:
        match asked, value:
            case forms.FileField(), UploadedFile():
                value.name = f"<img id=xss-{self.number(name)} onfocus=xss()>{value.name}"
                return value
            case forms.EmailField(), str():
                number = self.number(name)
                return f'"<b/id=xss-{number}>"@{value.rpartition("@")[0] or number}.example.org'
            case forms.URLField(), str():
                return f"{value}?<b/id=xss-{self.number(name)}>\"'"
            case forms.CharField(), str():
                return self.with_mark(name, value, asked.max_length)
            case forms.CharField(), tuple():
                return tuple(self.with_mark(name, each) for each in value)
        return value

    def mark_form(self, form: Any) -> None:
        """Set the mark behind what a form has taken."""
        if not form.is_bound or form._errors or not type(form).__module__.startswith("sharewell_office."):
            return
        for field_name, asked in form.fields.items():
            name, value = name_of(type(form), field_name), form.cleaned_data.get(field_name)
            # What a test left open is filled in once: it may be the one test that sends this form.
            open_still = value == "" and name not in self.numbers
            if (value or open_still) and is_text(asked) and name not in CANNOT:
                form.cleaned_data[field_name] = self.marked(name, asked, value)

    # --- looking at pages -----------------------------------------------------------------------------------------
    def look_at(self, answer: Any) -> None:
        kind = answer.get("Content-Type", "")
        if answer.streaming or not kind.startswith(("text/html", "image/svg", "application/xhtml")):
            return
        self.pages += 1
        if b"xss-" not in answer.content:
            return
        self.shown |= {int(each) for each in AS_TEXT.findall(answer.content)}
        where = answer.resolver_match.route if getattr(answer, "resolver_match", None) else "?"
        if AS_MARKUP.search(answer.content) or Holes(answer.content.decode()).found:
            self.holes.add(where)

    def read_pages(self, paths: Iterable[str] = ()) -> None:
        """Read these pages; or those of what the test made, and the lists; as somebody of ours and as a recipient."""
        from builders.every_address import every_address, first_of_each
        from sharewell_office.ledger.models import CaseKey

        if paths:
            self._read(paths)
            return
        made = list(CaseKey.objects.filter(pk__gt=self._before).values_list("reference", flat=True))[-12:]
        lists = [each.path for each in first_of_each(every_address([])) if "api/" not in each.path]
        pages = [each.path for each in every_address(made)] if made else []
        for paths in (pages, lists):
            wanted = {path for path in paths if "api/" not in path and "sign-out" not in path}
            # The shortest is the record itself, or the list.
            self._read(sorted(wanted, key=lambda path: (path.count("/"), path))[:MOST_PAGES])

    def _read(self, paths: Iterable[str]) -> None:
        from builders.signed_in import signed_in_now
        from sharewell_office.people.models import User

        there = User.objects.filter(username__in=READERS, is_active=True).order_by("username")
        browsers = [signed_in_now(user) for user in there]
        for path in paths:
            for browser in browsers:
                browser.raise_request_exception = False
                if browser.get(path).status_code == 200:
                    break

    # --- as pytest asks -------------------------------------------------------------------------------------------
    @pytest.fixture(autouse=True)
    def marking(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        if request.node.get_closest_marker("office") is None:
            yield
            return
        self._new.clear()
        self.patch(monkeypatch)
        if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
            request.getfixturevalue("db")
            self._begin()
            yield
            if wanted := [each for each in self._new - self.shown if self.sought[each] < MOST_TIMES]:
                self.sought.update(wanted)
                self.read_pages()
        else:
            yield

    def _begin(self) -> None:
        from sharewell_office.ledger.models import CaseKey

        self._before = max(CaseKey.objects.values_list("pk", flat=True), default=0)

    def patch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from django.test import Client

        from sharewell_office.adapters.tables import Table

        clean, request, rows = forms.BaseForm.full_clean, Client.request, Table.rows

        def full_clean(form: Any) -> None:
            clean(form)
            self.mark_form(form)

        def asked(client: Any, **environ: Any) -> Any:
            answer = request(client, **environ)
            self.look_at(answer)
            return answer

        def marked_rows(table: Any) -> Iterable[list[str]]:
            for cells in rows(table):
                yield [
                    self.with_mark(f"sheet: {heading}", cell)
                    if " " in cell and not cell[0].isdigit()
                    else cell
                    for heading, cell in zip(table.header, cells, strict=False)
                ]

        monkeypatch.setattr(forms.BaseForm, "full_clean", full_clean)
        monkeypatch.setattr(Client, "request", asked)
        monkeypatch.setattr(Table, "rows", marked_rows)

    def _took(self, name: str) -> bool:
        """Whether a mark went into this field, or into the same of a form that is built upon its form."""
        form_name, _, field_name = name.rpartition(".")
        upon = [form_name]
        for form in our_forms():
            if any(name_of(base, "") == f"{form_name}." for base in form.__mro__[1:]):
                upon.append(name_of(form, "").rstrip("."))
        return any(f"{form}.{field_name}" in self.numbers for form in upon)

    def pytest_sessionfinish(self) -> None:
        told = {
            "marked": sorted(self.numbers),
            "shown": sorted(name for name, number in self.numbers.items() if number in self.shown),
            "left": sorted(name for name in text_fields() - CANNOT.keys() if not self._took(name)),
            "holes": sorted(self.holes),
            "pages": self.pages,
        }
        self.path.write_text(json.dumps(told, indent=1), encoding="utf-8")
