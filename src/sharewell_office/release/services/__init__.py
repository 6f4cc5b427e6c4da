"""What people do with a release, a module for each kind of step. Screens, API, commands and jobs all come in here."""

from sharewell_office.release.services.authorities import NoSuchRelease, authority, terms_bytes, terms_digest
from sharewell_office.release.services.bringing import Brought, bring, bring_again
from sharewell_office.release.services.clearing import clear, take_back
from sharewell_office.release.services.incidents import (
    advise,
    decide_despite,
    incident_of,
    take_back_decision,
)
from sharewell_office.release.services.index import certified, change_key, note_purpose
from sharewell_office.release.services.large import cancel, resume
from sharewell_office.release.services.letting_go import (
    answers,
    note_quality,
    release,
    seal,
    withdraw,
)
from sharewell_office.release.services.lists import keep_list, lift, withhold
from sharewell_office.release.services.mending import mend, mends_of, undo
from sharewell_office.release.services.methods import fresh_passphrase

__all__ = [
    "Brought",
    "NoSuchRelease",
    "advise",
    "answers",
    "authority",
    "bring",
    "bring_again",
    "cancel",
    "certified",
    "change_key",
    "clear",
    "decide_despite",
    "fresh_passphrase",
    "incident_of",
    "keep_list",
    "lift",
    "mend",
    "mends_of",
    "note_purpose",
    "note_quality",
    "release",
    "resume",
    "seal",
    "take_back",
    "take_back_decision",
    "terms_bytes",
    "terms_digest",
    "undo",
    "withdraw",
    "withhold",
]
