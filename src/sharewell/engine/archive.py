"""The zip archive that a workbook is, opened as if it were out to harm us.

Before anything is inflated the directory is read: how many parts, how large, how much they shrink, whether
two of them share bytes, whether a name is there twice. What is then inflated is counted against the
directory's word.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element
from xml.parsers import expat

from sharewell.engine.markup import Markup
from sharewell.engine.pieces import PartIsHostile, Piece, Wanted, pieces
from sharewell.engine.unusable import FileUnusable

MOST_PARTS = 5_000
LARGEST = 2 * 1024**3  # bytes inflated, all parts together
LARGEST_UNWATCHED = 20 * 1024**2  # below this, a high ratio harms nobody
MOST_SHRUNK = 250  # a million equal cells shrink to a fortieth; a bomb to a thousandth


class Archive:
    """The parts of a workbook by name. Every way of being damaged or hostile ends as `FileUnusable`."""

    def __init__(self, path: Path) -> None:
        self.name, self.path = path.name, path
        self.markup = Markup()
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise FileUnusable(
                f"{path.name}: damaged or cut off; it cannot be read as an .xlsx workbook"
            ) from None
        self._check_directory()

    def _check_directory(self) -> None:
        parts = self._zip.infolist()
        names = [part.filename for part in parts]
        inflated, deflated = sum(p.file_size for p in parts), sum(p.compress_size for p in parts)
        if len(parts) > MOST_PARTS:
            raise self._refused(f"{len(parts)} parts; at most {MOST_PARTS} are read")
        if len({name.lower() for name in names}) < len(names):
            raise self._refused("two parts of the same name")
        if any(part.flag_bits & 1 for part in parts):
            raise self._refused("it is encrypted; save it without a password")
        if inflated > LARGEST or (inflated > LARGEST_UNWATCHED and inflated > MOST_SHRUNK * deflated):
            raise self._refused(f"it inflates to {inflated} bytes, as a bomb would")
        if self._parts_overlap(parts):
            raise self._refused("its parts overlap, as a bomb's would")

    @staticmethod
    def _parts_overlap(parts: list[zipfile.ZipInfo]) -> bool:
        ends = 0
        for part in sorted(parts, key=lambda part: part.header_offset):
            if part.header_offset < ends:
                return True
            ends = part.header_offset + 30 + len(part.filename.encode()) + part.compress_size
        return False

    def unlisted(self) -> int:
        """Bytes of the file that belong to no part: before the first, between two, or after the directory.

        A reader of workbooks passes them by; somebody who looks at the bytes does not.
        """
        stray = at = 0
        with self.path.open("rb") as file:
            size = file.seek(0, 2)
            for part in sorted(self._zip.infolist(), key=lambda part: part.header_offset):
                stray += max(0, part.header_offset - at)
                file.seek(part.header_offset + 26)
                name, extra = struct.unpack("<HH", file.read(4).ljust(4, b"\0"))
                # A part written as a stream is followed by its sizes: 12 to 24 bytes.
                stream = 24 if part.flag_bits & 0x08 else 0
                at = part.header_offset + 30 + name + extra + part.compress_size
                at = min(at + stream, self._zip.start_dir)
            file.seek(self._zip.start_dir)
            directory = self._zip.start_dir + sum(
                46 + len(part.orig_filename.encode()) + len(part.extra) + len(part.comment)
                for part in self._zip.infolist()
            )
            file.seek(directory)
            end = directory + (76 if file.read(4) == b"PK\x06\x06" else 0) + 22
            comments = len(self._zip.comment) + sum(len(part.comment) for part in self._zip.infolist())
        return (
            stray + max(0, self._zip.start_dir - at) + max(0, size - end - len(self._zip.comment)) + comments
        )

    def _refused(self, why: str) -> FileUnusable:
        return FileUnusable(f"{self.name}: {why}")

    def names(self) -> list[str]:
        return [part.filename for part in self._zip.infolist() if not part.is_dir()]

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def elements(self, name: str, wanted: Wanted) -> Iterator[Element]:
        """The elements that are wanted of one XML part, one after the other, and nothing else of it."""
        return (self.tree(name, piece) for piece in self.pieces(name, wanted))

    def pieces(self, name: str, wanted: Wanted) -> Iterator[Piece]:
        """The same as they are written."""
        with self._opened(name) as part, self._damage_is_said(name):
            yield from pieces(part, wanted, self.markup.part(name))

    def notice(self, name: str) -> None:
        """Look through one XML part for what it says, and keep nothing of it but that."""
        for _ in self.pieces(name, lambda _: False):
            pass

    def tree(self, name: str, piece: Piece) -> Element:
        """A piece of that part and all that is in it."""
        with self._damage_is_said(name):
            return piece.tree()

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        with self._damage_is_said(name), self._zip.open(name) as part:
            yield part

    @contextmanager
    def _damage_is_said(self, name: str) -> Iterator[None]:
        try:
            yield
        except PartIsHostile as hostile:
            raise self._refused(f"{name} {hostile}") from None
        except (
            zipfile.BadZipFile,
            zlib.error,
            expat.ExpatError,
            KeyError,
            EOFError,
            OSError,
            NotImplementedError,
        ):
            raise self._refused(f"{name} is damaged or missing") from None
