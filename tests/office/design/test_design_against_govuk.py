"""Our templates against GOV.UK Frontend's own examples: the same words and options give the same markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.template.loader import render_to_string

from builders.govuk_markup import examples, govuk_ids, meaning
from sharewell_office.design.components import Action, Row, Task
from sharewell_office.design.fields import DateField
from sharewell_office.design.templatetags import govuk
from sharewell_office.design.widgets import Checkboxes, Radios


def say(tag: str, **given: Any) -> str:
    """What `{% load govuk %}{% <tag> %}` renders."""
    return engines["django"].from_string("{% load govuk %}{% " + tag + " %}").render(given)


# --- components ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "example",
    examples(
        "button",
        of={"text", "href", "name", "value", "disabled", "preventDoubleClick", "isStartButton", "type", "id"},
    ),
)
def test_button(example):
    options = example["options"]
    given = {
        name: options[name] for name in ("href", "name", "value", "disabled", "type", "id") if name in options
    }

    ours = render_to_string(
        "design/components/button.html",
        govuk.govuk_button(
            options["text"],
            once=options.get("preventDoubleClick") or False,
            start=options.get("isStartButton"),
            **given,
        ),
    )

    assert meaning(ours) == meaning(_without_unsaid(example["html"]))


def _without_unsaid(html: str) -> str:
    # "false" is what a button without the attribute means.
    return html.replace(' data-prevent-double-click="false"', "")


def _plain_variants() -> list[Any]:
    # The rest show a state (":hover") or somebody's own class.
    found = examples("button", of={"text", "name", "classes", "disabled"})
    return [each for each in found if re.search("'classes': 'govuk-button--[a-z]+'", str(each))]


@pytest.mark.parametrize("example", _plain_variants())
def test_button_in_its_variants(example):
    options = example["options"]
    variant = options["classes"].removeprefix("govuk-button--")

    ours = say(
        "govuk_button text variant name=name disabled=disabled once=False",
        text=options["text"],
        variant=variant,
        name=options["name"],
        disabled=options.get("disabled", False),
    )

    assert meaning(ours) == meaning(example["html"])


@pytest.mark.parametrize("example", examples("tag", of={"text", "classes"}))
def test_tag(example):
    colour = example["options"].get("classes", "").removeprefix("govuk-tag--")

    ours = say("govuk_tag text colour", text=example["options"]["text"], colour=colour)

    assert meaning(ours) == meaning(example["html"])


@pytest.mark.parametrize(
    "example", examples("breadcrumbs", of={"items.text", "items.href", "collapseOnMobile"})
)
def test_breadcrumbs(example):
    crumbs = [(item["text"], item.get("href", "")) for item in example["options"]["items"]]

    ours = say("govuk_breadcrumbs crumbs", crumbs=crumbs)

    assert meaning(ours) == meaning(_collapsing(example["html"]))


def _collapsing(html: str) -> str:
    # Ours always fold on a phone.
    mark = "govuk-breadcrumbs--collapse-on-mobile"
    return (
        html
        if mark in html
        else html.replace('class="govuk-breadcrumbs"', f'class="govuk-breadcrumbs {mark}"')
    )


@pytest.mark.parametrize(
    "example", examples("notification-banner", of={"text", "type", "titleText", "titleId"})
)
def test_notification_banner(example):
    options = example["options"]
    title, id = options.get("titleText", ""), options.get("titleId", "govuk-notification-banner-title")

    ours = say(
        "govuk_notification_banner text type title=title id=id",
        text=options["text"],
        type=options.get("type", ""),
        title=title,
        id=id,
    )

    assert meaning(ours) == meaning(example["html"])


@pytest.mark.parametrize(
    "example",
    examples(
        "summary-list",
        of={
            "rows.key.text",
            "rows.value.text",
            "rows.actions.items.href",
            "rows.actions.items.text",
            "rows.actions.items.visuallyHiddenText",
            "card.title.text",
        },
    ),
)
def test_summary_list(example):
    options = example["options"]
    rows = [
        Row(
            row["key"]["text"],
            row["value"]["text"],
            [_action(a) for a in row.get("actions", {}).get("items", [])],
        )
        for row in options["rows"]
        if row
    ]

    ours = say(
        "govuk_summary_list rows card=card",
        rows=rows,
        card=options.get("card", {}).get("title", {}).get("text", ""),
    )

    assert meaning(ours) == meaning(example["html"])


def _action(options: dict[str, str]) -> Action:
    return Action(options["text"], options["href"], options.get("visuallyHiddenText", ""))


@pytest.mark.parametrize(
    "example",
    examples(
        "task-list",
        of={
            "items.title.text",
            "items.href",
            "items.hint.text",
            "items.status.text",
            "items.status.tag.text",
            "items.status.tag.classes",
            "idPrefix",
        },
        but=("custom id prefix", "html passed as text"),  # a tag of no colour: ours is plain text then
    ),
)
def test_task_list(example):
    options = example["options"]
    prefix = options.get("idPrefix", "task-list")

    ours = say(
        "govuk_task_list tasks prefix=prefix",
        tasks=[_task(each) for each in options["items"] if each],
        prefix=prefix,
    )

    assert meaning(ours) == meaning(example["html"])


def _task(options: dict[str, Any]) -> Task:
    tag = options["status"].get("tag")
    return Task(
        options["title"]["text"],
        options.get("href", ""),
        tag["text"] if tag else options["status"]["text"],
        tag["classes"].removeprefix("govuk-tag--") if tag else "",
        options.get("hint", {}).get("text", ""),
    )


@pytest.mark.parametrize(
    "example",
    examples(
        "pagination",
        of={
            "previous.href",
            "previous.labelText",
            "next.href",
            "next.labelText",
            "items.number",
            "items.href",
            "items.current",
            "items.ellipsis",
            "landmarkLabel",
        },
        but=("with empty items",),
    ),
)
def test_pagination(example):
    options = example["options"]
    previous, next_ = options.get("previous", {}), options.get("next", {})

    ours = render_to_string(
        "design/components/pagination.html",
        {
            "label": options.get("landmarkLabel", "Pagination"),
            "previous": previous.get("href"),
            "previous_label": previous.get("labelText"),
            "next": next_.get("href"),
            "next_label": next_.get("labelText"),
            "pages": options.get("items"),
        },
    )

    assert meaning(ours) == meaning(example["html"])


@pytest.mark.parametrize(
    "example",
    examples(
        "error-summary", of={"titleText", "errorList.text", "errorList.href"}, but=("html as titleText",)
    ),
)
def test_error_summary(example):
    problems = [
        (each["text"], each.get("href", "").lstrip("#")) for each in example["options"].get("errorList", [])
    ]

    ours = render_to_string("design/components/error_summary.html", {"problems": problems})

    assert meaning(ours) == meaning(example["html"]) or not problems


@pytest.mark.parametrize("example", examples("warning-text", of={"text"}))
def test_warning_text(example):
    assert meaning(say("govuk_warning text", text=example["options"]["text"])) == meaning(example["html"])


@pytest.mark.parametrize("example", examples("inset-text", of={"text"}))
def test_inset_text(example):
    assert meaning(say("govuk_inset text", text=example["options"]["text"])) == meaning(example["html"])


@pytest.mark.parametrize("example", examples("panel", of={"titleText", "text"}))
def test_panel(example):
    ours = say(
        "govuk_panel title text",
        title=example["options"]["titleText"],
        text=example["options"].get("text", ""),
    )

    assert meaning(ours) == meaning(example["html"])


# --- fields ----------------------------------------------------------------------------------------------------

WORDS = {"name", "id", "label.text", "label.classes", "label.isPageHeading", "hint.text", "errorMessage.text"}
LEGEND = {"fieldset.legend.text", "fieldset.legend.classes", "fieldset.legend.isPageHeading"}
CHOICES = {
    "name",
    "idPrefix",
    "hint.text",
    "errorMessage.text",
    "items.value",
    "items.text",
    "items.hint.text",
} | LEGEND


def drawn(
    field: forms.Field, options: dict[str, Any], *, value: Any = None, ids: Callable[[str], str] = govuk_ids
) -> str:
    """The field as the page shows it, with this example's words, error and value."""
    # GOV.UK's examples may give an id other than the name; a Django field has one from the other.
    name = options.get("id") or options.get("idPrefix") or options["name"]
    titled = options.get("label") or options["fieldset"]["legend"]
    field.label, field.help_text = titled["text"], options.get("hint", {}).get("text", "")
    form = type("AForm", (forms.Form,), {name: field})(
        {name: value} if value is not None else {}, auto_id="%s"
    )
    form.errors.clear()
    if message := options.get("errorMessage", {}).get("text"):
        form.add_error(name, message)
    size = titled.get("classes", "").rpartition("--")[2]
    return ids(str(govuk.govuk_field(form[name], size, heading=titled.get("isPageHeading", False))))


