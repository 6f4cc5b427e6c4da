"""Every Django form in GOV.UK markup: set `FORM_RENDERER` to `GovukRenderer` and write `{{ form }}`.

A field finds its classes by its widget. It links its hint and its error by `aria-describedby`. Checking is the
server's: a browser's own bubbles cannot be read back, printed or translated, so `required`, `maxlength` and the like
are left out, and the page's `<form>` says `novalidate`.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

from sharewell_office.design.widgets import DateParts

_CLASSES: dict[type[forms.Widget], str] = {
    forms.widgets.Input: "govuk-input",
    forms.Textarea: "govuk-textarea",
    forms.Select: "govuk-select",
    forms.FileInput: "govuk-file-upload",
    forms.CheckboxInput: "govuk-checkboxes__input",
}
# What a browser would check by itself, and the grey text that vanishes as one types.
_LEFT_OUT = ("required", "maxlength", "minlength", "min", "max", "step", "aria-invalid", "placeholder")
_REQUIRED = forms.Field.default_error_messages["required"]


class GovukField(BoundField):
    """A field as GOV.UK shows it. Templates read the properties below; `label_size` and `heading` are set by a tag."""

    label_size = ""
    heading = False

    @property
    def kind(self) -> str:
        """Which template draws the field: fieldset, checkbox, password or plain."""
        match self.field.widget:
            case forms.CheckboxInput():
                return "checkbox"
            case forms.PasswordInput():
                return "password"
            case widget:
                return "fieldset" if widget.use_fieldset else "plain"

    @property
    def is_date(self) -> bool:
        return isinstance(self.field.widget, DateParts)

    @property
    def words(self) -> str:
        """The label, saying so where an answer is not needed."""
        said = getattr(self.form, "says_optional", True)  # a search form has nothing that must be filled in
        optional = said and not self.field.required and self.kind != "checkbox"
        return f"{self.label} (optional)" if optional else str(self.label)

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}-hint" if self.help_text else ""

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}-error" if self.errors else ""

    @property
    def count_id(self) -> str:
        return f"{self.auto_id}-info" if self.most else ""

    @property
    def most(self) -> int | None:
        """The most characters a long text may have; counted while typing."""
        counted = isinstance(self.field.widget, forms.Textarea)
        return getattr(self.field, "max_length", None) if counted else None

    @property
    def aria_describedby(self) -> str:
        return " ".join(filter(None, (self.count_id, self.hint_id, self.error_id)))

    @property
    def focus_id(self) -> str:
        """Where the error summary leads: the field, or its first box or choice."""
        several = isinstance(self.field.widget, (forms.RadioSelect, forms.MultiWidget))
        return f"{self.auto_id}_0" if several else str(self.auto_id)

    @property
    def problems(self) -> list[str]:
        """The errors in words that say what to do, where Django would say "This field is required."."""
        if not self.errors:
            return []
        return [text for error in self.errors.as_data() for text in self._words_of(error)]

    def _words_of(self, error: forms.ValidationError) -> list[str]:
        return [self._what_to_do() if text == _REQUIRED else str(text) for text in error.messages]

    def _what_to_do(self) -> str:
        label = str(self.label).rstrip(":")
        if label.endswith("?"):
            return f"Answer the question “{label}”"
        if self.kind == "checkbox":
            return f"Tick the box “{label}”"
        return f"{_verb(self.field.widget)} {_mid_sentence(label)}"

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return attrs
        # False takes an attribute out, one that the widget was made with too.
        attrs |= {name: False for name in _LEFT_OUT if name in attrs or name in widget.attrs}
        if css := self._css(widget):
            attrs["class"] = css
        return _defaults(self.field, widget) | attrs

    def _css(self, widget: forms.Widget) -> str:
        base = next((_CLASSES[kind] for kind in type(widget).__mro__ if kind in _CLASSES), "")
        if isinstance(widget, DateParts):
            return "govuk-input--error" if self.errors else ""
        if not base:
            return ""
        wrong = f"{base}--error" if self.errors and self.kind != "checkbox" else ""
        counted = "govuk-js-character-count" if self.most else ""
        shown = "govuk-password-input__input govuk-js-password-input-input" if self.kind == "password" else ""
        return " ".join(filter(None, (base, shown, widget.attrs.get("class", ""), counted, wrong)))


class GovukRenderer(TemplatesSetting):
    """Forms drawn by the templates of the design app."""

    form_template_name = "design/forms/form.html"
    field_template_name = "design/forms/field.html"
    bound_field_class = GovukField


def _defaults(field: forms.Field, widget: forms.Widget) -> dict[str, Any]:
    """What the keyboard of a phone should offer, unless the widget says otherwise."""
    match widget:
        case forms.NumberInput():
            wanted = {
                "inputmode": "numeric" if type(field) is forms.IntegerField else "decimal",
                "spellcheck": "false",
            }
        case forms.EmailInput() | forms.URLInput():
            wanted = {"spellcheck": "false", "autocapitalize": "none"}
        case forms.PasswordInput():
            wanted = {"spellcheck": "false", "autocapitalize": "none", "autocomplete": "current-password"}
        case forms.Textarea():
            # Django's own default of 40 by 10 is nobody's choice; any other number is.
            return {"rows": "5" if widget.attrs["rows"] == "10" else widget.attrs["rows"], "cols": False}
        case DateParts():
            wanted = {"inputmode": "numeric"}
        case _:
            return {}
    return {name: value for name, value in wanted.items() if name not in widget.attrs}


def _verb(widget: forms.Widget) -> str:
    match widget:
        case forms.FileInput():
            return "Choose"
        case forms.Select() | forms.RadioSelect():
            return "Select"
        case _:
            return "Enter"


def _mid_sentence(label: str) -> str:
    """The label as it stands within a sentence: "Reason" becomes "reason", "DPO advice" stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
