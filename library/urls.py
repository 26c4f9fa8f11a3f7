"""The addresses of the library, with those of a case's pages that lead to it."""

from django.urls import path

from library import case_views, views

app_name = "library"
urlpatterns = [
    path("bibliotek/", views.shelf, name="shelf"),
    path("bibliotek/jamfor/", views.compare, name="compare"),
    path("bibliotek/<int:publication>/", views.publication_page, name="publication"),
    path("bibliotek/lana/<slug:ref>/", views.borrow_to, name="borrow_to"),
    path("arenden/<str:number>/liknande/", case_views.alike, name="alike"),
    path("arenden/<str:number>/lana/<slug:ref>/", case_views.borrow, name="borrow"),
    path("arenden/<str:number>/lana/<slug:ref>/spara/", case_views.borrow_save, name="borrow_save"),
    path("arenden/<str:number>/bibliotek/", case_views.offer, name="offer"),
    path("arenden/<str:number>/bibliotek/granska/", case_views.review, name="review"),
    path("arenden/<str:number>/bibliotek/publicera/", case_views.publish, name="publish"),
    path("arenden/<str:number>/bibliotek/ta-bort/", case_views.withdraw, name="withdraw"),
]
