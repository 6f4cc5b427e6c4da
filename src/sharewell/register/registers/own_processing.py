"""What the office itself keeps in order to keep its promises: lines of the record of processing without an asset."""

from __future__ import annotations

from collections.abc import Mapping

from sharewell.register.registers.processing import FIELDS, Activity, Office, in_lines, keeper

# Digests with a key are still personal data (Article 4(5)), and so they stand in the record like anything else.
_OWN: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "subject-index": (
        "Subject index of what was released",
        {
            "ropa.purposes": "Telling recipients of corrections, and answering who received somebody’s data",
            "ropa.people": "Those in files that were released",
            "ropa.data": "Keyed digests of the identifiers in each file; nothing in clear",
            "ropa.retention": "An index until the certificate of its copy is in; a key until no index needs it",
            "ropa.security": "The key lies apart from the database; a look-up needs a reason and is on the record",
            "ropa.function": "The Data Protection Officer",
            "ropa.art6": "Article 6(1)(c): Articles 15(1)(c) and 19",
            "ropa.source": "The files that were released",
            "ropa.location": "The vault, beside the sealed parcels",
            "ropa.dpia": "Screened: no new technology, and nothing is decided about anybody",
        },
    ),
    "differencing-index": (
        "Differencing index of what was released",
        {
            "ropa.purposes": "Refusing a file that, with an earlier one, would single somebody out",
            "ropa.people": "Those in files that were released under a limit of disclosure",
            "ropa.data": "Keyed digests of groups of people, and how many are in each; nothing in clear",
            "ropa.retention": "Until the last parcel that it serves is certified as destroyed",
            "ropa.security": "The key lies apart from the database; its change is on the record",
            "ropa.function": "The owner of the data set",
            "ropa.art6": "Article 6(1)(c): Article 25, data protection by design",
            "ropa.source": "The files that were released",
            "ropa.location": "The database; its keys beside the office’s other keys",
            "ropa.dpia": "Named for each data set on the page of the index",
        },
    ),
}


def of_our_own(office: Office) -> tuple[Activity, ...]:
    """What the office keeps so that Article 19 and the gate's promises can be kept: two indexes of keyed digests."""
    same = {
        "ropa.controller": in_lines(keeper(office)),
        "ropa.recipients": "None",
        "ropa.transfers": "None",
    }
    nothing = {each.id: "" for each in FIELDS}
    return tuple(
        Activity(reference=reference, title=title, told={**nothing, **same, **told}, own=True)
        for reference, (title, told) in _OWN.items()
    )
