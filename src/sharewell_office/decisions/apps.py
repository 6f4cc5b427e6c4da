from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "sharewell_office.decisions"
    label = "decisions"
    verbose_name = "Decisions"
