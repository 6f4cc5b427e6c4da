"""The API does what its own description says, whatever it is sent: schemathesis reads the one and tries the other."""

from datetime import timedelta
from importlib import import_module

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from ninja import Schema
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance


@pytest.fixture
def description(db):
    from sharewell_office.adapters import clock
    from sharewell_office.config.wsgi import application
    from sharewell_office.people.models import User
    from sharewell_office.people.programs import services

    key = services.make_key(
        User.objects.get(username="h1"),
        name="fuzz",
        may_write=True,
        ends_on=clock.today() + timedelta(days=9),
    )
    # As Django's own test client does: the server would close the connection that holds this test's transaction.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    schema.config.update(headers={"Authorization": f"Bearer {key}"})
    yield schema
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def test_no_two_schemas_of_one_name_say_different_things():
    """The description knows schemas by their names: of two, the one would stand for the other."""
    import_module("sharewell_office.config.api")
    fields: dict[str, set[tuple[str, ...]]] = {}
    waiting = [Schema]
    for each in waiting:
        waiting += each.__subclasses__()
        if each.__module__.startswith("sharewell_office."):
            fields.setdefault(each.__name__, set()).add(tuple(sorted(each.model_fields)))

    assert [name for name, said in fields.items() if len(said) > 1] == []


@pytest.mark.slow
def test_no_input_breaks_it_and_every_answer_is_as_described(description, drill_n, drill_part):
    tried = 0
    for operation in drill_part(description.get_all_operations()):
        case = operation.ok().as_strategy()
        tried += 1

        @settings(
            max_examples=drill_n(4, 300),
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=case)
        def holds(case):
            case.call_and_validate(
                checks=[not_a_server_error, content_type_conformance, response_schema_conformance]
            )

        holds()
    assert tried > 15
