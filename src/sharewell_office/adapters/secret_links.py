"""The secret end of a link that is sent by letter: worked out when it is sent, and kept nowhere.

What is kept of it is its digest, with whoever made the link. So neither the outbox, nor an answer that is kept, nor a
backup of the database holds what lets somebody in.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from hmac import digest

from django.conf import settings


def ending(about: str) -> str:
    """The secret of the link about this reference (256 bits, made with the office's own key): 43 letters."""
    key = sha256(b"sharewell secret links\0" + settings.SECRET_KEY.encode()).digest()
    return urlsafe_b64encode(digest(key, about.encode(), "sha256")).decode().rstrip("=")
