from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "sharewell_office.register"
    label = "register"
    verbose_name = "Register"
