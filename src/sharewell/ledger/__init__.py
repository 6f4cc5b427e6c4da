"""A record that outsiders can check: salted leaves in a Merkle tree, and checkpoints signed as notes."""
