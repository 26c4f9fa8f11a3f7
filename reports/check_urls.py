"""Addresses of the page that checks a report."""

from django.urls import path

from reports import check_views

app_name = "checking"
urlpatterns = [
    path("kontrollera/", check_views.check_page, name="page"),
    path("kontrollera/fil/", check_views.check_file, name="file"),
]
