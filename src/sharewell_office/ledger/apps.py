from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "sharewell_office.ledger"
    label = "ledger"
    verbose_name = "The record"
