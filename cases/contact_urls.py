"""Addresses of a municipality's contacts."""

from django.urls import path

from cases import contact_views as views

app_name = "contacts"
urlpatterns = [
    path("kontakter/", views.contact_list, name="list"),
    path("kontakter/ny/", views.contact_add_form, name="add"),
    path("kontakter/ny/spara/", views.contact_add, name="add_save"),
    path("kontakter/<int:contact>/", views.contact_edit_form, name="edit"),
    path("kontakter/<int:contact>/spara/", views.contact_edit, name="edit_save"),
    path("aktorer/", views.actor_list, name="actors"),
    path("aktorer/ny/", views.actor_add_form, name="actor_add"),
    path("aktorer/ny/spara/", views.actor_add, name="actor_add_save"),
    path("aktorer/<int:actor>/", views.actor_edit_form, name="actor_edit"),
    path("aktorer/<int:actor>/spara/", views.actor_edit, name="actor_edit_save"),
]
