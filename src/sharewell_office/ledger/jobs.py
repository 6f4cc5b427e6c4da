"""What the record does by itself: it sends what waits, signs itself every hour, and verifies itself every night."""

from datetime import datetime, time, timedelta

from sharewell_office.adapters.jobs import Daily, Job
from sharewell_office.ledger import services, stamping, store, witnessing
from sharewell_office.ledger.sending import send_waiting
from sharewell_office.ledger.verification import look


class RecordWasChanged(Exception):
    """What is stored is not what was recorded. The job fails for everybody to see, and is tried again."""


def sign(at: datetime) -> str:
    """Sign the record as it stands. Raises `LedgerForked` where it does not go on from what was signed."""
    note = services.checkpoint(at=at)
    return f"Signed: {store.size():,} entries" if note else "Nothing is on the record yet"


def monitor(at: datetime) -> str:
    """Compute the whole record again and keep what was found. Raises `RecordWasChanged`."""
    check = look(at)
    if not check.sound:
        raise RecordWasChanged
    return f"Intact: {check.entries:,} entries, {check.checkpoints:,} checkpoints"


JOBS = (
    Job(name="send-messages", every=timedelta(minutes=1), run=send_waiting),
    Job(name="sign-record", every=timedelta(hours=1), run=sign),
    Job(name="ask-witnesses", every=timedelta(hours=1), run=witnessing.ask),
    Job(name="stamp-record", every=Daily(time(3, 30)), run=stamping.ask),
    Job(name="monitor-record", every=Daily(time(2, 30)), run=monitor, within=timedelta(hours=4)),
)
