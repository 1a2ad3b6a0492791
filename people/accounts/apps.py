from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "people.accounts"
    label = "accounts"
