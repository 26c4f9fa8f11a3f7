"""Addresses of a case's figures, indicators and calendar."""

from django.urls import URLPattern, path

from figures import clock_views, feed_views

app_name = "figures"
urlpatterns: list[URLPattern] = [
    path("klockan/", clock_views.clock_page, name="clock"),
    path("klockan/notera/", clock_views.date_note, name="date_note"),
    path("klockan/kalender/", feed_views.case_calendar_open, name="case_calendar_open"),
]
