"""Releases under kills: `python tests/builders/killing_releases.py MANY FOLDER` (one begun in FOLDER is gone on with).

Handlers and recipients ask by HTTP, and whatever the office answers counts as acknowledged. Each answer is written down
on the disk before the next thing is asked; so a drill that is stopped is gone on with, and holds the office to all that
was acknowledged before. Meanwhile the processes that serve and the one that works are killed (SIGKILL) at random
moments, whatever they are doing.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

TESTS = Path(__file__).parents[1]
OFFICE = TESTS / "office" / "aftercare" / "killed_releases.py"
HANDLERS = 2  # who release at the same time
STEPS_BETWEEN_KILLS = (1, 4)  # acknowledged ones: so that a busy machine, too, comes to an end
INTO_THE_NEXT = 0.5  # seconds, at most
PATIENCE = 60  # seconds for an answer
BROKE = (OSError, HTTPException)
HEADER = "referral_id,full_name,address,phone,mobility_flag,risk_note"
ROW = HEADER + "\nSW{},Ann Lee,1 High Street NS1 1AA,07700900001,Y,none\n"
ZIP = "application/zip"
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


# --- what was acknowledged --------------------------------------------------------------------------------------------
class Diary:
    """Every step that was acknowledged, on the disk: [kind, reference] a line."""

    def __init__(self, path: Path) -> None:
        self.path, self.lock = path, threading.Lock()
        whole = path.read_text().rpartition("\n")[0] if path.exists() else ""
        self.lines = [json.loads(line) for line in whole.splitlines()]
        path.write_text("".join(f"{json.dumps(line)}\n" for line in self.lines))
        self.kills = self.broken = 0

    def note(self, kind: str, reference: str) -> None:
        with self.lock, self.path.open("a") as file:
            file.write(f"{json.dumps([kind, reference])}\n")
            file.flush()
            os.fsync(file.fileno())
            self.lines.append([kind, reference])

    def of(self, kind: str) -> list[str]:
        with self.lock:
            return [reference for each, reference in self.lines if each == kind]

    @property
    def begun(self) -> list[str]:
        """Releases that are on their way: brought, and neither delivered nor given up."""
        ended = {*self.of("zip"), *self.of("release.withdrawn")}
        return [each for each in self.of("release.examined") if each not in ended]


# --- asking -----------------------------------------------------------------------------------------------------------
@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes
    whole: bool = True

    @property
    def json(self) -> Any:
        return json.loads(self.content)


@dataclass
class Asking:
    """Somebody who asks the office: a program with a key, or the browser of a recipient."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """The answer. Raises one of `BROKE` where nothing of it came."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(
                method, path, body, self.headers | {n.replace("_", "-"): v for n, v in headers.items()}
            )
            answer = line.getresponse()
            self._keep(answer.headers.get_all("Set-Cookie") or [])
            try:
                content, whole = answer.read(), True
            except BROKE:
                if answer.headers.get("Content-Type") != ZIP:  # half a page is none
                    raise
                content, whole = b"", False
            return Answer(answer.status, dict(answer.headers), content, whole)
        finally:
            line.close()

    def _keep(self, cookies: list[str]) -> None:
        kept = dict(each.split("=", 1) for each in self.headers.get("Cookie", "").split("; ") if each)
        kept |= dict(each.partition(";")[0].split("=", 1) for each in cookies)
        if kept:
            self.headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in kept.items())


class Refused(AssertionError):
    """The office said no where nothing stands against it."""


