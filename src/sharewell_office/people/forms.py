"""The forms of signing in, in the office's words. What they check is allauth's, and one thing more: see `spend`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from allauth.account import forms as account
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache

from sharewell_office.adapters import clock
from sharewell_office.people import services


class SignIn(account.LoginForm):
    """Email address and password; the code comes after them. A no never says which of the two was wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget = forms.EmailInput({"autocomplete": "username"})
        _say(self, "login", "Email address", "Enter your email address")
        _say(self, "password", "Password", "Enter your password")

    def clean(self) -> Any:
        """Puts the no at the address, where the error summary can lead to it."""
        try:
            return super().clean()
        except forms.ValidationError as no:
            raise forms.ValidationError({"login": no}) from None


class ConfirmByPassword(account.ReauthenticateForm):
    """The password once more, before a step that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", "Password", "Enter your password")


class ChangePassword(account.ChangePasswordForm):
    """The password there is, and another, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", "Current password", "Enter your current password")
        _say(self, "password1", "New password", "Enter a new password", hint="At least 12 characters")
        _say(self, "password2", "New password again", "Enter the new password again")


class CodeField(forms.CharField):
    """A one-time code. People copy it in threes, as their app shows it: the spaces go."""

    default_error_messages = {"required": "Enter the code"}

    def __init__(self, *, help_text: str) -> None:
        attrs = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "class": "govuk-input--width-10",
            "spellcheck": "false",
        }
        super().__init__(label="Code", help_text=help_text, widget=forms.TextInput(attrs))

    def to_python(self, value: Any) -> str:
        return "".join(super().to_python(value).split())


class Code(mfa.AuthenticateForm):
    """The code after the password."""

    code = CodeField(help_text="6 digits from your authenticator app, or one of your recovery codes")

    def clean_code(self) -> str:
        return _proved(self.user, super().clean_code)


class ConfirmByCode(mfa.ReauthenticateForm):
    """The code once more, before a step that matters."""

    code = CodeField(help_text="6 digits from your authenticator app, or one of your recovery codes")

    def clean_code(self) -> str:
        return _proved(self.user, super().clean_code)


def _proved(user: AbstractBaseUser, check: Callable[[], str]) -> str:
    """The code, once it proved who they are; that one did not is on the record of whoever's password was right."""
    try:
        return spend(user, check())
    except forms.ValidationError:
        services.proof_failed(user, proof="code", at=clock.now())
        raise


class SetUpCode(totp.ActivateTOTPForm):
    """The first code of a new authenticator app, which shows that it holds the secret."""

    code = CodeField(help_text="The 6 digits your app shows for Sharewell now")

    def clean_code(self) -> str:
        return spend(self.user, super().clean_code())


def _what_it_is_called() -> forms.CharField:
    return forms.CharField(
        label="Name",
        help_text="To tell it from others, such as: work laptop",
        max_length=100,
        error_messages={"required": "Enter a name"},
    )


class AddPasskey(webauthn.AddWebAuthnForm):
    """A name for a passkey. Every passkey lets in by itself: it is one's device and one's finger, face or PIN."""

    passwordless = forms.BooleanField(initial=True, required=False, widget=forms.HiddenInput)
    name = _what_it_is_called()


class RenamePasskey(webauthn.EditWebAuthnForm):
    """Another name for a passkey that is there."""

    name = _what_it_is_called()


def spend(user: AbstractBaseUser, code: str) -> str:
    """The code, good this once (RFC 6238, 5.2). Raises ValidationError where it was used before.

    allauth remembers a used code for one period. We also take the code before and the one after, for clocks that
    differ, so a code stays acceptable for three: whoever looked over a shoulder could use it again after half a minute.
    """
    accepted_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    digest = hashlib.sha256(f"{user.pk} {code}".encode()).hexdigest()
    if not cache.add(f"people.code.{digest}", "used", timeout=accepted_for):
        raise get_adapter().validation_error("incorrect_code")
    return code


def _say(form: forms.Form, name: str, label: str, missing: str, *, hint: str = "") -> None:
    """Our words for a field of allauth's, and none of its placeholders: they vanish just when they are needed."""
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)
