"""Addresses where what is known of a contact is erased."""

from django.urls import path

from erasure import contact_views as views

app_name = "erasing"
urlpatterns = [
    path("", views.contact_page, name="contact"),
    path("spara/", views.contact_erase, name="contact_erase"),
]
