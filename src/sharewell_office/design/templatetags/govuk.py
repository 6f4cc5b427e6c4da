"""`{% load govuk %}`: the components of GOV.UK Frontend, and the two that are Sharewell's own (refusals, timeline).

Each tag is a sentence here and a template of its own under `design/components/`. The page at `design:components`
shows every one of them beside the words that make it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.contrib.messages import get_messages
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.when import period_in_words
from sharewell_office.design.components import Action, Column, Crumb, Row, Step, Task, each
from sharewell_office.design.forms import GovukField

register = template.Library()
_HERE = "design/components"


# --- doing and going ---------------------------------------------------------------------------------------------


@register.inclusion_tag(f"{_HERE}/button.html")
def govuk_button(
    text: str,
    variant: str = "",
    *,
    href: str = "",
    type: str = "submit",
    once: bool | None = None,
    **given: Any,
) -> dict[str, Any]:
    """`{% govuk_button "Approve" "secondary" name="action" value="approve" %}`: a button, or with `href` a link.

    `variant` is secondary, warning or inverse. A button that submits ignores a second click (`once`). Also: `name`,
    `value`, `id`, `disabled`, `start`.
    """
    variants = [variant, "start" if given.get("start") else ""]
    classes = "".join(f" govuk-button--{v}" for v in variants if v)
    once = type == "submit" if once is None else once
    return {**given, "text": text, "href": href, "type": type, "once": once, "classes": classes}


@register.simple_tag
def govuk_back_link(href: str, text: str = "Back") -> SafeString:
    """`{% govuk_back_link url %}`"""
    # In a landmark of its own: GOV.UK puts it outside <main>, where a screen reader's list of landmarks would miss it.
    return format_html('<nav aria-label="Back"><a href="{}" class="govuk-back-link">{}</a></nav>', href, text)


@register.inclusion_tag(f"{_HERE}/breadcrumbs.html")
def govuk_breadcrumbs(*crumbs: Any) -> dict[str, Any]:
    """`{% govuk_breadcrumbs "Requests" url "DSR-1" %}`: texts and addresses in turn; or one list of `Crumb`."""
    if len(crumbs) == 1 and not isinstance(crumbs[0], str):
        return {"crumbs": each(Crumb, crumbs[0])}
    padded = [*crumbs, ""] if len(crumbs) % 2 else crumbs
    return {"crumbs": [Crumb(*pair) for pair in zip(padded[::2], padded[1::2], strict=True)]}


@register.inclusion_tag(f"{_HERE}/pagination.html", takes_context=True)
def govuk_pagination(
    context: Context,
    page: Page | None = None,
    *,
    previous: str = "",
    next: str = "",
    label: str = "Pagination",
    previous_label: str = "",
    next_label: str = "",
) -> dict[str, Any]:
    """`{% govuk_pagination page %}` for numbered pages; `previous=` and `next=` addresses where pages go by key."""
    shown = {"label": label, "previous_label": previous_label, "next_label": next_label}
    if page is None:
        return {**shown, "previous": previous, "next": next}
    if page.paginator.num_pages < 2:
        return shown
    address = _PageAddress(context)
    return {
        **shown,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
        "pages": [
            _page(number, page, address) for number in page.paginator.get_elided_page_range(page.number)
        ],
    }


class _PageAddress:
    """The address of another page of the same list, with the search and filters kept."""

    def __init__(self, context: Context) -> None:
        self.query = context["request"].GET.copy()

    def __call__(self, number: int) -> str:
        self.query["page"] = str(number)
        return f"?{self.query.urlencode()}"


def _page(number: int | str, page: Page, address: _PageAddress) -> dict[str, Any]:
    if isinstance(number, str):
        return {"number": number}
    return {"number": number, "href": address(number), "current": number == page.number}


# --- saying ------------------------------------------------------------------------------------------------------


@register.simple_tag
def govuk_tag(text: str, colour: str = "") -> SafeString:
    """`{% govuk_tag "Approved" "green" %}`: colours grey, green, teal, blue, purple, magenta, red, orange, yellow."""
    return format_html(
        '<strong class="govuk-tag{}">{}</strong>', f" govuk-tag--{colour}" if colour else "", text
    )


@register.inclusion_tag(f"{_HERE}/notification_banner.html")
def govuk_notification_banner(
    text: str, type: str = "", *, title: str = "", id: str = "govuk-notification-banner-title"
) -> dict[str, Any]:
    """`{% govuk_notification_banner "The file has gone." "success" %}`"""
    success = type == "success"
    return {
        "text": text,
        "success": success,
        "title": title or ("Success" if success else "Important"),
        "id": id,
    }


@register.inclusion_tag(f"{_HERE}/message_banners.html", takes_context=True)
def message_banners(context: Context) -> dict[str, Any]:
    """What Django's messages hold, as banners; the base template shows them on every page."""
    request = context.get("request")
    return {"messages": list(get_messages(request)) if request is not None else []}


@register.inclusion_tag(f"{_HERE}/panel.html")
def govuk_panel(title: str, text: str = "", reference: str = "") -> dict[str, str]:
    """`{% govuk_panel "Request sent" "Its reference is" "DSR-2026-0001" %}`: the confirmation at the end of a task."""
    return {"title": title, "text": text, "reference": reference}


