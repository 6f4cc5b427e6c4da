"""The office's half of the acceptance scenarios. `make scenarios` runs it beside the core's."""

from __future__ import annotations

import pytest

from scenarios.scene import scenarios

from . import one_1

SCENES = (one_1,)


@pytest.mark.django_db
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.play.id)
def test_the_scenario_goes_as_agreed(scene, shared, record_property):
    scenario = scenarios(shared)[scene.play.id]
    record_property("scenario", scene.play.id)
    record_property("left", scene.play.left)

    scene.play.perform(scenario, scene.begin(scenario))
