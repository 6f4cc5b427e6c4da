"""Courses, who completed them, and what somebody may do until when."""
