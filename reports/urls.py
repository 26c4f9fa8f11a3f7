"""Addresses of a case's reports."""

from django.urls import path

from reports import copy_views, making_views, views

app_name = "reports"
urlpatterns = [
    path("", views.report_list, name="list"),
    path("ny/", making_views.report_new, name="new"),
    path("ny/typ/", making_views.report_kind, name="kind"),
    path("ny/forhandsgranska/", making_views.report_preview, name="preview"),
    path("ny/utkast/", making_views.report_draft, name="draft"),
    path("ny/utkast/slang/", making_views.report_draft_drop, name="draft_drop"),
    path("ny/faststall/", making_views.report_issue, name="issue"),
    path("<int:report>/", views.report_page, name="page"),
    path("<int:report>/pdf/", views.report_download, name="download"),
    path("<int:report>/som/<slug:form>/", views.report_other_form, name="other_form"),
    path("<int:report>/pdf/igen/", views.report_pdf_again, name="pdf_again"),
    path("<int:report>/utlamnande/", copy_views.copy_new, name="copy"),
    path("<int:report>/utlamnande/forhandsgranska/", copy_views.copy_preview, name="copy_preview"),
    path("<int:report>/utlamnande/faststall/", copy_views.copy_issue, name="copy_issue"),
    path("<int:report>/diarienummer/", views.report_diary_number, name="diary_number"),
]
