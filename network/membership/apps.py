from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "network.membership"
    label = "membership"
