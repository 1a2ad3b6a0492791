"""A login's own pages, signing in and out, and the administrators' pages about logins.

allauth's views keep allauth's names, under paths in the words of each language; what we do not use is not mounted.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import include, path
from django.utils.translation import pgettext_lazy

from people.accounts import views
from people.accounts.borrowed import page

#: Where allauth's views stand, declared as a group in the table of access.
ACCOUNT = pgettext_lazy("url", "account/")


allauth = [
    page(pgettext_lazy("url", "sign-in/"), account.login, name="account_login"),
    page(pgettext_lazy("url", "sign-in/code/"), account.request_login_code, name="account_request_login_code"),
    page(pgettext_lazy("url", "sign-in/code/enter/"), account.confirm_login_code, name="account_confirm_login_code"),
    page(pgettext_lazy("url", "sign-in/passkey/"), passkeys.login_webauthn, name="mfa_login_webauthn"),
    page(pgettext_lazy("url", "sign-in/second-step/"), second_factor.authenticate, name="mfa_authenticate"),
    page(pgettext_lazy("url", "sign-out/"), account.logout, name="account_logout"),
    page(pgettext_lazy("url", "closed/"), account.account_inactive, name="account_inactive"),
    page(pgettext_lazy("url", "create/"), account.signup, name="account_signup"),
    page(pgettext_lazy("url", "is-it-you/"), account.reauthenticate, name="account_reauthenticate"),
    page(pgettext_lazy("url", "is-it-you/code/"), second_factor.reauthenticate, name="mfa_reauthenticate"),
    page(
        pgettext_lazy("url", "is-it-you/passkey/"),
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    page(pgettext_lazy("url", "addresses/"), account.email, name="account_email"),
    page(
        pgettext_lazy("url", "addresses/code/"),
        account.email_verification_sent,
        name="account_email_verification_sent",
    ),
    page(pgettext_lazy("url", "password/"), account.password_change, name="account_change_password"),
    page(pgettext_lazy("url", "password/choose/"), account.password_set, name="account_set_password"),
    page(pgettext_lazy("url", "password/forgotten/"), account.password_reset, name="account_reset_password"),
    page(
        pgettext_lazy("url", "password/forgotten/code/"),
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    page(
        pgettext_lazy("url", "password/forgotten/new/"),
        account.complete_password_reset,
        name="account_complete_password_reset",
    ),
    page(
        pgettext_lazy("url", "password/forgotten/done/"),
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    page(pgettext_lazy("url", "two-steps/"), second_factor.index, name="mfa_index"),
    page(pgettext_lazy("url", "two-steps/app/"), totp.activate_totp, name="mfa_activate_totp"),
    page(pgettext_lazy("url", "two-steps/app/remove/"), totp.deactivate_totp, name="mfa_deactivate_totp"),
    page(
        pgettext_lazy("url", "two-steps/recovery-codes/"),
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    page(
        pgettext_lazy("url", "two-steps/recovery-codes/new/"),
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    page(
        pgettext_lazy("url", "two-steps/recovery-codes/file/"),
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    page(pgettext_lazy("url", "passkeys/"), passkeys.list_webauthn, name="mfa_list_webauthn"),
    page(pgettext_lazy("url", "passkeys/add/"), passkeys.add_webauthn, name="mfa_add_webauthn"),
    page(pgettext_lazy("url", "passkeys/<int:pk>/"), passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    page(pgettext_lazy("url", "passkeys/<int:pk>/remove/"), passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    page(pgettext_lazy("url", "sessions/"), sessions.list_usersessions, name="usersessions_list"),
]

ours = [
    path(ACCOUNT, views.mine, name="mine"),
    path(pgettext_lazy("url", "account/two-steps/wanted/"), views.second_factor_wanted, name="second_factor_wanted"),
    path(pgettext_lazy("url", "account/is-it-you/mailed-code/"), views.code_again, name="code_again"),
    path(pgettext_lazy("url", "account/is-it-you/go-on/"), views.go_on, name="go_on"),
    path(pgettext_lazy("url", "manage/logins/"), views.logins, name="logins"),
    path(pgettext_lazy("url", "manage/logins/<int:pk>/"), views.login, name="login"),
    path(pgettext_lazy("url", "manage/logins/<int:pk>/grant/"), views.grant, name="grant"),
    path(pgettext_lazy("url", "manage/grants/<int:pk>/revoke/"), views.revoke, name="revoke"),
    path(pgettext_lazy("url", "manage/logins/<int:pk>/reset/"), views.ask_reset, name="ask_reset"),
    path(pgettext_lazy("url", "manage/resets/<int:pk>/"), views.answer_reset, name="answer_reset"),
    path(pgettext_lazy("url", "manage/access/"), views.access_table, name="access"),
]

urlpatterns = [
    path("", include((ours, "accounts"))),
    path(ACCOUNT, include(allauth)),
]
