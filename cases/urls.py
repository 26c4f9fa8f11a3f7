"""Addresses of cases, and of the guide's phases inside a case."""

from django.urls import path

from cases import question_views, views

app_name = "cases"
urlpatterns = [
    path("", views.case_list, name="list"),
    path("nytt/", views.case_open_form, name="open"),
    path("nytt/spara/", views.case_open, name="open_save"),
    path("<str:number>/", views.case_page, name="page"),
    path("<str:number>/andra/", views.case_edit_form, name="edit"),
    path("<str:number>/andra/spara/", views.case_edit, name="edit_save"),
    path("<str:number>/lage/", views.case_state_form, name="state"),
    path("<str:number>/lage/spara/", views.case_state, name="state_save"),
    path("<str:number>/synlighet/", views.case_visibility_form, name="visibility"),
    path("<str:number>/synlighet/spara/", views.case_visibility, name="visibility_save"),
    path("<str:number>/historik/", views.case_history, name="history"),
    path("<str:number>/faser/", views.phase_list, name="phases"),
    path("<str:number>/faser/<int:phase>/", views.phase_page, name="phase"),
    path("<str:number>/faser/<int:phase>/flytta/", views.phase_move, name="phase_move"),
    path(
        "<str:number>/faser/<int:phase>/fragor/<slug:question>/",
        question_views.question_answer,
        name="answer",
    ),
    path(
        "<str:number>/faser/<int:phase>/fragor/<slug:question>/utkast/",
        question_views.answer_draft,
        name="answer_draft",
    ),
    path(
        "<str:number>/faser/<int:phase>/fragor/<slug:question>/fordela/",
        question_views.question_assign_form,
        name="assign",
    ),
    path(
        "<str:number>/faser/<int:phase>/fragor/<slug:question>/fordela/spara/",
        question_views.question_assign,
        name="assign_save",
    ),
    path(
        "<str:number>/faser/<int:phase>/fragor/<slug:question>/ta-tillbaka/",
        question_views.question_take_back,
        name="take_back",
    ),
]
