"""The post: letters by SMTP or by GOV.UK Notify.

A letter that is handed over has one of three ends, and the caller must know which:

    it returns           the other side has taken it
    NotSent              it has certainly not gone out; `for_good` says whether to try again
    InDoubt              it may have gone out: the line broke after it was handed over and before the answer came
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

TIMEOUT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter without personal data. `key` is the same at every try, so that the other side can tell."""

    key: str
    to: str
    subject: str
    body: str
    at: datetime
    attached: Attached | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that goes with a letter, byte for byte."""

    name: str
    content: bytes


class NotSent(Exception):
    """It has certainly not gone out. `for_good`: no later try will fare better (the address is refused)."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.for_good = for_good


class ChannelAway(NotSent):
    """The server is not there, or does not let us in: no other letter would fare better now."""


class InDoubt(Exception):
    """It may have gone out, or not. Nobody sends it again by itself."""


class SettingUnreadable(Exception):
    """A setting of the post is not of the form it must have."""


class Channel(Protocol):
    """An open line to somebody who takes letters."""

    name: str
    attaches: bool

    def send(self, letter: Letter) -> None: ...


@contextmanager
def channel(settings: Any) -> Iterator[Channel | None]:
    """The channel that the settings name, open; None where they name none. Raises `ChannelAway`."""
    if settings.SHAREWELL_NOTIFY_KEY:
        yield Notify(
            settings.SHAREWELL_NOTIFY_URL, settings.SHAREWELL_NOTIFY_KEY, settings.SHAREWELL_NOTIFY_TEMPLATE
        )
    elif settings.SHAREWELL_SMTP:
        with _smtp(settings.SHAREWELL_SMTP) as server:
            yield Smtp(server, sender=settings.SHAREWELL_MAIL_FROM)
    else:
        yield None


# --- SMTP -------------------------------------------------------------------------------------------------------------
@contextmanager
def _smtp(url: str) -> Iterator[smtplib.SMTP]:
    """A session as the URL says: smtp://user:password@host:587 (STARTTLS where offered), or smtps://."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SettingUnreadable("SHAREWELL_SMTP: expected smtp://user:password@host:port")
    try:
        server = _connected(parts.scheme == "smtps", parts.hostname, parts.port)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except (OSError, smtplib.SMTPException) as problem:
        raise ChannelAway(f"the mail server does not let us in ({type(problem).__name__})") from None
    try:
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def _connected(tls: bool, host: str, port: int | None) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if tls:
        return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT, context=context)
    server = smtplib.SMTP(host, port or 25, timeout=TIMEOUT)
    server.ehlo_or_helo_if_needed()
    if server.has_extn("starttls"):
        server.starttls(context=context)
    return server


class Smtp:
    """Letters over an open SMTP session."""

    name, attaches = "smtp", True

    def __init__(self, server: smtplib.SMTP, *, sender: str) -> None:
        self.server, self.sender = server, sender

    def send(self, letter: Letter) -> None:
        """Hand one letter over. Up to DATA nothing has gone out; after it only the server's answer says."""
        content = self._written(letter)
        try:
            self._must(self.server.mail(self.sender))
            self._must(self.server.rcpt(letter.to))
        except (OSError, smtplib.SMTPException) as problem:
            raise ChannelAway(f"the mail server went away ({type(problem).__name__})") from None
        try:
            answer = self.server.data(content)
        except smtplib.SMTPDataError as refused:
            answer = (refused.smtp_code, b"")
        except (OSError, smtplib.SMTPException) as problem:
            raise InDoubt(f"the line broke before the answer came ({type(problem).__name__})") from None
        self._must(answer)

    def _must(self, answer: tuple[int, bytes]) -> None:
        code = answer[0]
        if code not in (250, 251):
            with suppress(OSError, smtplib.SMTPException):
                self.server.rset()
            # The code only: what a server says may quote the address.
            raise NotSent(f"the mail server answered {code}", for_good=500 <= code < 600)

    def _written(self, letter: Letter) -> bytes:
        # Folded headers would break the Message-ID in two; a line may have 998 characters (RFC 5322 2.1.1).
        said = EmailMessage(policy=SMTP.clone(max_line_length=998))
        try:
            said["From"], said["To"], said["Subject"] = self.sender, letter.to, letter.subject
        except ValueError:
            raise NotSent("the address cannot be used", for_good=True) from None
        said["Date"] = format_datetime(letter.at)
        said["Message-ID"] = f"<{letter.key}@{self.sender.rpartition('@')[2] or 'localhost'}>"
        said["Auto-Submitted"] = "auto-generated"
        said.set_content(letter.body)
        if letter.attached:
            said.add_attachment(
                letter.attached.content,
                maintype="application",
                subtype="octet-stream",
                filename=letter.attached.name,
            )
        return said.as_bytes()


# --- GOV.UK Notify ----------------------------------------------------------------------------------------------------
class Notify:
    """Letters over GOV.UK Notify, where we have one template: its subject is ((subject)), its body ((body))."""

    # Notify stores files itself and sends a link to them, of few kinds and for a time: no receipt to keep.
    name, attaches = "notify", False

    def __init__(self, url: str, key: str, template: str) -> None:
        # "name-<36 characters: the service>-<36 characters: the secret>"
        if len(key) < 73 or not template:
            raise SettingUnreadable(
                "SHAREWELL_NOTIFY_KEY or SHAREWELL_NOTIFY_TEMPLATE is not a key or a template id"
            )
        self.url, self.template = url.rstrip("/"), template
        self.service, self.secret = key[-73:-37], key[-36:]

    def send(self, letter: Letter) -> None:
        """Hand one letter over. Anything but an answer leaves it in doubt."""
        body = {
            "email_address": letter.to,
            "template_id": self.template,
            "reference": letter.key,
            "personalisation": {"subject": letter.subject, "body": letter.body},
        }
        request = urllib.request.Request(  # noqa: S310 - the address is the office's own setting
            f"{self.url}/v2/notifications/email",
            data=json.dumps(body).encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {token(self.service, self.secret, letter.at)}",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310
                return
        except urllib.error.HTTPError as answer:
            raise _refused(answer.code) from None
        except urllib.error.URLError as problem:
            if isinstance(problem.reason, ConnectionRefusedError | ssl.SSLError) or _unknown_host(problem):
                raise ChannelAway("Notify cannot be reached") from None
            raise InDoubt("the line to Notify broke before the answer came") from None
        except OSError:
            raise InDoubt("the line to Notify broke before the answer came") from None


def _refused(code: int) -> NotSent:
    """Notify's answer: 400 is the letter's fault; 403, 429 and 5xx would meet the next letter too."""
    if code == 400:
        return NotSent("Notify answered 400", for_good=True)
    return ChannelAway(f"Notify answered {code}")


def _unknown_host(problem: urllib.error.URLError) -> bool:
    return type(problem.reason).__name__ == "gaierror"


def token(service: str, secret: str, at: datetime) -> str:
    """The JSON Web Token that Notify asks for (HS256; `iss` and `iat` only)."""
    head, claims = _part({"typ": "JWT", "alg": "HS256"}), _part({"iss": service, "iat": int(at.timestamp())})
    signed = hmac.new(secret.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
    return f"{head}.{claims}.{_base64(signed)}"


def _part(content: Mapping[str, Any]) -> str:
    return _base64(json.dumps(content, separators=(",", ":")).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
