"""What becomes of a parcel: offered with a link and a code, collected once."""

from sharewell_office.aftercare.services.collecting import Collected, collect, collected_it, resume, waiting
from sharewell_office.aftercare.services.offering import Offered, offer, revoke
from sharewell_office.aftercare.services.parcels import NoSuchParcel, has_terms, hash_of, holds_people

__all__ = [
    "Collected",
    "NoSuchParcel",
    "Offered",
    "collect",
    "collected_it",
    "has_terms",
    "hash_of",
    "holds_people",
    "offer",
    "resume",
    "revoke",
    "waiting",
]
