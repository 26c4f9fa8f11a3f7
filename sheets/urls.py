"""Addresses of taking entries from a file, and of the log as a file."""

from django.urls import path

from sheets import export_views, views

app_name = "sheets"
urlpatterns = [
    path("importera/", views.file_form, name="file"),
    path("importera/fil/", views.file_read, name="file_read"),
    path("importera/<uuid:staged>/kolumner/", views.columns_form, name="columns"),
    path("importera/<uuid:staged>/kolumner/spara/", views.columns_save, name="columns_save"),
    path("importera/<uuid:staged>/granska/", views.preview_page, name="preview"),
    path("importera/<uuid:staged>/spara/", views.entries_save, name="entries_save"),
    path("importera/<uuid:staged>/ta-bort/", views.file_drop, name="file_drop"),
    path("export/", export_views.log_export, name="export"),
]
