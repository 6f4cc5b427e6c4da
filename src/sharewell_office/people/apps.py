from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "sharewell_office.people"
    label = "people"
    verbose_name = "People"
