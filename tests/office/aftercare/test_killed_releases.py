"""Those who serve and the worker beside them are killed (-9) at any moment of a release: nothing acknowledged is lost,
and nothing is delivered twice.

In full it takes a while; `DRILL_FOLDER` names a folder in which it is gone on with after it was stopped, and
`python tests/builders/killing_releases.py 500 FOLDER` does the same and tells how far it is.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builders.killing_releases import drill, wrong


@pytest.mark.slow
@pytest.mark.requirement("OPCC-7.3a")
def test_killed_at_any_moment_of_a_release_nothing_acknowledged_is_lost_and_nothing_goes_out_twice(
    tmp_path, drill_n, record_property
):
    many, folder = drill_n(1, 500), Path(os.environ.get("DRILL_FOLDER") or tmp_path)

    there, diary = drill(many, folder)

    record_property("came_to", f"{diary.kills} kills, {diary.broken} in the middle of an answer")
    assert wrong(there, diary, many) == {}
    assert diary.kills
