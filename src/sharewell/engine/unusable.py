"""A file that is not what it claims."""

from __future__ import annotations


class FileUnusable(Exception):
    """The file cannot be read as what it claims to be. The text is one line that says what and where, and no
    value.
    """
