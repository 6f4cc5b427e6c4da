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
from sharewell_office.people import services

# What is worth saying once it is done. All else, as "Successfully signed in as …", is noise.
_SAID = {
    "account/messages/password_changed.txt": "Your password has been changed.",
    "mfa/messages/totp_activated.txt": "Your authenticator app has been set up.",
    "mfa/messages/webauthn_added.txt": "The passkey has been added.",
    "mfa/messages/webauthn_removed.txt": "The passkey has been removed.",
    "usersessions/messages/sessions_logged_out.txt": "You are signed out everywhere else.",
}
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

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing leaves by allauth's own mail: messages go through the outbox."""

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Our words, where there is something to say."""
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

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """As above: no mail from here."""


def _cipher() -> Fernet:
    key = hashlib.sha256(b"sharewell second factor\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
