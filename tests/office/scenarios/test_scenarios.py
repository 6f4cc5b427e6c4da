"""The office's half of the acceptance scenarios. `make scenarios` runs it beside the core's."""

from __future__ import annotations

import pytest

from scenarios.office import (
    gov_1,
    gov_2,
    gov_3,
    gov_4,
    life_1,
    life_2,
    one_1,
    one_2,
    one_3,
    one_4,
    one_5,
    one_6,
    sys_1,
    sys_2,
    sys_3,
    sys_4,
)
from scenarios.scene import scenarios

SCENES = (
    (gov_1.play, gov_1.begin),
    (gov_2.play, gov_2.begin),
    (gov_3.play, gov_3.begin),
    (gov_4.play, gov_4.begin),
    (life_1.play, life_1.begin),
    (life_2.play, life_2.begin),
    (one_1.play, one_1.begin),
    (one_2.play, one_2.begin),
    (one_2.late, one_2.begin),
    (one_3.play, one_3.begin),
    (one_4.play, one_4.begin),
    (one_5.play, one_5.begin),
    (one_6.play, one_6.begin),
    (one_6.victim, one_6.begin),
    (one_6.order, one_6.begin),
    (sys_1.play, sys_1.begin),
    (sys_2.play, sys_2.begin),
    (sys_3.play, sys_3.begin),
    (sys_4.play, sys_4.begin),
)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(("play", "begin"), SCENES, ids=[play.id for play, _ in SCENES])
def test_the_scenario_goes_as_agreed(play, begin, shared, record_property):
    scenario = scenarios(shared)[play.id]
    record_property("scenario", play.id)

    play.perform(scenario, begin(scenario))
