"""Addresses of a case's figures, indicators and calendar."""

from django.urls import URLPattern

app_name = "figures"
urlpatterns: list[URLPattern] = []
