"""Addresses of an organisation's meetings."""

from django.urls import path

from reminders import views

app_name = "reminders"
urlpatterns = [
    path("organisation/<int:organisation>/moten/", views.meeting_list, name="meetings"),
    path("organisation/<int:organisation>/moten/nya/", views.meetings_form, name="add"),
    path("organisation/<int:organisation>/moten/nya/spara/", views.meetings_add, name="add_save"),
    path(
        "organisation/<int:organisation>/moten/<int:meeting>/",
        views.meeting_edit_form,
        name="edit",
    ),
    path(
        "organisation/<int:organisation>/moten/<int:meeting>/spara/",
        views.meeting_edit,
        name="edit_save",
    ),
    path(
        "organisation/<int:organisation>/moten/<int:meeting>/stall-in/",
        views.meeting_cancel,
        name="cancel",
    ),
]
