"""What an emergency is asked: one page while the telephone rings, and the rest afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms

from sharewell.decisions.emergency.record import AT_ONCE, Channel, Disclosure, Emergency, Review
from sharewell.decisions.request import AdviceKind
from sharewell.decisions.shapes import Malformed, read_fact
from sharewell.policy.law.record import Law
from sharewell.policy.truth import Value
from sharewell_office.decisions.stages.stated import fact_field, given_fact, shown_fact
from sharewell_office.design.widgets import Checkboxes, Radios

Choices = Sequence[tuple[str, str]]
ASKED = dict(AT_ONCE)
# The kinds of things that are told on the telephone: a tick is quicker than a word.
KINDS = ("name", "telephone number", "location", "threat", "child present", "health")
CHANNELS = [
    (Channel.PHONE.value, "By telephone"),
    (Channel.IN_PERSON.value, "In person"),
    (Channel.RADIO.value, "By radio"),
    (Channel.VIDEO.value, "By video"),
    ("email", "In writing (e-mail, message, letter)"),
]


def _line(name: str) -> forms.CharField:
    return forms.CharField(label=ASKED[name], required=False, max_length=200)


class Tell(forms.Form):
    """The 60-second form. Nothing on it must be filled in for it to be taken; what is amiss the core says."""

    says_optional = False

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    danger = _line("danger")
    recipient_name = _line("recipient_name")
    to_whom = _line("to_whom")
    identity = _line("identity")
    told = forms.MultipleChoiceField(
        label=ASKED["told"],
        required=False,
        choices=[(kind, kind.capitalize()) for kind in KINDS],
        widget=Checkboxes(small=True),
        help_text="Kinds only, never the thing itself. Tell no more than the danger needs.",
    )
    told_else = forms.CharField(label="Anything else?", required=False, max_length=300)
    terms_said = forms.BooleanField(label="I said the five lines above aloud", required=False)
    when = forms.ChoiceField(
        label="When?",
        choices=[("now", "I am telling it now"), ("earlier", "I have told it already")],
        initial="now",
        required=False,
        widget=Radios(small=True),
    )
    at = forms.CharField(
        label="If already: at what time?",
        required=False,
        max_length=8,
        help_text="For example 16:46. Empty means a moment ago.",
        widget=forms.TextInput({"class": "govuk-input--width-5", "inputmode": "numeric"}),
    )
    channel = forms.ChoiceField(
        label="How?", choices=CHANNELS, initial=Channel.PHONE.value, required=False, widget=Radios(small=True)
    )
    data_set = forms.ChoiceField(
        label="Which of our data is it?",
        required=False,
        widget=Radios(small=True),
        help_text="Its owner reviews it afterwards. Leave it out if you do not know.",
    )
    bar = forms.ChoiceField(
        label="Does one of these laws forbid it, even now?",
        required=False,
        help_text="An emergency lifts none of them. If you do not recognise your case here, leave it as it is.",
    )
    exception = forms.CharField(
        label="If it does: the words of that law that allow it here",
        required=False,
        max_length=500,
    )

    def __init__(self, *args: Any, law: Law, data_sets: Choices, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["data_set"].choices = data_sets
        bars = [
            (one.id, f"{one.title} ({one.citation})")
            for one in law.entries["Enactments that forbid disclosure"]
        ]
        self.fields["bar"].choices = [("none", "None of them"), *bars]

    # What is asked below the first lines, and only read where the usual does not hold.
    UNUSUAL = ("when", "at", "channel", "data_set", "bar", "exception")

    def at_once(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in (*self.UNUSUAL, "version")]

    def unusual(self) -> list[forms.BoundField]:
        return [self[name] for name in self.UNUSUAL]

    def clean_at(self) -> time | None:
        given = self.cleaned_data["at"].strip()
        read = re.fullmatch(r"(\d{1,2})[:.h]?(\d{2})", given)
        if not given:
            return None
        if not read or int(read[1]) > 23 or int(read[2]) > 59:
            raise forms.ValidationError("The time must be like 16:46")
        return time(int(read[1]), int(read[2]))

    def opening(self) -> dict[str, str]:
        """What is known of the emergency itself."""
        return {name: self.cleaned_data[name] for name in ("danger", "recipient_name", "data_set")}

    def telling(self, by: str) -> dict[str, Any]:
        """What was told, in the words of the core, and the law that forbids it, if one does."""
        said = self.cleaned_data
        disclosure = Disclosure(
            at=self._moment(),
            by=by,
            to_whom=said["to_whom"],
            identity=said["identity"],
            told=(*said["told"], *split(said["told_else"])),
            channel=said["channel"] or Channel.PHONE.value,
            terms_said=said["terms_said"],
            exception=said["exception"],
        )
        already = said["when"] == "earlier"
        return {"disclosure": disclosure, "already": already, "bar": said["bar"] or "none", **self.opening()}

    def _moment(self) -> datetime:
        at: time | None = self.cleaned_data["at"]
        if at is None:
            return self.now - timedelta(minutes=1)
        today = datetime.combine(self.now.date(), at, self.now.tzinfo)
        return today if today < self.now else today - timedelta(days=1)


def split(text: str) -> Iterable[str]:
    """The things named in a text, one to a line or between commas."""
    return [part.strip() for part in re.split(r"[,\n]", text) if part.strip()]


# --- afterwards -------------------------------------------------------------------------------------------------------

# On what basis it was told, and about whom: the facts without which no rule can be read.
PLAIN_FACTS = ("data.children", "basis.art6")
SPECIAL_FACTS = ("data.special_category", "data.criminal_offence", "basis.art9", "basis.sch1", "apd.current")
RECORDED_FACTS = PLAIN_FACTS + SPECIAL_FACTS


class Complete(forms.Form):
    """The record within 24 hours: why it could not wait, what was held back, on what basis."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    why_urgent = forms.CharField(
        label="Why could it not wait for an ordinary request?",
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
    )
    withheld = forms.CharField(
        label="What did you hold back?",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text="Kinds of information, one on each line.",
    )
    data_set = forms.ChoiceField(label="Which of our data was it?", widget=Radios(small=True))

    def __init__(self, *args: Any, emergency: Emergency, law: Law, data_sets: Choices, **kwargs: Any) -> None:
        self.law = law
        known = {
            "version": emergency.version,
            "why_urgent": emergency.why_urgent,
            "withheld": "\n".join(emergency.withheld),
            "data_set": emergency.data_set,
            **{name: shown_fact(emergency.facts.get(name)) for name in RECORDED_FACTS},
        }
        super().__init__(*args, initial=known, **kwargs)
        self.fields["data_set"].choices = data_sets
        for name in RECORDED_FACTS:
            self.fields[name] = fact_field(law.fact[name], law)
            self.fields[name].required = False

    def plain(self) -> list[forms.BoundField]:
        return [self[name] for name in ("version", "why_urgent", "withheld", "data_set", *PLAIN_FACTS)]

    def special(self) -> list[forms.BoundField]:
        return [self[name] for name in SPECIAL_FACTS]

    def _post_clean(self) -> None:
        self.stated: dict[str, Value] = {}
        for name in RECORDED_FACTS:
            given = given_fact(self.law.fact[name], self.cleaned_data.get(name))
            try:
                if given is not None:
                    self.stated[name] = read_fact(self.law.fact[name], given, self.law)
            except Malformed as problem:
                self.add_error(name, str(problem)[:1].upper() + str(problem)[1:])

    def words(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "why_urgent": said["why_urgent"],
            "withheld": tuple(split(said["withheld"])),
            "data_set": said["data_set"],
            "facts": self.stated,
        }


