from django.apps import AppConfig


class AdaptersConfig(AppConfig):
    name = "sharewell_office.adapters"
    label = "adapters"
    verbose_name = "Clock and jobs"
