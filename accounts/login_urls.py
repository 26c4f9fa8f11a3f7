"""Addresses of allauth's pages, under the names allauth knows them by.

Left out on purpose: signing up (accounts are given; the address says so), e-mail addresses (one
per person, which is the login), passkeys.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from accounts import views
from accounts.login import for_those_with_a_password, said_as_ours

urlpatterns = [
    path("registrera/", views.signup_closed, name="account_signup"),
    path("logga-in/", said_as_ours(account.login), name="account_login"),
    path("logga-in/kod/", said_as_ours(mfa.authenticate), name="mfa_authenticate"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("avstangt/", account.account_inactive, name="account_inactive"),
    path("bekrafta/", said_as_ours(account.reauthenticate), name="account_reauthenticate"),
    path("bekrafta/kod/", said_as_ours(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "losenord/",
        for_those_with_a_password(said_as_ours(account.password_change)),
        name="account_change_password",
    ),
    path("nytt-losenord/", said_as_ours(account.password_reset), name="account_reset_password"),
    path("nytt-losenord/skickat/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "nytt-losenord/klart/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # allauth builds this address by putting "<who>-<key>" in the place of both.
    re_path(
        r"^valj-losenord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        said_as_ours(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("tvasteg/", mfa.index, name="mfa_index"),
    path("tvasteg/pa/", said_as_ours(totp.activate_totp), name="mfa_activate_totp"),
    path("tvasteg/av/", said_as_ours(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "tvasteg/reservkoder/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"
    ),
    path(
        "tvasteg/reservkoder/nya/",
        said_as_ours(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "tvasteg/reservkoder/ladda-ner/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
