from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "people.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed, email_removed, user_logged_in
        from allauth.mfa.signals import authenticator_added
        from django.utils.translation import gettext_lazy as _

        from core import navigation, workspace
        from people.accounts import receivers

        email_confirmed.connect(receivers.on_email_confirmed)
        email_removed.connect(receivers.on_email_removed)
        user_logged_in.connect(receivers.on_user_logged_in)
        authenticator_added.connect(receivers.on_authenticator_added)
        navigation.add("account", 10, _("My account"), "accounts:mine")
        workspace.add("main", 90, _("Logins and roles"), "accounts:logins", roles=["administrator"])
        workspace.add("main", 95, _("Who may open what"), "accounts:access", roles=["administrator"])