@dataclass
class Handler:
    """Brings files, releases them, and has them collected; after a kill, looks how things stand and goes on."""

    port: int
    diary: Diary
    key: str
    authority: str

    def __post_init__(self) -> None:
        self.ask = Asking(self.port, {"Authorization": f"Bearer {self.key}"})
        self.trying: dict[str, tuple[str, str, Asking]] = {}

    def until(self, number: str, reference: str = "") -> None:
        """One release from its file to its collection, however often somebody is killed over it."""
        while True:
            try:
                reference = reference or self.bring(number)
                while not self.go_on_with(reference):
                    pass
                return
            except BROKE:
                self.diary.broken += 1
                time.sleep(0.02)

    def bring(self, number: str) -> str:
        line = "a-line-that-is-in-no-file"
        parts = (
            f'--{line}\r\nContent-Disposition: form-data; name="authority"\r\n\r\n{self.authority}\r\n'
            f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{number}.csv"\r\n'
            f"Content-Type: text/csv\r\n\r\n{ROW.format(number)}\r\n--{line}--\r\n"
        )
        answer = self.ask(
            "POST", "/api/v1/releases", parts.encode(), Content_Type=f"multipart/form-data; boundary={line}"
        )
        return self.noted("release.examined", answer)

    def go_on_with(self, reference: str) -> bool:
        """The next step of a release, as it stands; whether it was the last one."""
        status = self.ask("GET", f"/api/v1/releases/{reference}").json["status"]
        if status != "sealed":
            take = {"ready": "release", "permitted": "seal"}[status]
            self.noted("release.sealed", self.ask("POST", f"/api/v1/releases/{reference}/{take}"), reference)
        if reference not in self.trying:
            answer = self.ask("POST", f"/api/v1/parcels/{reference}/link")
            if (
                answer.status == 403 and b"CO_ONCE" in answer.content
            ):  # the drill itself was stopped in between
                self.diary.note("zip", reference)
                return True
            self.noted("release.offered", answer, reference)
            found = urlsplit(answer.json["link"]).path, answer.json["code"], Asking(self.port)
            self.trying[reference] = found
        return self.collected(reference, *self.trying[reference])

    def collected(self, reference: str, path: str, code: str, recipient: Asking) -> bool:
        """By the recipient's browser. Whoever was cut off looks again there, and finds the form or the download."""
        page = recipient("GET", path)
        if b"parcel.zip" in page.content:
            return self.downloaded(reference, path, recipient)
        token = _CSRF.search(page.content.decode())
        if token is None:
            raise Refused(f"{reference}: the page of the link was answered {page.status}")
        said = {
            "csrfmiddlewaretoken": token[1],
            "code": code,
            "name": "Rhea Castell",
            "post": "Manager",
            "accepts": "on",
        }
        answer = recipient(
            "POST", path, urlencode(said).encode(), Content_Type="application/x-www-form-urlencoded"
        )
        if answer.status != 200 or answer.headers.get("Content-Type") != ZIP:
            raise Refused(f"{reference}: collecting was answered {answer.status}")
        self.diary.note("release.delivered", reference)
        return self.downloaded(reference, path, recipient, answer)

    def downloaded(self, reference: str, path: str, recipient: Asking, answer: Answer | None = None) -> bool:
        while answer is None or not (answer.whole and answer.content.startswith(b"PK")):
            answer = recipient("GET", f"{path}parcel.zip")
        self.diary.note("zip", reference)
        return True

    def noted(self, kind: str, answer: Answer, reference: str = "") -> str:
        if answer.status != 201 or not answer.whole:
            if answer.status == 409:
                raise OSError("somebody else had begun it, and was killed")
            raise Refused(f"{kind} {reference} was answered {answer.status}: {answer.content[:300]!r}")
        reference = reference or answer.json["reference"]
        self.diary.note(kind, reference)
        return reference

    def give_up_the_rest(self) -> int:
        """What was brought when somebody was killed, and was never answered, is given up by hand; how many."""
        rest = [
            each["reference"]
            for status in ("examining", "ready", "permitted")
            for each in self.listed("/api/v1/releases", f"status={status}")
        ]
        for reference in rest:
            self.noted(
                "release.withdrawn", self.ask("POST", f"/api/v1/releases/{reference}/withdrawal"), reference
            )
        return len(rest)

    def listed(self, path: str, query: str) -> Iterator[dict[str, str]]:
        """Every item of a list of the office, page by page."""
        while query:
            page = self.ask("GET", f"{path}?{query.lstrip('?')}").json
            yield from page["items"]
            query = page["links"]["older"]


