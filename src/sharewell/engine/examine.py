"""Have one untrusted file examined: a child process reads it and answers, and dies with whatever it caught.

    path, terms, day  ->  child (limits, reader, engine)  ->  facts and observations  ->  judgement

This process never opens the file. If the child answers nothing, the file is unusable, and that is all we know
of it.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sharewell
from sharewell.engine.beside import NOTHING_BESIDE, TREATED, Beside
from sharewell.engine.limits import Limits
from sharewell.engine.quarantine import quarantine
from sharewell.engine.source import kind_of
from sharewell.engine.unusable import FileUnusable
from sharewell.register.terms import Terms, TermsUnusable
from sharewell.release.detectors import UNSEEN
from sharewell.release.differencing import Footprint, compare, findings
from sharewell.release.finding import Finding
from sharewell.release.judgement import Column, Facts, Hidden, judge, look
from sharewell.release.personal import Because, Seen
from sharewell.release.plan import Observation, Probe, look_plan, plan
from sharewell.release.report import Report

Progress = Callable[[str], None]
# Memory that is free goes back to the machine, and is not kept aside for each thread.
THRIFTY = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What can be said of a file nobody has agreed anything about."""

    facts: Facts
    findings: tuple[Finding, ...]
    disclosure: Mapping[str, Any] | None = None


def examine(
    path: Path,
    terms: Terms,
    *,
    terms_sha256: str,
    on: date,
    name: str | None = None,
    beside: Beside = NOTHING_BESIDE,
    keep: Path | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
    endpoint: str | None = None,
) -> Report:
    """Judge a file under its terms on that day, as it would leave: after the treatments that they ask.

    `name` is what to call it, where its path does not say. `keep` is where to put the treated file; without
    it that file is thrown away. Where there is an `index_key` beside it, the report has its footprint, and the file is
    compared with what was released before. Raises `FileUnusable` for a file that is not what it claims, `TermsUnusable`
    for terms that cannot be carried out. `endpoint` is a Spark Connect engine that answers the rules; raises
    `EndpointUnusable` where it does not.
    """
    answer = _ask(path, terms, on, name or path.name, limits or Limits(), progress, beside, keep, endpoint)
    return report_of(answer, terms, terms_sha256=terms_sha256, on=on, beside=beside)


def report_of(
    answer: Any, terms: Terms, *, terms_sha256: str, on: date, beside: Beside = NOTHING_BESIDE
) -> Report:
    """What the child answered, judged under those terms. The child counts; what it means is decided here."""
    facts = _facts(answer["facts"])
    observations = _observations(plan(terms, facts.headers, on=on, given=beside.given), answer)
    footprint = Footprint.read(answer["footprint"]) if answer["footprint"] else None
    return Report(
        terms=terms,
        facts=facts,
        judgement=judge(
            terms,
            facts,
            observations,
            on=on,
            beside=_differing(footprint, terms, beside),
            sufficient=answer["sufficient"],
        ),
        engine=(answer["engine"][0], answer["engine"][1]),
        engines=answer.get("engines"),
        terms_sha256=terms_sha256,
        arrived_columns=answer["arrived_columns"],
        arrived_rows=answer["arrived_rows"],
        treated_sha256=answer["treated_sha256"],
        disclosure=answer["disclosure"],
        footprint=footprint,
    )


def _differing(footprint: Footprint | None, terms: Terms, beside: Beside) -> tuple[Finding, ...]:
    few = terms.disclosure.smallest_cell if terms.disclosure else None
    if footprint is None or few is None:
        return ()
    return findings(compare(footprint, beside.released, few=few), few=few)


def look_at(
    path: Path,
    *,
    on: date,
    name: str | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
    endpoint: str | None = None,
) -> Look:
    """Look at a file without terms. `name` is what to call it, where its path does not say. Raises `FileUnusable`."""
    answer = _ask(path, None, on, name or path.name, limits or Limits(), progress, endpoint=endpoint)
    facts = _facts(answer["facts"])
    findings = look(facts, _observations(look_plan(facts.headers), answer))
    return Look(facts=facts, findings=findings, disclosure=answer["disclosure"])


def _observations(probes: tuple[Probe, ...], answer: Any) -> list[tuple[Probe, Observation]]:
    seen = (
        Observation(count=count, rows=tuple(rows), field=field)
        for count, rows, field in answer["observations"]
    )
    return list(zip(probes, seen, strict=True))


def _facts(given: Any) -> Facts:
    seen = [_seen(each) for each in given["seen"]]
    return Facts(
        name=given["name"],
        sha256=given["sha256"],
        rows=given["rows"],
        headers=tuple(given["headers"]),
        columns=tuple(Column(filled=f, distinct=d, type=t) for f, d, t in given["columns"]),
        hidden=(
            *(
                Hidden(kind=kind, count=count, column=column, rows=tuple(rows))
                for kind, count, column, rows in given["hidden"]
            ),
            *(
                Hidden(kind=UNSEEN, count=each.count, column=each.column, rows=each.rows)
                for each in seen
                if each.kind == UNSEEN
            ),
        ),
        seen=tuple(each for each in seen if each.kind != UNSEEN),
    )


def _seen(given: Any) -> Seen:
    return Seen(**given | {"because": Because(given["because"]), "rows": tuple(given["rows"])})


