from django.apps import AppConfig


class ReleaseConfig(AppConfig):
    name = "sharewell_office.release"
    label = "release"
    verbose_name = "Release"
