"""One large file, sealed and collected in a process of its own: `python a_large_parcel.py MEGABYTES LOCK`.

LOCK is `age`, `passphrase`, or the file of an OpenPGP certificate. Prints one JSON object: the bytes that were handed
over, and the most memory that the process, and any that it started, ever held, in megabytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import sys
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "sharewell_office.config.settings"
django.setup()

from django.http import FileResponse  # noqa: E402

from sharewell.engine import locks, sealing  # noqa: E402
from sharewell_office.release import vault  # noqa: E402

MEGABYTE = os.urandom(1 << 20)
KEY = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
LOCKS = {"age": lambda: locks.AgeKeys((KEY,)), "passphrase": lambda: locks.Passphrase("eight-words")}
lock = LOCKS.get(sys.argv[2], lambda: locks.openpgp_certificate(Path(sys.argv[2]).read_text()))()
digest = hashlib.sha256(MEGABYTE * 0)
for _ in range(int(sys.argv[1])):
    digest.update(MEGABYTE)

name = vault.fresh_parcel("REL-2026-0001")
file = vault.keep(MEGABYTE for _ in range(int(sys.argv[1])))
assert file == digest.hexdigest()
sealing.seal(
    vault.file(file), vault.parcel(name), sha256=file, manifest={"file": {"name": "big.csv"}},
    terms_name="terms.json", terms=b"{}", lock=lock,
)  # fmt: skip
vault.destroy(file)
response = FileResponse(vault.as_zip(name), as_attachment=True, filename="big.zip")
handed_over = sum(len(chunk) for chunk in response.streaming_content)
# Not getrusage: its peak is handed down from the process that started this one.
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss if Path(sys.argv[2]).exists() else 0
peak = max(int(status["VmHWM"].split()[0]), started) // 1024
print(json.dumps({"handed_over": handed_over, "peak_megabytes": peak}))
