"""A browser as people know it, out of what it says of itself: "Firefox on Windows"."""

from __future__ import annotations

from django import template

register = template.Library()

# In this order: nearly all of them also say that they are the ones below.
_BROWSERS = (
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_MACHINES = (
    ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("CrOS", "a Chromebook"), ("Mac OS X", "a Mac"), ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def browser(said: str) -> str:
    """The browser and the machine; where neither is known, the beginning of what it says."""
    name = next((name for sign, name in _BROWSERS if sign in said), "")
    machine = next((name for sign, name in _MACHINES if sign in said), "")
    return f"{name} on {machine}" if name and machine else name or said[:60] or "Unknown"
