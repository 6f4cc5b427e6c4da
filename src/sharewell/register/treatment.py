"""What is done to one field before the file leaves: dropped, masked, banded … and what each of these needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sharewell.register.unusable import Reader

# What each treatment takes besides `field` and `do`, and of which type.
TREATMENTS: Mapping[str, Mapping[str, type]] = {
    "drop": {},
    "drop_others": {},  # of `field: "*"`: every column that the schema has not, also those that nobody can name
    "pseudonymise": {},
    "mask": {"keep": int},
    "band": {"years": int, "width": int},
    "district": {},
    "round": {"to": int},
    "generalise": {"hierarchy": str, "level": int},
    "suppress": {"below_k": bool, "secondary": bool},
    "leave_out": {"below_k": bool, "rows": list},  # whole rows: record suppression
}
# Of these at least one must be said, and no two of a treatment stand side by side.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "mask": ("keep",),
    "band": ("years", "width"),
    "round": ("to",),
    "generalise": ("hierarchy",),
    "suppress": ("below_k",),
    "leave_out": ("below_k", "rows"),
}
# A cell can be such that these treatments cannot be carried out on it (a band of something that is no date).
EVERY_FIELD = "*"
CAN_FAIL = frozenset({"band", "district", "round", "generalise"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """One change made to one field before the file leaves, with what that change needs to know."""

    field: str
    do: str
    arguments: Mapping[str, Any]

    @classmethod
    def read(cls, reader: Reader) -> Treatment:
        do = reader.one_of("do", reader.needed_text("do"), tuple(TREATMENTS))
        takes = TREATMENTS[do]
        reader.only("field", "do", *takes)
        given = {name: reader.of_type(name, kind) for name, kind in takes.items() if name in reader.document}
        _refuse_half_said(do, given, reader)
        field = reader.needed_text("field")
        if (do == "drop_others") != (field == EVERY_FIELD):
            reader.refuse("field", f'"{EVERY_FIELD}" for `drop_others`, and for nothing else')
        return cls(field=field, do=do, arguments=given)

    def document(self) -> dict[str, Any]:
        return {"field": self.field, "do": self.do, **self.arguments}


def _refuse_half_said(do: str, given: Mapping[str, Any], reader: Reader) -> None:
    """A treatment that does not say how far it goes could be none at all."""
    needed = NEEDED.get(do, ())
    if needed and len([name for name in needed if name in given]) != 1:
        reader.refuse(needed[0], f"{' or '.join(needed)}: how far `{do}` goes")
    if do == "generalise" and "level" not in given:
        reader.refuse("level", "a column of the hierarchy, counted from 0")
    for name in ("years", "width", "to"):
        if given.get(name) == 0:
            reader.refuse(name, "a whole number of at least 1")
    if given.get("below_k") is False:
        reader.refuse("below_k", "true; leave the treatment out where nothing is to be suppressed")
    if "rows" in given and not (given["rows"] and all(type(row) is int and row > 0 for row in given["rows"])):
        reader.refuse("rows", "the numbers of rows of the file as it comes, the first of them 1")
