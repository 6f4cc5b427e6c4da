"""YAML 1.2 (core), text staying text: dates and times stay as they were written, and aliases are refused."""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import ConstructorError, DuplicateKeyError, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent


class NotReadHere(ValueError):
    """What the text holds is not read here; says where in it and why, in one line."""


class _TextStaysText(SafeConstructor):
    """Dates and times stay the text they were written as."""


_TextStaysText.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def load(text: str) -> Any:
    """The value a text holds. Raises `NotReadHere`."""
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = _TextStaysText
    reader.allow_duplicate_keys = False
    try:
        if any(isinstance(event, AliasEvent) for event in YAML(typ="safe", pure=True).parse(text)):
            raise NotReadHere("aliases (*name) are not read here; write the value out")
        return reader.load(text)
    except NotReadHere:
        raise
    except DuplicateKeyError as problem:
        raise NotReadHere(f"{_place(problem)}a key is repeated") from None
    except ConstructorError as problem:
        raise NotReadHere(f"{_place(problem)}a value of a kind that is not read here") from None
    except MarkedYAMLError as problem:
        raise NotReadHere(f"{_place(problem)}{problem.problem or 'not YAML or JSON'}") from None
    except (YAMLError, ValueError, RecursionError):
        raise NotReadHere("not YAML or JSON") from None


def _place(problem: MarkedYAMLError) -> str:
    mark = problem.problem_mark or problem.context_mark
    return f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
