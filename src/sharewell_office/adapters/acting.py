"""Who acts in a service: somebody with the posts that reach what they act on, and no other.

    @acts
    def settle(reference: str, *, decisions: Decisions, by: Actor) -> Outcome[Incident]: ...

Screens and programs come through a door that says this already (`people/seeing.py`). Said here too, it holds for
whoever calls a service, from a command, a job or a room above: a door that somebody forgets lets nobody in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from django.http import Http404

from sharewell.policy import seeing
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters.seeing import data_sets_of, hidden

P = ParamSpec("P")
R = TypeVar("R")

LONGEST = 64  # characters of a reference, and of a data set's name
_MANY = (list, tuple, set, frozenset)
_NAMING = ("reference", "release", "about", "copy", "references")  # where a record names another, or itself


class KeptFromThem(Http404):
    """What somebody would act on is kept from them: for them it is not there."""


def acts(service: Callable[P, R]) -> Callable[P, R]:
    """A service in which somebody acts: `by` arrives as far as their posts reach what the other arguments name.

    It raises `KeptFromThem` where a record is named that they do not see.
    """

    asked_for = signature(service)

    @wraps(service)
    def narrowed(*args: P.args, **said: P.kwargs) -> R:
        by = said.get("by")
        if isinstance(by, Actor) and by.areas:
            given = asked_for.bind(*args, **said).arguments
            said["by"] = reaching(by, *_named(given), data_sets=_data_sets(given))
        return service(*args, **said)

    narrowed.acts = True  # type: ignore[attr-defined]
    return narrowed


def reaching(by: Actor, *references: str, data_sets: Iterable[str] = ()) -> Actor:
    """Who acts, as far as their posts reach these records and data sets. Raises `KeptFromThem`."""
    if hidden(references, seeing.of(by)):
        raise KeptFromThem
    return seeing.acting(by, {*data_sets, *data_sets_of(references)}) if by.areas else by


def texts(said: Iterable[Any]) -> list[str]:
    """Every text in what was said, alone or in a list, that may name a record or a data set."""
    values = (one for each in said for one in (each if isinstance(each, _MANY) else [each]))
    return [each for each in values if isinstance(each, str) and 0 < len(each) <= LONGEST]


def _named(given: Mapping[str, Any]) -> list[str]:
    """What may be a reference: in the arguments themselves, and in the records among them."""
    there = list(given.values())
    return texts([*there, *(getattr(each, name, None) for each in there for name in _NAMING)])


def _data_sets(given: Mapping[str, Any]) -> list[str]:
    """The data sets that are named as such, and those of the records among the arguments."""
    named = [given.get("data_set"), given.get("data_sets")]
    return texts([*named, *(getattr(each, "data_set", None) for each in given.values())])
