"""Addresses of a case's logbook."""

from django.urls import path

from logbook import step_views, views

app_name = "logbook"
urlpatterns = [
    path("", views.log_list, name="list"),
    path("ny/", views.entry_add, name="add"),
    path("nasta-steg/", step_views.step_list, name="steps"),
    path("<uuid:entry>/", views.entry_page, name="entry"),
    path("<uuid:entry>/ratta/", views.entry_correct_form, name="correct"),
    path("<uuid:entry>/ratta/spara/", views.entry_correct, name="correct_save"),
    path("<uuid:entry>/nasta-steg-klart/", step_views.next_step_done, name="next_step_done"),
]
