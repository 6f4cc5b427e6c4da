"""What a check finds of one thing, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Result(StrEnum):
    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found of one thing, and what to do about it (empty where nothing need be done)."""

    area: str
    result: Result
    what: str
    remedy: str = ""

    def as_dict(self) -> dict[str, str]:
        return {"area": self.area, "result": self.result, "what": self.what, "remedy": self.remedy}


def ok(area: str, what: str) -> Finding:
    return Finding(area=area, result=Result.OK, what=what)


def unsafe(area: str, what: str, remedy: str) -> Finding:
    """Something that is wrong in production, and worth knowing on a desk."""
    from django.conf import settings

    return Finding(
        area=area, result=Result.WRONG if settings.PRODUCTION else Result.NOTE, what=what, remedy=remedy
    )


def wrong(area: str, what: str, remedy: str) -> Finding:
    return Finding(area=area, result=Result.WRONG, what=what, remedy=remedy)
