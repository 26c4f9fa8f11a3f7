"""Addresses of a case's measures and main activities."""

from django.urls import path

from measures import activity_views, choose_views, views

app_name = "measures"
urlpatterns = [
    path("", views.measure_list, name="list"),
    path("katalog/", choose_views.measure_catalogue, name="catalogue"),
    path("katalog/valj/", choose_views.measure_choose, name="choose"),
    path("ny/", views.measure_add_form, name="add"),
    path("ny/spara/", views.measure_add, name="add_save"),
    path("<int:measure>/", views.measure_page, name="page"),
    path("<int:measure>/andra/", views.measure_edit_form, name="edit"),
    path("<int:measure>/andra/spara/", views.measure_edit, name="edit_save"),
    path("<int:measure>/lage/", views.measure_state_form, name="state"),
    path("<int:measure>/lage/spara/", views.measure_state, name="state_save"),
    path("<int:measure>/flytta/", views.measure_move, name="move"),
    path("<int:measure>/huvudaktiviteter/", activity_views.activity_add, name="activity_add"),
    path(
        "huvudaktiviteter/<int:activity>/andra/",
        activity_views.activity_edit_form,
        name="activity_edit",
    ),
    path(
        "huvudaktiviteter/<int:activity>/andra/spara/",
        activity_views.activity_edit,
        name="activity_edit_save",
    ),
    path(
        "huvudaktiviteter/<int:activity>/klar/", activity_views.activity_done, name="activity_done"
    ),
    path(
        "huvudaktiviteter/<int:activity>/ta-upp/",
        activity_views.activity_reopen,
        name="activity_reopen",
    ),
    path(
        "huvudaktiviteter/<int:activity>/flytta/",
        activity_views.activity_move,
        name="activity_move",
    ),
]
