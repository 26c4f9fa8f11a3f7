"""Addresses of cases, and of the guide's phases inside a case."""

from django.urls import path

from cases import document_views, first_step_views, group_views, question_views, views

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
    path("<str:number>/forsta-dygnen/", first_step_views.first_step_list, name="first_steps"),
    path(
        "<str:number>/forsta-dygnen/lagg-undan/",
        first_step_views.first_steps_put_away,
        name="first_steps_put_away",
    ),
    path(
        "<str:number>/forsta-dygnen/ta-fram/",
        first_step_views.first_steps_take_out,
        name="first_steps_take_out",
    ),
    path(
        "<str:number>/forsta-dygnen/<slug:key>/",
        first_step_views.first_step_form,
        name="first_step",
    ),
    path(
        "<str:number>/forsta-dygnen/<slug:key>/klart/",
        first_step_views.first_step_tick,
        name="first_step_tick",
    ),
    path(
        "<str:number>/forsta-dygnen/<slug:key>/inte-aktuellt/",
        first_step_views.first_step_set_aside,
        name="first_step_set_aside",
    ),
    path(
        "<str:number>/forsta-dygnen/<slug:key>/ta-upp/",
        first_step_views.first_step_take_up,
        name="first_step_take_up",
    ),
    path("<str:number>/faser/", views.phase_list, name="phases"),
    path("<str:number>/faser/<int:phase>/", views.phase_page, name="phase"),
    path("<str:number>/faser/<int:phase>/flytta/", views.phase_move, name="phase_move"),
    path(
        "<str:number>/faser/<int:phase>/fragor/<slug:question>/",
        question_views.question_answer,
        name="answer",
    ),
    path("<str:number>/grupper/", group_views.group_list, name="groups"),
    path("<str:number>/grupper/ny/", group_views.group_add_form, name="group_add"),
    path("<str:number>/grupper/ny/spara/", group_views.group_add, name="group_add_save"),
    path("<str:number>/grupper/<int:group>/", group_views.group_page, name="group"),
    path("<str:number>/grupper/<int:group>/andra/", group_views.group_edit_form, name="group_edit"),
    path(
        "<str:number>/grupper/<int:group>/andra/spara/",
        group_views.group_edit,
        name="group_edit_save",
    ),
    path(
        "<str:number>/grupper/<int:group>/deltagare/ny/",
        group_views.member_add_form,
        name="member_add",
    ),
    path(
        "<str:number>/grupper/<int:group>/deltagare/ny/spara/",
        group_views.member_add,
        name="member_add_save",
    ),
    path(
        "<str:number>/grupper/deltagare/<int:member>/",
        group_views.member_edit_form,
        name="member_edit",
    ),
    path(
        "<str:number>/grupper/deltagare/<int:member>/spara/",
        group_views.member_edit,
        name="member_edit_save",
    ),
    path(
        "<str:number>/grupper/<int:group>/uppdrag/ny/",
        group_views.assignment_add_form,
        name="assignment_add",
    ),
    path(
        "<str:number>/grupper/<int:group>/uppdrag/ny/spara/",
        group_views.assignment_add,
        name="assignment_add_save",
    ),
    path(
        "<str:number>/grupper/uppdrag/<int:assignment>/",
        group_views.assignment_edit_form,
        name="assignment_edit",
    ),
    path(
        "<str:number>/grupper/uppdrag/<int:assignment>/spara/",
        group_views.assignment_edit,
        name="assignment_edit_save",
    ),
    path("<str:number>/grupper/<int:group>/mote/", group_views.meeting_form, name="meeting"),
    path(
        "<str:number>/grupper/<int:group>/mote/utkast/",
        group_views.meeting_draft,
        name="meeting_draft",
    ),
    path(
        "<str:number>/grupper/<int:group>/mote/spara/",
        group_views.meeting_save,
        name="meeting_save",
    ),
    path(
        "<str:number>/faser/<int:phase>/fragor/<slug:question>/utkast/",
        question_views.answer_draft,
        name="answer_draft",
    ),
    path(
        "<str:number>/faser/<int:phase>/fragor/<slug:question>/utkast/spara/",
        question_views.answer_draft_save,
        name="answer_draft_save",
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
    path("<str:number>/dokument/", document_views.document_list, name="documents"),
    path("<str:number>/dokument/nytt/", document_views.document_add_form, name="document_add"),
    path(
        "<str:number>/dokument/nytt/spara/", document_views.document_add, name="document_add_save"
    ),
    path("<str:number>/dokument/<int:document>/", document_views.document_page, name="document"),
    path(
        "<str:number>/dokument/<int:document>/fil/",
        document_views.document_file,
        name="document_file",
    ),
    path(
        "<str:number>/dokument/<int:document>/andra/",
        document_views.document_edit_form,
        name="document_edit",
    ),
    path(
        "<str:number>/dokument/<int:document>/andra/spara/",
        document_views.document_edit,
        name="document_edit_save",
    ),
    path(
        "<str:number>/dokument/<int:document>/ny-version/",
        document_views.version_add_form,
        name="version_add",
    ),
    path(
        "<str:number>/dokument/<int:document>/ny-version/spara/",
        document_views.version_add,
        name="version_add_save",
    ),
    path(
        "<str:number>/dokument/<int:document>/dela/",
        document_views.document_share,
        name="document_share",
    ),
    path(
        "<str:number>/dokument/<int:document>/sluta-dela/",
        document_views.document_stop_sharing,
        name="document_stop_sharing",
    ),
]
