"""Addresses of a case's figures, indicators and calendar."""

from django.urls import URLPattern, path

from figures import (
    clock_views,
    feed_views,
    headcount_views,
    indicator_views,
    outcome_views,
    supplier_views,
)

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
    path("klockan/kalender/", feed_views.case_calendar_open, name="case_calendar_open"),
    path("leverantorer/", supplier_views.supplier_list, name="suppliers"),
    path("leverantorer/ny/", supplier_views.supplier_add_form, name="supplier_add"),
    path("leverantorer/ny/spara/", supplier_views.supplier_add, name="supplier_add_save"),
    path("leverantorer/<int:supplier>/", supplier_views.supplier_edit_form, name="supplier_edit"),
    path(
        "leverantorer/<int:supplier>/spara/",
        supplier_views.supplier_edit,
        name="supplier_edit_save",
    ),
    path("indikatorer/", indicator_views.indicator_list, name="indicators"),
    path("indikatorer/ny/", indicator_views.indicator_add_form, name="indicator_add"),
    path("indikatorer/ny/spara/", indicator_views.indicator_add, name="indicator_add_save"),
    path("indikatorer/<int:indicator>/", indicator_views.indicator_page, name="indicator"),
    path(
        "indikatorer/<int:indicator>/andra/",
        indicator_views.indicator_edit_form,
        name="indicator_edit",
    ),
    path(
        "indikatorer/<int:indicator>/andra/spara/",
        indicator_views.indicator_edit,
        name="indicator_edit_save",
    ),
    path(
        "indikatorer/<int:indicator>/varden/",
        indicator_views.observation_add,
        name="observation_add",
    ),
    path("indikatorer/<int:indicator>/fil/", indicator_views.import_preview, name="import_preview"),
    path("indikatorer/<int:indicator>/fil/spara/", indicator_views.import_save, name="import_save"),
    path("insatser/<int:measure>/utfall/", outcome_views.outcome_page, name="outcome"),
    path("insatser/<int:measure>/mal/ny/", outcome_views.goal_add_form, name="goal_add"),
    path("insatser/<int:measure>/mal/ny/spara/", outcome_views.goal_add, name="goal_add_save"),
    path("mal/<int:goal>/", outcome_views.goal_edit_form, name="goal_edit"),
    path("mal/<int:goal>/spara/", outcome_views.goal_edit, name="goal_edit_save"),
    path("mal/<int:goal>/utfall/", outcome_views.result_add_form, name="result_add"),
    path("mal/<int:goal>/utfall/spara/", outcome_views.result_add, name="result_add_save"),
    path("insatser/<int:measure>/pengar/ny/", outcome_views.funding_add_form, name="funding_add"),
    path(
        "insatser/<int:measure>/pengar/ny/spara/",
        outcome_views.funding_add,
        name="funding_add_save",
    ),
    path("pengar/<int:funding>/", outcome_views.funding_edit_form, name="funding_edit"),
    path("pengar/<int:funding>/spara/", outcome_views.funding_edit, name="funding_edit_save"),
    path("pengar/<int:funding>/kostnad/", outcome_views.cost_add_form, name="cost_add"),
    path("pengar/<int:funding>/kostnad/spara/", outcome_views.cost_add, name="cost_add_save"),
]
