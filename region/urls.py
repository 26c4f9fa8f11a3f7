"""Addresses of the region's pages."""

from django.urls import path

from region import views

app_name = "region"
urlpatterns = [
    path("rapporter/", views.report_list, name="report_list"),
    path("rapporter/ny/", views.report_new, name="report_new"),
    path("rapporter/ny/forhandsgranska/", views.report_preview, name="report_preview"),
    path("rapporter/ny/faststall/", views.report_issue, name="report_issue"),
    path("rapporter/<int:report>/", views.report_page, name="report"),
    path("rapporter/<int:report>/pdf/", views.report_download, name="report_download"),
    path("rapporter/<int:report>/pdf/igen/", views.report_pdf_again, name="report_pdf_again"),
    path("rapporter/<int:report>/som/<slug:form>/", views.report_form, name="report_form"),
    path(
        "rapporter/<int:report>/diarienummer/",
        views.report_diary_number,
        name="report_diary_number",
    ),
]
