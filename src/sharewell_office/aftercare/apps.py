from django.apps import AppConfig


class AftercareConfig(AppConfig):
    name = "sharewell_office.aftercare"
    label = "aftercare"
    verbose_name = "After the share"