def _framed(component: str, options: set[str]) -> list[Any]:
    """Examples with a legend: a group of ours is never without."""
    return [each for each in examples(component, of=options) if "'legend'" in str(each)]


def same(ours: str, example: dict[str, Any]) -> bool:
    """Compared without `name` (see above) and without what a browser would check by itself."""
    assert meaning(ours, without=("name",)) == meaning(example["html"], without=("name",))
    return True


@pytest.mark.parametrize(
    "example",
    examples(
        "input",
        of=WORDS | {"value", "type", "inputmode", "autocomplete", "classes", "disabled", "autocapitalize"},
    ),
)
def test_text_input(example):
    options = example["options"]
    attrs = {n: options[n] for n in ("inputmode", "autocomplete", "autocapitalize") if n in options}
    attrs |= {"class": options["classes"]} if "classes" in options else {}
    widget = forms.TextInput(attrs)
    widget.input_type = options.get("type", "text")
    field = forms.CharField(
        widget=widget, disabled=options.get("disabled", False), initial=options.get("value")
    )

    assert same(drawn(field, options, value=options.get("value")), example)


@pytest.mark.parametrize(
    "example", examples("textarea", of=WORDS | {"value", "rows", "classes", "autocomplete"})
)
def test_textarea(example):
    options = example["options"]
    attrs = {n: str(options[n]) for n in ("rows", "autocomplete") if n in options}
    attrs |= {"class": options["classes"]} if "classes" in options else {}
    field = forms.CharField(widget=forms.Textarea(attrs))

    assert same(drawn(field, options, value=options.get("value")), example)


