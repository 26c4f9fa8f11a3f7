"""Addresses of a case's handover."""

from django.urls import path

from reports import handover_views as views

app_name = "handover"
urlpatterns = [
    path("", views.handover_page, name="page"),
    path("pdf/", views.handover_pdf, name="pdf"),
]
