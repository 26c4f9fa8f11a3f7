"""Addresses of a case's logbook."""

from django.urls import path

from logbook import draft_views, file_views, step_views, views

app_name = "logbook"
urlpatterns = [
    path("", views.log_list, name="list"),
    path("nasta-steg/", step_views.step_list, name="steps"),
    path("ny/", views.entry_new, name="new"),
    path("ny/spara/", views.entry_add, name="add"),
    path("utkast/", draft_views.draft_keep, name="draft_keep"),
    path("utkast/slang/", draft_views.draft_drop, name="draft_drop"),
    path("bilagor/", file_views.upload_list, name="upload_list"),
    path("bilagor/ny/", file_views.upload_add, name="upload_add"),
    path("bilagor/<uuid:upload>/", file_views.upload_file, name="upload_file"),
    path("bilagor/<uuid:upload>/ta-bort/", file_views.upload_remove, name="upload_remove"),
    path("<uuid:entry>/", views.entry_page, name="entry"),
    path("<uuid:entry>/ratta/", views.entry_correct_form, name="correct"),
    path("<uuid:entry>/ratta/spara/", views.entry_correct, name="correct_save"),
    path("<uuid:entry>/bilagor/<int:attachment>/", file_views.attachment_file, name="attachment"),
    path(
        "<uuid:entry>/bilagor/<int:attachment>/liten/",
        file_views.attachment_small,
        name="attachment_small",
    ),
    path("<uuid:entry>/nasta-steg-klart/", step_views.next_step_done, name="next_step_done"),
]
