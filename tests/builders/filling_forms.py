"""Filling a page's forms as a browser sends them, with markup wherever somebody may type what they like."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

# Each would become an element, an attribute or a script if it were not written out as text.
MARK = "<b id=xss>x</b><script>xss()</script>\" onfocus=xss() ' onfocus=xss()"
LINK = "javascript:xss()"
# What a browser sends of such a field whoever types what; a day, a number and an address hold no markup.
PLAUSIBLE = {"day": "2", "month": "3", "year": "2027", "email": "a@example.org", "number": "1", "time": "10:00",
             "date": "2027-03-02", "tel": "0", "password": "x"}  # fmt: skip


@dataclass
class Form:
    """A form of a page: where it is sent to, and what it asks."""

    action: str
    said: dict[str, list[str]] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    """Every form of a page that is sent by POST and uploads nothing."""

    def __init__(self, page: str, *, path: str) -> None:
        super().__init__()
        self.path, self.found, self._form, self._choosing = path, [], None, ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method", "").lower() == "post":
            self._form = Form(said.get("action") or self.path)
        elif self._form is not None and "disabled" not in said:
            getattr(self, f"_{tag}", lambda said: None)(said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form is not None:
            self.found.append(self._form)
            self._form = None
        elif tag == "select":
            self._choosing = ""

    def _input(self, said: dict[str, str]) -> None:
        kind, name = said.get("type", "text"), said.get("name", "")
        if not name or kind == "file":
            return
        if kind in {"radio", "checkbox"}:
            self._form.said.setdefault(name, [said.get("value", "on")])
        elif kind == "hidden":
            self._form.said[name] = [said.get("value", "")]
        else:
            self._type(name, kind, said)

    def _textarea(self, said: dict[str, str]) -> None:
        self._type(said["name"], "text", said)

    def _select(self, said: dict[str, str]) -> None:
        self._choosing = said.get("name", "")

    def _button(self, said: dict[str, str]) -> None:
        if said.get("name"):
            self._form.said.setdefault(said["name"], [said.get("value", "")])

    def _option(self, said: dict[str, str]) -> None:
        if self._choosing and said.get("value"):
            self._form.said.setdefault(self._choosing, [said["value"]])

    def _type(self, name: str, kind: str, said: dict[str, str]) -> None:
        part = name.rpartition("_")[2]
        if part in PLAUSIBLE or kind in PLAUSIBLE:
            self._form.said[name] = [PLAUSIBLE.get(part) or PLAUSIBLE[kind]]
            return
        self._form.said[name] = [LINK if kind == "url" else MARK[: int(said.get("maxlength") or 10_000)]]
        self._form.typed.add(name)


class Holes(HTMLParser):
    """What of the mark became part of a page: an element, an attribute, a script or a link."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_script = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_script = tag == "script"
        for name, value in attrs:
            if name.startswith("on") or (name, value) == ("id", "xss"):
                self.found.append(f"<{tag} {name}={value}>")
            if name in {"href", "src", "action", "formaction"} and (value or "").strip().startswith(LINK):
                self.found.append(f"<{tag} {name}={value}>")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script and "xss()" in data:
            self.found.append("<script>")
