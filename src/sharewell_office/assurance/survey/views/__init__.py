"""Surveys on screen: who runs them, who answers, and what becomes of what was found."""
