from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "sharewell_office.desk"
    label = "desk"
    verbose_name = "Desk"
