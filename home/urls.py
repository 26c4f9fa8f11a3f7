"""Addresses of the app home."""

from django.urls import path

from home import health, pages, views

app_name = "home"

urlpatterns = [
    path("", views.start, name="start"),
    path("byt-arende/", views.change_case, name="change_case"),
    path("sok/", views.search, name="search"),
    path("kortkommandon/", pages.shortcuts, name="shortcuts"),
    path("healthz", pages.health, name="health"),
    path("healthz/ready", health.ready, name="ready"),
    path("tillganglighet/", pages.accessibility, name="accessibility"),
    path("personuppgifter/", pages.privacy, name="privacy"),
]
