"""Addresses of the app accounts: me, my logins, my organisations."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("konto/", views.account, name="account"),
    path("konto/uppgifter/", views.account_change, name="account_change"),
    path("konto/formularnyckel/", views.form_key, name="form_key"),
    path("konto/kortkommandon/", views.shortcuts_change, name="shortcuts_change"),
    path("konto/paminnelser/", views.reminders_change, name="reminders_change"),
    path("konto/inloggningar/", views.logins, name="logins"),
    path("konto/inloggningar/<int:session>/avsluta/", views.login_end, name="login_end"),
    path("konto/inloggningar/avsluta-andra/", views.login_end_others, name="login_end_others"),
    path("organisation/", views.organisation_list, name="organisation_list"),
    path("organisation/<int:organisation>/", views.organisation_page, name="organisation"),
    path("organisation/<int:organisation>/jobb/", views.job_list, name="jobs"),
    path("organisation/<int:organisation>/bjud-in/", views.invite_page, name="invite"),
    path("organisation/<int:organisation>/bjud-in/skicka/", views.invite_send, name="invite_send"),
    path(
        "organisation/<int:organisation>/medlemmar/<int:person>/",
        views.member_page,
        name="member",
    ),
    path(
        "organisation/<int:organisation>/medlemmar/<int:person>/ge-roll/",
        views.role_give,
        name="role_give",
    ),
    path(
        "organisation/<int:organisation>/medlemmar/<int:person>/avsluta/<int:membership>/",
        views.membership_end,
        name="membership_end",
    ),
    path(
        "organisation/<int:organisation>/medlemmar/<int:person>/inbjudan/",
        views.invitation_resend,
        name="invitation_resend",
    ),
]
