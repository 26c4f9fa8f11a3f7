"""Addresses of what an organisation settles for its reports."""

from django.urls import path

from reports import settings_views as views

app_name = "report_settings"
urlpatterns = [
    path("", views.settings_list, name="list"),
    path("logotyp/", views.logo_set, name="logo_set"),
    path("logotyp/ta-bort/", views.logo_remove, name="logo_remove"),
    path("<slug:kind>/", views.settings_page, name="page"),
    path("<slug:kind>/spara/", views.settings_save, name="save"),
]
