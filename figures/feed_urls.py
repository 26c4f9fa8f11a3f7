"""Addresses of calendars: what a calendar program fetches, and a person's page of them."""

from django.urls import path

from figures import feed_views

app_name = "calendar"
urlpatterns = [
    path("kalender/<str:secret>.ics", feed_views.feed, name="feed"),
    path("konto/kalender/", feed_views.calendar_page, name="page"),
    path("konto/kalender/ny/", feed_views.calendar_open, name="open"),
    path("konto/kalender/<int:calendar>/val/", feed_views.calendar_choose, name="choose"),
    path("konto/kalender/<int:calendar>/avsluta/", feed_views.calendar_close, name="close"),
]
