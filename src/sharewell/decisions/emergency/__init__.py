"""The emergency branch (E1 to E8): tell what is needed now, record it within a day, have it reviewed within two."""
