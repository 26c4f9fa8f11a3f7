"""Addresses where an administrator erases exercises."""

from django.urls import path

from erasure import views

app_name = "erasure"
urlpatterns = [
    path("", views.exercise_list, name="list"),
    path("<str:number>/", views.exercise_page, name="exercise"),
    path("<str:number>/radera/", views.exercise_erase, name="erase"),
]
