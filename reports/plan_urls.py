"""Addresses of a case's plan, and of the documents to begin with."""

from django.urls import path

from reports import beginning_views, plan_views

app_name = "plan"
urlpatterns = [
    path("plan/", plan_views.plan_page, name="page"),
    path("plan/anta/", plan_views.plan_adopt_form, name="adopt"),
    path("plan/anta/spara/", plan_views.plan_adopt, name="adopt_save"),
    path("plan/antagen/<int:plan>/", plan_views.adopted_plan_page, name="adopted"),
    path("dokument/utkast/<slug:kind>/<slug:form>/", beginning_views.beginning, name="beginning"),
]
