"""The core's half of the acceptance scenarios. `make scenarios` runs it beside the office's."""

from __future__ import annotations

import pytest

from scenarios.core import one_1, one_2, one_3, one_4, one_5, one_6, sys_3, sys_4
from scenarios.scene import scenarios

SCENES = (
    (one_1.play, one_1.begin),
    (one_2.play, one_2.begin),
    (one_2.late, one_2.begin),
    (one_3.play, one_3.begin),
    (one_4.play, one_4.begin),
    (one_5.play, one_5.begin),
    (one_6.play, one_6.begin),
    (one_6.victim, one_6.begin),
    (one_6.order, one_6.begin),
    (sys_3.play, sys_3.begin),
    (sys_4.play, sys_4.begin),
)


@pytest.mark.parametrize(("play", "begin"), SCENES, ids=[play.id for play, _ in SCENES])
def test_the_scenario_goes_as_agreed(play, begin, shared, record_property):
    scenario = scenarios(shared)[play.id]
    record_property("scenario", play.id)

    play.perform(scenario, begin(scenario))