class Advise(forms.Form):
    """What the DPO makes of it."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="Would you have advised it?",
        choices=[(each.value, each.label) for each in AdviceKind],
        widget=Radios(small=True),
    )
    text = forms.CharField(label="Your advice", max_length=8000, widget=forms.Textarea({"rows": 3}))

    def words(self) -> dict[str, Any]:
        return {"kind": AdviceKind(self.cleaned_data["kind"]), "text": self.cleaned_data["text"]}


class Judge(forms.Form):
    """The owner's review."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    says = forms.ChoiceField(
        label="Was it justified?",
        choices=[
            (Review.JUSTIFIED.value, "Yes, it was justified"),
            (Review.CRITICISED.value, "No, or not all of it"),
        ],
        widget=Radios(small=True),
    )
    words_ = forms.CharField(
        label="What do you make of it, and what follows?",
        max_length=8000,
        widget=forms.Textarea({"rows": 3}),
        help_text="For example: when the person can safely be told.",
    )

    def words(self) -> dict[str, Any]:
        return {"says": Review(self.cleaned_data["says"]), "words": self.cleaned_data["words_"]}


class StandDown(forms.Form):
    """Nothing had to be told."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    why = forms.CharField(label="Why was nothing told?", max_length=2000, widget=forms.Textarea({"rows": 2}))

    def words(self) -> dict[str, Any]:
        return {"words": self.cleaned_data["why"]}


class SendTerms(forms.Form):
    """The written terms follow: nothing to ask."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def words(self) -> dict[str, Any]:
        return {}


class EmergencySearch(forms.Form):
    """Words, and where it stands."""

    says_optional = False

    words = forms.CharField(
        label="Search", required=False, max_length=200, widget=forms.TextInput({"type": "search"})
    )
    status = forms.ChoiceField(label="Status", required=False)

    def __init__(self, *args: Any, statuses: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [("", "Any"), *statuses]
