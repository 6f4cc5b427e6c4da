"""What every test may ask for: the real data beside the project, a tool of this machine, and how long to go on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from here import SHARED


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--drill", default="small", help="how long the long tests go on: small, full, or a number"
    )
    parser.addoption("--requirement", help="only the tests that show this requirement")
    parser.addoption("--without", help="take this rule out of the core first (tests/requirements/removal.py)")


def pytest_configure(config: pytest.Config) -> None:
    if without := config.getoption("--without"):
        from requirements.removal import remove

        remove(without)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if wanted := config.getoption("--requirement"):
        items[:] = [item for item in items if wanted in requirements_of(item)]


def requirements_of(item: pytest.Item) -> list[str]:
    """The ids of the requirements that a test says it shows."""
    return [id for mark in item.iter_markers("requirement") for id in mark.args]


@pytest.fixture(scope="session")
def drill_n(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """`drill_n(50, 10_000)`: 50 in `make test`, 10,000 in `make drill`, N in `make drill N=…`."""
    wanted = request.config.getoption("--drill")

    def n(small: int, full: int) -> int:
        return {"small": small, "full": full}.get(wanted) or int(wanted)

    return n


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data and reference facts beside the project; the test skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: it holds the real data this test tries")
    return SHARED
