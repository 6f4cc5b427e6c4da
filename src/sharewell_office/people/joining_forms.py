"""The forms by which somebody comes, is given what they do here, and is known as one person under two accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from sharewell.policy.posts import Held
from sharewell.policy.showing import Scope
from sharewell.vocabulary.people import Role
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Checkboxes
from sharewell_office.people import store


class SamePerson(forms.Form):
    """Which other account belongs to the same person."""

    other = forms.ChoiceField(
        label="Which other account is theirs?",
        help_text="Nothing they do under one of them lets them decide under the other.",
        error_messages={"required": "Choose an account"},
    )

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [("", "Choose an account"), *others]


# The questions by which a post is limited, each with the post.
LIMITS = {
    "handler_areas": Role.HANDLER,
    "owner_areas": Role.OWNER,
    "keeper_areas": Role.REGISTER_KEEPER,
    "auditor_areas": Role.AUDITOR,
    "communications_areas": Role.COMMUNICATIONS,
}


def _areas(
    label: str, hint: str = "Choose none, and the post is for all of them."
) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, help_text=hint, widget=Checkboxes(), required=False)


class Limits(forms.Form):
    """The business areas that each post is held for, where it is not held for all of them."""

    handler_areas = _areas("As a case handler, works only for")
    owner_areas = _areas(
        "As a data owner, sees only", "What they answer for they always see. None: everything."
    )
    keeper_areas = _areas("As a register keeper, keeps only")
    auditor_areas = _areas("As an auditor, sees only")
    communications_areas = _areas("In communications, works only for")

    def offer(self, areas: Iterable[str]) -> None:
        """The areas there are to choose from."""
        for name in LIMITS:
            self.fields[name].choices = [(area, area) for area in sorted(areas)]

    @property
    def asked(self) -> list[forms.BoundField]:
        """What is asked of everybody."""
        return [each for each in self if each.name not in LIMITS]

    @property
    def limits(self) -> list[forms.BoundField]:
        """What is asked where a post is not for the whole office."""
        return [each for each in self if each.name in LIMITS]

    @property
    def is_limited(self) -> bool:
        return any(each.value() or each.errors for each in self.limits)

    def limited(self) -> frozenset[tuple[Role, str]]:
        """Each post with each area that was chosen for it."""
        return frozenset((role, area) for name, role in LIMITS.items() for area in self.cleaned_data[name])


class Posts(Limits):
    """What somebody of ours does here."""

    posts = forms.MultipleChoiceField(
        label="Posts",
        choices=[(role.value, role.label) for role in Role if role is not Role.RECIPIENT],
        widget=Checkboxes(
            hints={
                Role.OWNER.value: "Decides about the data sets chosen below",
                Role.HANDLER.value: "Prepares cases and releases files, for the areas chosen below",
                Role.DPO.value: "Advises, and neither owns data nor decides",
            }
        ),
        error_messages={"required": "Choose what they do here, or close their account"},
    )
    owns = forms.MultipleChoiceField(
        label="Answers for these data sets",
        help_text="A data set has one owner. One that is somebody else's now becomes theirs.",
        widget=Checkboxes(),
        required=False,
    )
    new = forms.SlugField(
        label="Answers for a data set that has no owner yet",
        help_text="The name it goes by in addresses and files, such as home-visits",
        max_length=64,
        required=False,
        error_messages={"invalid": "Write it in letters, digits and hyphens, such as home-visits"},
    )

    def __init__(self, *args: Any, areas: dict[str, str], held: Held, **kwargs: Any) -> None:
        """`areas` are the data sets there are, each with who answers for it."""
        limits = {name: held.limited_to(role) for name, role in LIMITS.items()}
        initial = {"posts": sorted(held.posts), "owns": sorted(held.owns), **limits}
        super().__init__(*args, initial=initial, **kwargs)
        there = {*areas, *held.owns, *(area for _, area in held.limits)}
        self.offer(there)
        self.fields["owns"].choices = [(area, area) for area in sorted(there)]
        self.fields["owns"].widget.hints = {area: f"Now: {owner}" for area, owner in areas.items()}

    def held(self) -> Held:
        said = self.cleaned_data
        return Held(
            posts=frozenset(Role(role) for role in said["posts"]),
            limits=self.limited(),
            owns=frozenset({*said["owns"], *([said["new"]] if said["new"] else [])}),
        )


class Invite(Limits):
    """Who is to come, as what, for which business areas, and until when."""

    name = forms.CharField(label="Name", max_length=150, error_messages={"required": "Enter their name"})
    email = forms.EmailField(
        label="Work email address",
        help_text="They sign in with it. Not a shared mailbox.",
        error_messages={"required": "Enter their work email address"},
    )
    roles = forms.MultipleChoiceField(
        label="Posts",
        choices=[(role.value, role.label) for role in Role],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what they are to do here"},
    )
    party = forms.CharField(
        label="Organisation",
        help_text="Only for a recipient: its reference, such as ORG-0001.",
        max_length=32,
        required=False,
    )
    last_day = DateField(
        label="Last day",
        help_text="A recipient needs one, and so does an auditor from outside.",
        required=False,
    )
    sees = forms.CharField(
        label="What an auditor from outside may see",
        help_text="References with spaces between them, such as ISA-2026-0001 DSR-2026-0003. They see these, what "
        "belongs to them, and nothing else. Leave it empty for our own auditor.",
        max_length=400,
        required=False,
    )

    def __init__(self, *args: Any, areas: Iterable[str], **kwargs: Any) -> None:
        """`areas` are the data sets there are."""
        super().__init__(*args, **kwargs)
        self.offer(areas)

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if store.email_taken(email):
            raise forms.ValidationError("Somebody signs in with this address already")
        return email

    def said(self) -> dict[str, Any]:
        """The words of `services.invite`."""
        said = self.cleaned_data
        return {
            **{name: said[name] for name in ("name", "email", "last_day")},
            "roles": frozenset(Role(role) for role in said["roles"]),
            "party": said["party"].strip(),
            "limits": self.limited(),
            "visits": Scope(references=tuple(said["sees"].upper().split())) if said["sees"].strip() else None,
        }


class ChoosePassword(forms.Form):
    """A first password, twice."""

    password1 = forms.CharField(
        label="Password",
        help_text="At least 12 characters. Three or four unrelated words are easier to keep than signs.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password"},
        strip=False,
    )
    password2 = forms.CharField(
        label="Password again",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": "Enter the password again"},
        strip=False,
    )

    def clean_password2(self) -> str:
        if self.cleaned_data["password2"] != self.cleaned_data.get("password1"):
            raise forms.ValidationError("The two passwords are not the same")
        return str(self.cleaned_data["password2"])