# --- killing ----------------------------------------------------------------------------------------------------------
@contextmanager
def running(office: Mapping[str, str]) -> Iterator[tuple[int, list[int]]]:
    """The office on a port of its own, and the two processes whose children are killed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = [
        subprocess.Popen([sys.executable, OFFICE, *words], env=office, start_new_session=True)
        for words in (["serve", str(port)], ["work"])
    ]
    try:
        _wait_for(Asking(port))
        yield port, [each.pid for each in started]
    finally:
        for each in started:
            os.killpg(each.pid, signal.SIGKILL)
            each.wait()


def _wait_for(ask: Asking) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(*BROKE):
            ask("GET", "/api/v1/openapi.json")
            return
        time.sleep(0.1)
    raise AssertionError("the office did not come up")


def children(parent: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def kill_until(ended: threading.Event, parents: list[int], diary: Diary) -> None:
    """Some steps on, and some moment into the next: one of those who serve, or the one who works."""
    until = 0
    while not ended.is_set():
        if len(diary.lines) < until:
            ended.wait(0.01)
            continue
        ended.wait(random.uniform(0, INTO_THE_NEXT))
        if victims := [each for parent in parents for each in children(parent)]:
            with suppress(ProcessLookupError):
                os.kill(random.choice(victims), signal.SIGKILL)
            diary.kills += 1
        until = len(diary.lines) + random.randint(*STEPS_BETWEEN_KILLS)


# --- the drill --------------------------------------------------------------------------------------------------------
def drill(many: int, folder: Path, *, say: Any = lambda line: None) -> tuple[dict[str, Any], Diary]:
    """Go on until so many parcels were collected; what `count` found, and what was acknowledged."""
    folder.mkdir(parents=True, exist_ok=True)
    office = os.environ | {
        "SHAREWELL_HOME": str(folder / "office"), "DATABASE_URL": "",
        "PYTHONPATH": str(TESTS), "DJANGO_SETTINGS_MODULE": "sharewell_office.config.settings",
    }  # fmt: skip
    who = _prepared(office, folder / "who.json")
    diary = Diary(folder / "acknowledged.jsonl")
    with running(office) as (port, parents):
        handlers = [Handler(port, diary, **who) for _ in range(HANDLERS)]
        ended = threading.Event()
        killer = threading.Thread(target=kill_until, args=(ended, parents, diary))
        killer.start()
        try:
            _release(many, handlers, diary, say)
        finally:
            ended.set()
            killer.join()
        given_up = handlers[0].give_up_the_rest()
    say(f"{diary.kills} kills, {diary.broken} of them in the middle of an answer; {given_up} files given up")
    return json.loads(_ran(office, "count")), diary


def _release(many: int, handlers: list[Handler], diary: Diary, say: Any) -> None:
    began, waiting = time.monotonic(), diary.begun
    before = len(diary.of("zip"))
    left = [*waiting, *[""] * (many - before - len(waiting))]
    lock = threading.Lock()

    def go_on(handler: Handler) -> None:
        while True:
            with lock:
                if not left:
                    return
                reference = left.pop(0)
            handler.until(f"{random.getrandbits(40)}", reference)
            done = len(diary.of("zip"))
            took = time.monotonic() - began
            say(f"{done} of {many} collected, {diary.kills} kills, {took / max(1, done - before):.1f} s each")

    with ThreadPoolExecutor(len(handlers)) as pool:
        for each in [pool.submit(go_on, handler) for handler in handlers]:
            each.result()


def _prepared(office: Mapping[str, str], kept: Path) -> dict[str, str]:
    if not kept.exists():
        kept.write_text(_ran(office, "prepare"))
    who: dict[str, str] = json.loads(kept.read_text())
    return who


def _ran(office: Mapping[str, str], *words: str) -> str:
    ran = subprocess.run(
        [sys.executable, OFFICE, *words],
        env=office,
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return ran.stdout


def wrong(there: Mapping[str, Any], diary: Diary, many: int) -> dict[str, Any]:
    """Everything that is not as it must be after a drill; {} where all of it holds."""
    recorded = {(kind, reference) for kind, reference in there["on_the_record"]}
    acknowledged = [tuple(each) for each in diary.lines if each[0] != "zip"]
    zips = diary.of("zip")
    said = {
        "acknowledged_and_lost": [each for each in acknowledged if each not in recorded],
        "collected_too_few": many - there["collected"] if there["collected"] < many else 0,
        "never_handed_over": sorted(
            {*diary.of("release.examined")} - {*zips, *diary.of("release.withdrawn")}
        ),
        "handed_over_twice": sorted({each for each in zips if zips.count(each) > 1}),
        **{name: found for name, found in there.items() if name not in ("on_the_record", "collected")},
    }
    return {name: found for name, found in said.items() if found}


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is ended first
    MANY = int(sys.argv[1])
    found, written = drill(MANY, Path(sys.argv[2]), say=lambda line: print(line, file=sys.stderr, flush=True))
    print(
        json.dumps(
            {"wrong": wrong(found, written, MANY), "collected": found["collected"], "kills": written.kills}
        )
    )
    sys.exit(bool(wrong(found, written, MANY)))
