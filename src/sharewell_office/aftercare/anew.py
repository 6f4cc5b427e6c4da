"""Of two who take the same step at once, one is overtaken: they are judged once more, by how things stand then."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import ParamSpec

from sharewell.vocabulary.outcome import Outcome

TRIES = 5
_Given = ParamSpec("_Given")
_Step = Callable[_Given, Outcome]


def judged_anew(overtaken: type[Exception]) -> Callable[[_Step[_Given]], _Step[_Given]]:
    """For a step that reads what it is about itself, and raises `overtaken` where that was changed meanwhile.

    Whoever came second hears why the step is not theirs any more, as if they had come a minute later. Raises
    `overtaken` where others were quicker `TRIES` times.
    """

    def decorated(step: _Step[_Given]) -> _Step[_Given]:
        @wraps(step)
        def judged(*args: _Given.args, **given: _Given.kwargs) -> Outcome:
            for _ in range(TRIES - 1):
                with suppress(overtaken):
                    return step(*args, **given)
            return step(*args, **given)

        return judged

    return decorated
