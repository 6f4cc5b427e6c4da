"""How the office wants allauth: nobody signs up, and the secrets of the second factor are kept encrypted."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sharewell_office.adapters import clock
from sharewell_office.people import services, store
from sharewell_office.people.models import User

# What is worth saying once it is done. All else, as "Successfully signed in as …", is noise.
_SAID = {
    "account/messages/password_changed.txt": "Your password has been changed.",
    "mfa/messages/totp_activated.txt": "Your authenticator app has been set up.",
    "mfa/messages/webauthn_added.txt": "The passkey has been added.",
    "mfa/messages/webauthn_removed.txt": "The passkey has been removed.",
    "usersessions/messages/sessions_logged_out.txt": "You are signed out everywhere else.",
}
# What was changed of what somebody signs in with, by allauth's name for its letter about it.
_CHANGED = {
    "account/email/password_changed": "another password was chosen",
    "mfa/email/totp_activated": "an authenticator app was set up",
    "mfa/email/totp_deactivated": "the authenticator app was removed",
    "mfa/email/recovery_codes_generated": "there are new recovery codes",
    "mfa/email/webauthn_added": "a passkey was added",
    "mfa/email/webauthn_removed": "a passkey was removed",
}
_NO_PASSKEY = "That passkey is not known here, or was removed. Sign in with your password and a code."
_TOO_MANY = "Too many tries. Wait 5 minutes, then try again. If you have lost your password or phone, ask your office."


class AccountAdapter(DefaultAccountAdapter):
    """People are invited by the office; no page makes an account."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The email address or the password is not right",
        "incorrect_password": "The password is not right",
        "enter_current_password": "The current password is not right",
        "account_inactive": "This account is closed. Ask your office if you think it should not be.",
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """A sign-in is on the record, by whoever it was and when; never from where."""
        services.signed_in(user, at=clock.now())
        return super().post_login(request, user, **kwargs)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password, at signing in or before a step that asks for it once more."""
        services.proof_failed(_whose(credentials), proof="password", at=clock.now())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing leaves by allauth's own mail: messages go through the outbox."""

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """What somebody signs in with was changed: it is on the record, and they are told, through the outbox."""
        services.proof_changed(user, what=_CHANGED.get(template_prefix, "something else"), at=clock.now())

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Our words, where there is something to say."""
        if level == messages.ERROR:
            messages.error(
                request, _NO_PASSKEY
            )  # of no other page does allauth speak of a fault beside its form
        if text := _SAID.get(message_template or ""):
            messages.success(request, text)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to where the change began, not to the empty form again."""
        return reverse("account_email")


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of the second factor lie in the database under a key derived from the office's own."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code is not right, or was used already. Wait for the next one your app shows",
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _whose(credentials: dict[str, Any]) -> User | None:
    """The account that was tried, where there is one of that address."""
    return store.by_email(str(credentials.get("email") or "")) or store.here(
        str(credentials.get("username") or "")
    )


def _cipher() -> Fernet:
    key = hashlib.sha256(b"sharewell second factor\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
