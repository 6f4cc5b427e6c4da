from django.urls import path

from sharewell_office.aftercare import views
from sharewell_office.aftercare.retention import views as retention

app_name = "aftercare"
urlpatterns = [
    path("parcels/", views.parcels, name="parcels"),
    path("parcels/<str:reference>/", views.parcel, name="parcel"),
    path("parcels/<str:reference>/link/", views.offer, name="offer"),
    path("copies/", retention.copies, name="copies"),
    path("copies/new/", retention.receive, name="receive"),
    path("copies/<str:reference>/", retention.copy, name="copy"),
    path("copies/<str:reference>/certificate/", retention.certify, name="certify"),
    path("copies/<str:reference>/hold/", retention.hold, name="hold"),
    path("collect/<str:token>/", views.collect, name="collect"),
]
