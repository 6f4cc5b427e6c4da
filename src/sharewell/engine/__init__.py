"""The core's hands: untrusted files, child processes, DuckDB, sealing. The plan comes from `release`."""
