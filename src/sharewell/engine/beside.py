"""What lies beside the file: the lists, hierarchies and earlier files that terms and call name, and the key.

The terms name files of their own folder (`approved.csv`); the call names paths. Whatever is named must be
there: a list that is missing would otherwise approve, or withhold, nobody.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from sharewell.engine.unusable import FileUnusable
from sharewell.register.terms import Terms
from sharewell.release.differencing import Footprint
from sharewell.release.plan import Given


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What lies beside one file. `hierarchies` are by the name the terms give them; `key` is for pseudonyms.

    `released` are the footprints of what was released to this recipient from this data set before, and `index_key` is
    the key under which that of this file is made (at least 32 bytes): see `release.differencing`.
    """

    approved: Path | None = None
    withheld: Path | None = None
    earlier: tuple[Path, ...] = ()
    hierarchies: Mapping[str, Path] = field(default_factory=dict)
    key: bytes | None = None
    released: tuple[Footprint, ...] = ()
    index_key: bytes | None = None

    @classmethod
    def of(
        cls,
        terms: Terms,
        folder: Path,
        *,
        withheld: Path | None = None,
        earlier: Sequence[Path] = (),
        key: bytes | None = None,
    ) -> Beside:
        """Find what the terms name in `folder`. Raises `FileUnusable` naming the first that is not there."""
        hierarchies = [treatment.arguments.get("hierarchy") for treatment in terms.treatments]
        hierarchies += terms.disclosure.part_of.values() if terms.disclosure else ()
        withheld = withheld or (folder / terms.withhold if terms.withhold else None)
        return cls(
            approved=_there(folder / terms.scope.keys) if terms.scope.keys else None,
            withheld=_there(withheld) if withheld else None,
            earlier=tuple(_there(path) for path in (*(folder / name for name in terms.prior), *earlier)),
            hierarchies={name: _there(folder / name) for name in hierarchies if name},
            key=key,
        )

    def copied(self, folder: Path) -> Beside:
        """The same files, copied into `folder`: what is compared with a digest is what is read afterwards."""
        numbers = count()

        def copy(path: Path) -> Path:
            aside = folder / f"beside{next(numbers)}" / path.name
            aside.parent.mkdir()
            shutil.copyfile(path, aside)
            return aside

        return replace(
            self,
            approved=copy(self.approved) if self.approved else None,
            withheld=copy(self.withheld) if self.withheld else None,
            earlier=tuple(copy(path) for path in self.earlier),
            hierarchies={name: copy(path) for name, path in self.hierarchies.items()},
        )

    def digests(self, terms: Terms) -> dict[str, str]:
        """The SHA-256 of each file that the terms name, by the name they give it."""
        named = (
            *zip(terms.prior, self.earlier, strict=False),
            *self.hierarchies.items(),
            (terms.withhold, self.withheld),
            (terms.scope.keys, self.approved),
        )
        return {name: _sha256(path) for name, path in named if name and path}

    @property
    def given(self) -> Given:
        return Given(
            approved=self.approved is not None,
            withheld=self.withheld is not None,
            earlier=tuple(path.name for path in self.earlier),
        )

    def document(self) -> dict[str, Any]:
        """As JSON values, for the child, which is not told what was released before."""
        return {
            "approved": str(self.approved.resolve()) if self.approved else None,
            "withheld": str(self.withheld.resolve()) if self.withheld else None,
            "earlier": [str(path.resolve()) for path in self.earlier],
            "hierarchies": {name: str(path.resolve()) for name, path in self.hierarchies.items()},
            "key": self.key.hex() if self.key else None,
            "index_key": self.index_key.hex() if self.index_key else None,
        }

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Beside:
        return cls(
            approved=Path(document["approved"]) if document["approved"] else None,
            withheld=Path(document["withheld"]) if document["withheld"] else None,
            earlier=tuple(map(Path, document["earlier"])),
            hierarchies={name: Path(path) for name, path in document["hierarchies"].items()},
            key=bytes.fromhex(document["key"]) if document["key"] else None,
            index_key=bytes.fromhex(document["index_key"]) if document["index_key"] else None,
        )


NOTHING_BESIDE = Beside()
TREATED = "treated"  # the name, in the folder of the child, of the file as it leaves


def _there(path: Path) -> Path:
    if not path.is_file():
        raise FileUnusable(f"{path.name}: {'not a file' if path.exists() else 'no such file'}")
    return path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
