"""One HTML file that checks evidence and receipts on a machine with nothing but a browser, without a network.

Its policy names its own script and style by their digests: nothing else in it can run, and nothing can be fetched.
"""

from __future__ import annotations

import base64
from functools import cache
from hashlib import sha256
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def page() -> str:
    """The whole file."""
    code = "\n" + "\n".join((_HERE / name).read_text(encoding="utf-8") for name in ("verify.js", "pack.js"))
    template = (_HERE / "page.html").read_text(encoding="utf-8")
    style = template.partition("<style>")[2].partition("</style>")[0].replace("{{", "{").replace("}}", "}")
    return template.format(script=_digest(code), style=_digest(style), code=code)


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"
