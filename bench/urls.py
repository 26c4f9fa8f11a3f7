"""The floors' addresses before those of the site."""

from django.urls import URLPattern, URLResolver, path

from bench import floor
from omstallning import urls
from omstallning.urls import handler403, handler500

__all__ = ["handler403", "handler500", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("golv/rader/<int:count>/", floor.rows),
    path("golv/iso/<int:count>/", floor.iso_rows),
    path("golv/noter/<str:number>/<int:count>/", floor.notes),
    path("golv/skriv/<str:number>/", floor.write),
    *urls.urlpatterns,
]
