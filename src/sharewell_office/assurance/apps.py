from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "sharewell_office.assurance"
    label = "assurance"
    verbose_name = "Assurance"
