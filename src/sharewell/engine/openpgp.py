"""OpenPGP, in a process of its own: `python -m sharewell.engine.openpgp JOB`.

A certificate and a message come from outside, and the library that reads them keeps the interpreter's lock while it
works. So a child does it: it takes its job (JSON) from the descriptor JOB, the data on standard input, and gives what
it made on standard output. Nothing secret is on its command line, and what it says on standard error is thrown away.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import IO, Any

from sharewell.engine.limits import Limits, die_with

LARGEST_KEY = 50_000  # characters: exported with everybody's signatures on it, a key can have megabytes
PUBLIC, SECRET = "-----BEGIN PGP PUBLIC KEY BLOCK-----", "-----BEGIN PGP PRIVATE KEY BLOCK-----"
IN, OUT = "/dev/stdin", "/dev/stdout"


class CertificateUnusable(Exception):
    """Nothing can be sealed to it; the text says why."""


class MessageDoesNotOpen(Exception):
    """Another key, another passphrase, or a damaged message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The public half of an OpenPGP key, of which something can be sealed to today. `expires` is its last day."""

    fingerprint: str
    expires: date | None = None


def describe(text: str) -> Certificate:
    """What a certificate is, after something was encrypted to it. Raises `CertificateUnusable`."""
    if SECRET in text:
        raise CertificateUnusable("it is the secret half: keep that to yourself, and give the public half")
    if not text.strip().startswith(PUBLIC):
        raise CertificateUnusable(f"expected a block that begins with {PUBLIC}")
    if len(text) > LARGEST_KEY:
        raise CertificateUnusable(
            "it is too long; export it without other people's signatures (gpg --export-options export-minimal)"
        )
    with tempfile.TemporaryFile() as answer:
        if _run({"do": "describe", "key": text.strip()}, None, answer):
            raise CertificateUnusable("it cannot be read")
        answer.seek(0)
        said = json.load(answer)
    if "unusable" in said:
        raise CertificateUnusable(said["unusable"])
    expires = date.fromisoformat(said["expires"]) if said["expires"] else None
    return Certificate(fingerprint=said["fingerprint"], expires=expires)


def seal(plain: IO[bytes], sealed: IO[bytes], certificate: str) -> None:
    """Encrypt one stream into a file. Raises `CertificateUnusable`: it ended, or was revoked, since it was described.

    `sealed` must be a file on disk at its beginning: the child writes it.
    """
    if _run({"do": "seal", "key": certificate}, plain, sealed):
        raise CertificateUnusable("nothing can be sealed to it any more")


def open_(sealed: IO[bytes], plain: IO[bytes], secret: str, passphrase: str) -> None:
    """Decrypt one stream into a file. What was written before `MessageDoesNotOpen` is raised is to be thrown away."""
    if _run({"do": "open", "key": secret, "passphrase": passphrase}, sealed, plain):
        raise MessageDoesNotOpen


def _run(job: dict[str, str], source: IO[bytes] | None, target: IO[bytes]) -> int:
    """Let a child do it, and say how it ended. `source` is read here, so that a caller can hash what goes in."""
    reads, writes = os.pipe()
    command = [sys.executable, "-m", "sharewell.engine.openpgp", str(reads), str(os.getpid())]
    with subprocess.Popen(  # noqa: S603 - ourselves
        command, stdin=subprocess.PIPE, stdout=target, stderr=subprocess.DEVNULL, pass_fds=(reads,)
    ) as child:
        os.close(reads)
        with os.fdopen(writes, "w", encoding="utf-8") as said:
            json.dump(job, said)
        assert child.stdin is not None
        with suppress(BrokenPipeError):  # it ended early, and says so by its exit status
            if source is not None:
                shutil.copyfileobj(source, child.stdin, 1 << 16)
            child.stdin.close()
    return child.returncode


# --- the child --------------------------------------------------------------------------------------------------------
def main() -> None:
    with os.fdopen(int(sys.argv[1]), encoding="utf-8") as said:
        die_with(int(sys.argv[2]))
        job: dict[str, str] = json.load(said)
    Limits(seconds=24 * 3600).apply()
    _JOBS[job["do"]](job)


def _describe(job: dict[str, str]) -> None:
    print(json.dumps(_described(job["key"])))


def _described(text: str) -> dict[str, Any]:
    import pysequoia

    try:
        (found,) = pysequoia.Cert.split_bytes(text.encode())
        pysequoia.encrypt(b"", recipients=[found])
    except ValueError:
        return {"unusable": "there is more than one key in it"}
    except Exception:  # the library has one exception for everything
        return {"unusable": "it cannot be read, or nothing can be encrypted to it"}
    ends: datetime | None = found.expiration
    # The library encrypts to a key that has ended, or was revoked: what its owner said of it is for us to heed.
    if found.is_revoked:
        return {"unusable": "it was revoked"}
    if ends and ends <= datetime.now(tz=UTC):
        return {"unusable": f"it ended on {ends.date().isoformat()}"}
    return {"fingerprint": found.fingerprint.upper(), "expires": ends.date().isoformat() if ends else ""}


def _seal(job: dict[str, str]) -> None:
    import pysequoia

    pysequoia.encrypt_file(IN, OUT, recipients=[pysequoia.Cert.from_bytes(job["key"].encode())], armor=False)


def _open(job: dict[str, str]) -> None:
    import pysequoia

    secret = pysequoia.Tsk.from_bytes(job["key"].encode())
    pysequoia.decrypt_file(IN, OUT, decryptor=secret.decryptor(job["passphrase"] or None))


_JOBS = {"describe": _describe, "seal": _seal, "open": _open}

if __name__ == "__main__":
    main()
