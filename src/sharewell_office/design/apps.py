"""The design app: templates, static files and tags; no models."""

from __future__ import annotations

from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "sharewell_office.design"
    label = "design"
