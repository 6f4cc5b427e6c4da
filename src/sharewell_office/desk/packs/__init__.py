"""Showing somebody outside what happened: a pack to take away, and an auditor's visit."""
