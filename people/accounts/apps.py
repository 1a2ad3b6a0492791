from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "people.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.account import signals as account
        from allauth.mfa import signals as second_factor
        from django.utils.translation import gettext_lazy as _
        from django.utils.translation import pgettext_lazy

        from core import navigation, workspace
        from people.accounts import receivers

        account.email_added.connect(receivers.on_email_added)
        account.email_changed.connect(receivers.on_email_changed)
        account.email_confirmed.connect(receivers.on_email_confirmed)
        account.email_removed.connect(receivers.on_email_removed)
        account.password_set.connect(receivers.on_password_set)
        account.password_changed.connect(receivers.on_password_changed)
        account.password_reset.connect(receivers.on_password_reset)
        account.user_logged_in.connect(receivers.on_user_logged_in)
        second_factor.authenticator_added.connect(receivers.on_authenticator_added)
        second_factor.authenticator_reset.connect(receivers.on_authenticator_reset)
        second_factor.authenticator_removed.connect(receivers.on_authenticator_removed)
        navigation.add("account", 10, _("My account"), "accounts:mine")
        workspace.heading("main", 90, pgettext_lazy("workspace", "Administration"))
        workspace.add("main", 90, _("Logins and roles"), "accounts:logins", roles=["administrator"])
        workspace.add("main", 95, _("Who may open what"), "accounts:access", roles=["administrator"])