# --- the child ----------------------------------------------------------------------------------------
def _ask(
    path: Path,
    terms: Terms | None,
    on: date,
    name: str,
    limits: Limits,
    progress: Progress | None,
    beside: Beside = NOTHING_BESIDE,
    keep: Path | None = None,
    endpoint: str | None = None,
) -> dict[str, Any]:
    with quarantine() as work:
        # The child sees the file under its own name, also where the vault keeps it under its digest.
        seen = work / "file" / name
        seen.parent.mkdir()
        seen.symlink_to(path.resolve())
        kind_of(seen)
        job = {
            "file": str(seen),
            "terms": terms.document() if terms else None,
            "on": on.isoformat(),
            "work": str(work),
            "parent": os.getpid(),
            "elsewhere": endpoint is not None,
            "limits": dataclasses.asdict(limits),
            "beside": beside.document(),
        }
        say = progress or (lambda _: None)
        answer = _run(job, str(work), limits, say)
        if endpoint is not None and "facts" in answer:
            say("asking another engine about")
            answer = _with_elsewhere(answer, job, limits, terms, on, beside, endpoint, work)
        treated = work / TREATED
        if keep is not None and answer.get("treated_sha256") and treated.is_file():
            shutil.move(treated, keep)
    return _understood(answer, name, limits)


def _with_elsewhere(
    answer: dict[str, Any],
    job: Mapping[str, Any],
    limits: Limits,
    terms: Terms | None,
    on: date,
    beside: Beside,
    endpoint: str,
    work: Path,
) -> dict[str, Any]:
    """The child's answer with what the endpoint says in its places. What a child says of trouble takes its place."""
    # Only here: whoever names no endpoint need not load its client.
    from sharewell.engine.elsewhere import PICKED, answered_there, engines
    from sharewell.engine.spark import Left, answered

    headers = answer["facts"]["headers"]
    probes = plan(terms, headers, on=on, given=beside.given) if terms else look_plan(headers)
    there = [answered_there(probe) for probe in probes]
    asked = [probe for probe, is_there in zip(probes, there, strict=True) if is_there]
    left, aside = Left.read(answer["left"]), work / PICKED
    said = answered(endpoint, work, terms, headers, asked, left=left, aside=aside)
    judged: dict[str, Any] = {"seen": []}
    if said.picked:
        judged = _run({**job, "picked": str(aside), "headers": headers}, str(work), limits, lambda _: None)
        if "seen" not in judged:
            return judged
    elsewhere = iter([[seen.count, seen.rows, seen.field] for seen in said.observations])
    own = iter(answer["observations"])
    columns = [[each.filled, each.distinct, each.type] for each in said.columns]
    return answer | {
        "facts": answer["facts"] | {"columns": columns, "seen": judged["seen"]},
        "observations": [next(elsewhere if is_there else own) for is_there in there],
        "disclosure": said.disclosure,
        "engine": [f"{answer['engine'][0]} and spark", f"{answer['engine'][1]} and {said.version}"],
        "engines": dict(engines(probes, terms, indexed=beside.index_key is not None)) if terms else None,
    }


def _run(job: dict[str, Any], work: str, limits: Limits, progress: Progress) -> dict[str, Any]:
    """Run the child on one job and return its last word; {} if it died without one."""
    answer: dict[str, Any] = {}
    with subprocess.Popen(
        [sys.executable, "-m", "sharewell.engine.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=work,
        env=_environment(work),
        start_new_session=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        clock = threading.Timer(2 * limits.seconds, child.kill)
        clock.daemon = True  # whoever is stopped in the middle of this does not wait for it
        try:
            clock.start()
            child.stdin.write(json.dumps(job))
            child.stdin.close()
            for line in child.stdout:
                said = json.loads(line)
                if "progress" in said:
                    progress(said["progress"])
                else:
                    answer = said
        except (BrokenPipeError, ValueError):
            answer = {}
        finally:
            clock.cancel()
            child.kill()
    return answer


def _environment(work: str) -> dict[str, str]:
    """The child finds this very package and a folder to work in, and nothing else of ours."""
    here = str(Path(sharewell.__file__).parents[1])
    return {
        "PYTHONPATH": os.pathsep.join([here, *(entry for entry in sys.path if entry)]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PATH": os.environ.get("PATH", ""),
        "HOME": work,
        "TMPDIR": work,
        "LC_ALL": "C.UTF-8",
        **THRIFTY,
    }


def _understood(answer: dict[str, Any], name: str, limits: Limits) -> dict[str, Any]:
    if "unusable" in answer:
        raise FileUnusable(answer["unusable"])
    if "terms" in answer:
        raise TermsUnusable(*answer["terms"])
    if "exhausted" in answer:
        raise FileUnusable(
            f"{name}: it takes more than the {limits.memory} MB of memory that one file is given; "
            "bring it in parts, of fewer columns or fewer rows"
        )
    if "full" in answer:
        raise FileUnusable(
            f"{name}: the disk is full where files are examined (TMPDIR); make room there, and try again"
        )
    if "facts" not in answer:
        raise FileUnusable(
            f"{name}: it could not be read within the limits of memory and time; it may be damaged"
        )
    return answer
