"""Rows of the record, written and read, a module for each noun. Nothing else touches this app's models.

log          adds to it inside the caller's transaction, and reads the hashes that proofs are made of
cases        the keys that words lie under, until they are destroyed
kept         what was said, sealed
entries      what was said, in words
checkpoints  what we signed, and who signed beside us
"""

from sharewell_office.ledger.store.cases import destroy_key, destroy_listed_keys
from sharewell_office.ledger.store.checkpoints import (
    add_checkpoint,
    add_cosignature,
    checkpoints,
    cosignatures,
    keep_look,
    keep_witnessed,
    last_checkpoint,
    last_cosignature,
    last_look,
    witnessed,
)
from sharewell_office.ledger.store.entries import (
    PAGE_SIZE,
    Entry,
    Told,
    counted,
    entries,
    entries_of,
    last_moment,
    last_of_case,
    number_of,
    readable,
    recent,
    story,
)
from sharewell_office.ledger.store.kept import (
    Kept,
    abouts,
    every_word,
    kept,
    last_numbers,
    numbers,
    opened,
)
from sharewell_office.ledger.store.log import (
    End,
    Given,
    LedgerForked,
    add,
    every_leaf,
    every_node,
    frontier,
    leaf_in,
    leaves,
    lock,
    lock_end,
    next_number,
    read_nodes,
    size,
)

__all__ = [
    "PAGE_SIZE",
    "End",
    "Entry",
    "Given",
    "Kept",
    "LedgerForked",
    "Told",
    "abouts",
    "add",
    "add_checkpoint",
    "add_cosignature",
    "checkpoints",
    "cosignatures",
    "counted",
    "destroy_key",
    "destroy_listed_keys",
    "entries",
    "entries_of",
    "every_leaf",
    "every_node",
    "every_word",
    "frontier",
    "keep_look",
    "keep_witnessed",
    "kept",
    "last_checkpoint",
    "last_cosignature",
    "last_look",
    "last_moment",
    "last_numbers",
    "last_of_case",
    "leaf_in",
    "leaves",
    "lock",
    "lock_end",
    "next_number",
    "number_of",
    "numbers",
    "opened",
    "read_nodes",
    "readable",
    "recent",
    "size",
    "story",
    "witnessed",
]
