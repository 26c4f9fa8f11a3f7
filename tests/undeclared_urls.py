"""A URL that forgot to say who may use it."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("glomd/", forgotten, name="forgotten")]
