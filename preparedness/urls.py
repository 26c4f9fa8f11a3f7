"""Addresses of a municipality's preparedness plan."""

from django.urls import path

from preparedness import views

app_name = "preparedness"
urlpatterns = [
    path("", views.plan_page, name="page"),
    path("genomgangen/", views.plan_review, name="review"),
    path("uppgifter/", views.facts_form, name="facts"),
    path("uppgifter/spara/", views.facts_save, name="facts_save"),
    path("listan/", views.steps_form, name="steps"),
    path("listan/spara/", views.steps_save, name="steps_save"),
    path("grupper/ny/", views.group_add_form, name="group_add"),
    path("grupper/ny/spara/", views.group_add, name="group_add_save"),
    path("grupper/<int:group>/", views.group_edit_form, name="group_edit"),
    path("grupper/<int:group>/spara/", views.group_edit, name="group_edit_save"),
    path("grupper/<int:group>/ta-bort/", views.group_remove, name="group_remove"),
    path("grupper/<int:group>/deltagare/ny/", views.member_add_form, name="member_add"),
    path("grupper/<int:group>/deltagare/ny/spara/", views.member_add, name="member_add_save"),
    path("deltagare/<int:member>/", views.member_edit_form, name="member_edit"),
    path("deltagare/<int:member>/spara/", views.member_edit, name="member_edit_save"),
    path("deltagare/<int:member>/ta-bort/", views.member_remove, name="member_remove"),
    path("arbetsgivare/ny/", views.employer_add_form, name="employer_add"),
    path("arbetsgivare/ny/spara/", views.employer_add, name="employer_add_save"),
    path("arbetsgivare/<int:employer>/", views.employer_edit_form, name="employer_edit"),
    path("arbetsgivare/<int:employer>/spara/", views.employer_edit, name="employer_edit_save"),
    path("arbetsgivare/<int:employer>/ta-bort/", views.employer_remove, name="employer_remove"),
]