@register.simple_tag
def govuk_inset(text: str) -> SafeString:
    """`{% govuk_inset "…" %}`"""
    return format_html('<div class="govuk-inset-text">{}</div>', text)


@register.simple_tag
def govuk_warning(text: str) -> SafeString:
    """`{% govuk_warning "This cannot be undone." %}`"""
    return format_html(
        '<div class="govuk-warning-text"><span class="govuk-warning-text__icon" aria-hidden="true">!</span>'
        '<strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">Warning</span> {}</strong></div>',
        text,
    )


@register.simple_block_tag
def govuk_details(content: SafeString, summary: str, *, opened: object = False) -> SafeString:
    """`{% govuk_details "What does this mean?" %}…{% endgovuk_details %}`: help where the question is asked.

    `opened` where it is what comes next, or something in it is wrong.
    """
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        SafeString(" open") if opened else "",
        summary,
        content,
    )


@register.filter
def period(text: str) -> str:
    """`{{ "P24M"|period }}`: "24 months". What is no ISO 8601 period is shown as it stands."""
    return period_in_words(text)


# --- listing -----------------------------------------------------------------------------------------------------


@register.inclusion_tag(f"{_HERE}/summary_list.html")
def govuk_summary_list(rows: Iterable[Any], *, card: str = "", border: bool = True) -> dict[str, Any]:
    """`{% govuk_summary_list rows %}` of `Row` or (key, value); `card="Recipient"` frames and titles it."""
    listed = [_with_actions(row) for row in each(Row, rows)]
    return {"rows": listed, "acted": any(row["actions"] for row in listed), "card": card, "border": border}


def _with_actions(row: Row) -> dict[str, Any]:
    return {"key": row.key, "value": row.value, "actions": each(Action, row.actions)}


@register.inclusion_tag(f"{_HERE}/task_list.html")
def govuk_task_list(tasks: Iterable[Any], *, prefix: str = "task-list") -> dict[str, Any]:
    """`{% govuk_task_list tasks %}` of `Task`; a second list on the page needs a `prefix` of its own."""
    return {"tasks": each(Task, tasks), "prefix": prefix}


@register.inclusion_tag(f"{_HERE}/table.html")
def govuk_table(
    columns: Iterable[Any], rows: Iterable[Sequence[Any]], caption: str, *, caption_size: str = "m"
) -> dict[str, Any]:
    """`{% govuk_table columns rows "Fields" %}`: `Column` or text, and rows whose first cell names the row."""
    heads = each(Column, columns)
    paired = [list(zip(heads, row, strict=True)) for row in rows]
    return {"columns": heads, "rows": paired, "caption": caption, "caption_size": caption_size}


@register.inclusion_tag(f"{_HERE}/timeline.html")
def timeline(steps: Iterable[Any], *, level: int = 3) -> dict[str, Any]:
    """`{% timeline steps %}` of `Step`: what happened, when, by whom. `level` is that of the headings."""
    return {"steps": each(Step, steps), "level": level}


# --- the answer is no --------------------------------------------------------------------------------------------


@register.inclusion_tag(f"{_HERE}/refusals.html")
def refusals(
    refusals: Sequence[Refusal], *, title: str = "This cannot go ahead yet", id: str = "refusals"
) -> dict[str, Any]:
    """`{% refusals outcome.refusals %}`: every reason why not, each with its rule, remedy and source. None: nothing."""
    return {"refusals": refusals, "title": title, "id": id}


@register.inclusion_tag(f"{_HERE}/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet) -> dict[str, Any]:  # type: ignore[type-arg]
    """`{% error_summary form %}`: what to put right before the page can be sent, with links to the places."""
    return {"problems": [problem for form in forms if form for problem in _problems(form)]}


def _problems(form: Any) -> list[tuple[str, str]]:
    if isinstance(form, BaseFormSet):
        own = [(str(error), "") for error in form.non_form_errors()]
        return own + [problem for member in form for problem in _problems(member)]
    if not form.is_bound:
        return []
    general = [(str(error), "") for error in form.non_field_errors()]
    return general + [(text, field.focus_id) for field in form if field.errors for text in field.problems]


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """ "Error: " at the front of the page's title when a form of the page came back."""
    wrong = (form for form in context.flatten().values() if isinstance(form, (BaseForm, BaseFormSet)))
    return "Error: " if any(form.is_bound and not form.is_valid() for form in wrong) else ""


@register.simple_tag
def govuk_field(field: GovukField, size: str = "", *, heading: bool = False) -> SafeString:
    """`{% govuk_field form.reason "m" %}`: a field with a larger label; with `heading=True` it titles the page."""
    field.label_size, field.heading = size, heading
    return field.as_field_group()


# --- dates, as GOV.UK writes them --------------------------------------------------------------------------------


@register.filter
def day(value: date | datetime | None) -> str:
    """22 November 2026"""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return f"{local.day} {local:%B %Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """22 November 2026, 5:55pm (Europe/London)"""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{day(local)}, {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"
