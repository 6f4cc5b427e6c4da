"""What every test may ask for: the real data beside the project, and how long to go on."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from here import ROOT, SHARED, tool

OFFICE = ROOT / "tests" / "office"

# A fresh clone compiles everything at its first example; that is no fault of the example.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--drill", default="small", help="how long the drills go on: small, full, or a number")
    parser.addoption("--drill-report", type=Path, help="write what each drill came to, as JSON")
    parser.addoption("--drill-part", default="1/1", help="only this part of a long drill's rounds: 2/8")
    parser.addoption("--requirement", help="only the tests that show this requirement")
    parser.addoption(
        "--marked", type=Path, help="a mark goes with every text (builders/marking.py); writes what came"
    )
    parser.addoption("--without", help="take this rule out of the core first (tests/requirements/removal.py)")


def pytest_configure(config: pytest.Config) -> None:
    if without := config.getoption("--without"):
        from requirements.removal import remove

        remove(without)
    if path := config.getoption("--marked"):
        from builders.marking import Marking

        config.pluginmanager.register(Marking(path))
    if (path := config.getoption("--drill-report")) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(DrillReport(path))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "drill_n" in getattr(item, "fixturenames", ()):
            item.add_marker("drill")
        if item.path.is_relative_to(OFFICE):
            item.add_marker("office")
    if wanted := config.getoption("--requirement"):
        items[:] = [item for item in items if wanted in requirements_of(item)]


def requirements_of(item: pytest.Item) -> list[str]:
    """The ids of the requirements that a test says it shows."""
    return [id for mark in item.iter_markers("requirement") for id in mark.args]


class DrillReport:
    """Gathers what each drill came to: how many rounds, how long, and whether it held."""

    def __init__(self, path: Path) -> None:
        self.path, self.drills = path, []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        told = dict(report.user_properties)
        rounds, came_to = (
            told.get("rounds"),
            {each: told[each] for each in ("part", "came_to") if each in told},
        )
        if report.when == "call" and rounds is not None:
            drill = {"drill": report.nodeid, "rounds": rounds, "seconds": round(report.duration, 1)}
            self.drills.append(drill | {"outcome": report.outcome} | came_to)

    def pytest_sessionfinish(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        drills = sorted(self.drills, key=lambda drill: drill["drill"])
        self.path.write_text(json.dumps({"drills": drills}, indent=2) + "\n")


@pytest.fixture
def drill_n(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """`drill_n(50, 10_000)`: 50 in `make test`, 10,000 in `make drill`, N in `make drill N=…`."""
    wanted = request.config.getoption("--drill")

    def n(small: int, full: int) -> int:
        rounds = {"small": small, "full": full}.get(wanted) or int(wanted)
        request.node.user_properties.append(("rounds", rounds))
        return rounds

    return n


@pytest.fixture
def drill_part(request: pytest.FixtureRequest) -> Callable[[Iterable[Any]], list[Any]]:
    """`drill_part(addresses)`: all of them, or every eighth from the second on under `--drill-part 2/8`.

    So a drill of an hour can run in pieces, each with a report of its own, that together are the whole.
    """
    which, of = (int(each) for each in request.config.getoption("--drill-part").split("/"))
    if of > 1:
        request.node.user_properties.append(("part", f"{which}/{of}"))
    return lambda whole: list(whole)[which - 1 :: of]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data and reference facts beside the project; the test skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: it holds the real data this test tries")
    return SHARED


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """`small_disk(2)`: a disk of 2 MiB of the test's own; it skips where it may not mount one."""
    mounted: list[Path] = []

    def make(mebibytes: int) -> Path:
        folder = tmp_path / "small"
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", folder]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("this test mounts a small disk, and may not here")
        mounted.append(folder)
        return folder

    yield make
    for folder in mounted:
        subprocess.run(["umount", "-l", folder], check=True)


CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, once for all: a second Playwright in the same process would refuse to start."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=tool("chromium"), args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()
