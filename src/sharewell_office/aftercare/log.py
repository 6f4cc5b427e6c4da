"""What the log may say of a link to a parcel, or to sign by: nothing. Who has the address has half of it, or all."""

from __future__ import annotations

import logging
import re

_LINK = re.compile(r"/(collect|sign)/[^/\s]+")


class WithoutLinks(logging.Filter):
    """Takes the token out of every line, whoever writes it: a refused form, a page not found, a fault of ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if _LINK.search(said):
            record.msg, record.args = _LINK.sub(r"/\1/…", said), None
        return True
