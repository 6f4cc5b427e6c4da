from django.urls import path

from sharewell_office.aftercare import views

app_name = "aftercare"
urlpatterns = [
    path("parcels/", views.parcels, name="parcels"),
    path("parcels/<str:reference>/", views.parcel, name="parcel"),
    path("parcels/<str:reference>/link/", views.offer, name="offer"),
    path("collect/<str:token>/", views.collect, name="collect"),
]
