"""Guidance campaigns: one short piece a day, with one question, and skipped freely."""
