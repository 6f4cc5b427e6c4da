"""The board report: what is measured of sharing, how, and how it has gone since the last report."""
