"""The addresses of the site; each app has its own part."""

from django.urls import include, path

urlpatterns = [
    path("", include("home.urls")),
    path("", include("accounts.urls")),
    path("", include("figures.feed_urls")),
    path("organisation/<int:organisation>/", include("cases.contact_urls")),
    path("organisation/<int:organisation>/beredskap/", include("preparedness.urls")),
    path(
        "organisation/<int:organisation>/kontakter/<int:contact>/radera/",
        include("erasure.contact_urls"),
    ),
    path("organisation/<int:organisation>/ovningar/", include("erasure.urls")),
    path("organisation/<int:organisation>/rapporter/", include("reports.settings_urls")),
    path("konto/", include("accounts.login_urls")),
    path("arenden/", include("cases.urls")),
    path("arenden/<str:number>/insatser/", include("measures.urls")),
    path("arenden/<str:number>/loggbok/", include("logbook.urls")),
    path("arenden/<str:number>/loggbok/", include("sheets.urls")),
    path("arenden/<str:number>/", include("figures.urls")),
    path("arenden/<str:number>/rapporter/", include("reports.urls")),
    path("arenden/<str:number>/", include("reports.plan_urls")),
    path("arenden/<str:number>/overlamning/", include("reports.handover_urls")),
    path("arenden/<str:number>/arkivpaket/", include("archive.urls")),
    path("", include("reminders.urls")),
    path("", include("reports.check_urls")),
    path("guide/", include("guide.urls")),
    path("", include("library.urls")),
    path("region/", include("region.urls")),
]

handler403 = "home.errors.permission_denied"
handler500 = "home.errors.server_error"
