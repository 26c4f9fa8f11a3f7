"""Addresses of a case's packages for the archive."""

from django.urls import path

from archive import views

app_name = "archive"
urlpatterns = [
    path("", views.package_list, name="list"),
    path("nytt/", views.package_order, name="order"),
    path("<int:package>/hamta/", views.package_fetch, name="fetch"),
    path("<int:package>/ta-bort/", views.package_remove, name="remove"),
]
