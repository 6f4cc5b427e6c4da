"""Whose wording a draft has, and its words component by component: one section of a draft."""

from __future__ import annotations

from typing import Any

from django import forms

from sharewell.register.agreement import Agreement
from sharewell.register.components import COMPONENTS
from sharewell.register.particulars import (
    Template,
)
from sharewell_office.design.widgets import Radios
from sharewell_office.register.forms.section import Section, text
from sharewell_office.register.services import templates


class Wording(Section):
    title = "Wording"

    template = forms.ChoiceField(
        label="Whose wording is it?", choices=[(each.value, each.label) for each in Template], widget=Radios()
    )

    def ask(self) -> None:
        for each in COMPONENTS:
            if not each.by:
                self.fields[each.id] = text(each.label)

    @classmethod
    def answers(cls, agreement: Agreement) -> dict[str, Any]:
        return {"template": agreement.particulars.template.value, **agreement.particulars.words}

    def changed(self) -> Agreement:
        given = dict(self.cleaned_data)
        template = Template(given.pop("template"))
        before = self.agreement.particulars.words
        given |= self._words_of_the_other(template, given)
        # An essential component that was emptied stays, and is asked for; what nobody ever wrote is not there.
        return self._particulars(
            template=template, words={k: v for k, v in given.items() if v or k in before}
        )

    def _words_of_the_other(self, template: Template, given: dict[str, str]) -> dict[str, str]:
        """Where another template is chosen: its words, in place of those that still stood as the old one has them."""
        old = self.agreement.particulars.template
        if template is old or template is Template.PARTNER:
            return {}
        (_, was), (_, now) = templates.wording(old), templates.wording(template)
        return {id: said for id, said in now.items() if given.get(id, "") in ("", was.get(id, ""))}
