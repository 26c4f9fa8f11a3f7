"""Addresses of the app home."""

from django.urls import path

from home import pages

app_name = "home"

urlpatterns = [
    path("healthz", pages.health, name="health"),
    path("tillganglighet/", pages.accessibility, name="accessibility"),
    path("personuppgifter/", pages.privacy, name="privacy"),
]
