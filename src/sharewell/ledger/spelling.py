"""The one spelling of a JSON value (RFC 8785): what is hashed, sealed and compared byte for byte.

Nearly everything on the record is text, whole numbers, lists and objects, which Python's own writer spells as RFC 8785
does, thirty times as fast. The rest (fractions, names of keys beyond ASCII, what cannot be spelt at all) is left to
the library that knows all of it.
"""

from __future__ import annotations

import json
from typing import Any

import rfc8785

_EXACT = 2**53  # from here on a number of RFC 8785 is no exact integer
_write = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
).encode


def canonical(value: Any) -> bytes:
    """The canonical bytes of a JSON value. Raises `ValueError` where there is no spelling: NaN, half a character."""
    if _is_plain(value):
        try:
            return _write(value).encode()
        except UnicodeEncodeError:
            pass
    return rfc8785.dumps(value)


def _is_plain(value: Any) -> bool:
    """Whether Python sorts and writes it as RFC 8785 says: keys sort by UTF-16, which for ASCII is all the same."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is dict:
        return all(type(key) is str and key.isascii() for key in value) and all(
            map(_is_plain, value.values())
        )
    if kind is list or kind is tuple:
        return all(map(_is_plain, value))
    return kind is int and -_EXACT < value < _EXACT