def _selects() -> list[Any]:
    unlike = ("hint", "without values", "without values with selected value", "with falsy values")
    return examples("select", of=WORDS | {"items.value", "items.text", "value"}, but=unlike)


@pytest.mark.parametrize("example", _selects())
def test_select(example):
    options = example["options"]
    choices = [(str(item["value"]), item["text"]) for item in options["items"] if item]

    assert same(drawn(forms.ChoiceField(choices=choices), options, value=options.get("value")), example)


@pytest.mark.parametrize("example", examples("file-upload", of=WORDS))
def test_file_upload(example):
    assert same(drawn(forms.FileField(), example["options"]), example)


@pytest.mark.parametrize("example", examples("password-input", of=WORDS))
def test_password(example):
    field = forms.CharField(widget=forms.PasswordInput)

    assert same(drawn(field, example["options"]), example)


@pytest.mark.parametrize("example", _framed("radios", CHOICES | {"value"}))
def test_radios(example):
    options = example["options"]

    assert same(
        drawn(_choices(forms.ChoiceField, Radios, options), options, value=options.get("value")), example
    )


@pytest.mark.parametrize(
    "example", [e for e in examples("checkboxes", of=CHOICES | {"values"}) if "fieldset" in str(e)]
)
def test_checkboxes(example):
    options = example["options"]
    field = _choices(forms.MultipleChoiceField, Checkboxes, options)

    assert same(drawn(field, options, value=options.get("values")), example)


def _choices(kind: type[forms.Field], widget: type[forms.Widget], options: dict[str, Any]) -> forms.Field:
    items = [item for item in options["items"] if item]
    hints = {str(item["value"]): item["hint"]["text"] for item in items if "hint" in item}
    return kind(choices=[(str(item["value"]), item["text"]) for item in items], widget=widget(hints=hints))


@pytest.mark.parametrize("example", _framed("date-input", {"id", "hint.text", "errorMessage.text"} | LEGEND))
def test_date(example):
    options = example["options"]

    ours = drawn(DateField(), options, ids=_boxes)

    assert same(ours, example)


def _boxes(html: str) -> str:
    """GOV.UK names the boxes x-day, x-month and x-year; Django x_0, x_1, x_2."""
    for number, part in enumerate(("day", "month", "year")):
        html = html.replace(f'_{number}"', f'-{part}"')
    return html


# --- and it is not a comparison with nothing --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("component", "options", "least"),
    [
        ("radios", CHOICES | {"value"}, 5),
        ("input", WORDS | {"value", "type"}, 8),
        ("summary-list", {"rows.key.text", "rows.value.text"}, 1),
    ],
)
def test_there_are_examples_to_compare_with(component, options, least):
    assert len(examples(component, of=options)) >= least
