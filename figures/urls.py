"""Addresses of a case's figures, indicators and calendar."""

from django.urls import URLPattern, path

from figures import assessment_views, clock_views, feed_views, headcount_views

app_name = "figures"
urlpatterns: list[URLPattern] = [
    path("siffror/", headcount_views.figures_page, name="page"),
    path("siffror/ny/", headcount_views.headcount_add_form, name="add"),
    path("siffror/ny/spara/", headcount_views.headcount_add, name="add_save"),
    path("siffror/klistra/", headcount_views.paste_form, name="paste"),
    path("siffror/klistra/granska/", headcount_views.paste_preview, name="paste_preview"),
    path("siffror/klistra/spara/", headcount_views.paste_save, name="paste_save"),
    path("siffror/rader/<int:row>/", headcount_views.headcount_page, name="row"),
    path("siffror/rader/<int:row>/ratta/", headcount_views.headcount_correct_form, name="correct"),
    path(
        "siffror/rader/<int:row>/ratta/spara/",
        headcount_views.headcount_correct,
        name="correct_save",
    ),
    path("siffror/varsel/nytt/", headcount_views.wave_add_form, name="wave_add"),
    path("siffror/varsel/nytt/spara/", headcount_views.wave_add, name="wave_add_save"),
    path("siffror/varsel/<int:wave>/", headcount_views.wave_edit_form, name="wave_edit"),
    path("siffror/varsel/<int:wave>/spara/", headcount_views.wave_edit, name="wave_edit_save"),
    path("klockan/", clock_views.clock_page, name="clock"),
    path("klockan/notera/", clock_views.date_note, name="date_note"),
    path("sjalvskattning/", assessment_views.assessment_list, name="assessments"),
    path("sjalvskattning/<int:year>/", assessment_views.assessment_page, name="assessment"),
    path(
        "sjalvskattning/<int:year>/spara/",
        assessment_views.assessment_save,
        name="assessment_save",
    ),
    path(
        "sjalvskattning/<int:year>/ta-upp/",
        assessment_views.assessment_reopen,
        name="assessment_reopen",
    ),
    path(
        "sjalvskattning/<int:year>/<str:indicator>/insats/",
        assessment_views.suggestion_plan,
        name="suggestion_plan",
    ),
    path("klockan/kalender/", feed_views.case_calendar_open, name="case_calendar_open"),
]
