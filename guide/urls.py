"""The addresses of the guide."""

from django.urls import path

from guide import views

app_name = "guide"

urlpatterns = [
    path("", views.guide_index, name="index"),
    path("faser/<int:number>/", views.guide_phase, name="phase"),
    path("insatser/", views.measure_list, name="measures"),
    path("insatser/<slug:key>/", views.measure_page, name="measure"),
    path("exempel/", views.example_list, name="examples"),
    path("exempel/<slug:slug>/", views.example_page, name="example"),
    path("ordlista/", views.glossary, name="glossary"),
    path("sok/", views.guide_search, name="search"),
]
