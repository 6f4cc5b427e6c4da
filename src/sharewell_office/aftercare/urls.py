from django.urls import path

from sharewell_office.aftercare import views
from sharewell_office.aftercare.corrections import views as corrections
from sharewell_office.aftercare.incidents import views as incidents
from sharewell_office.aftercare.keys import views as keys
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
    path("copies/<str:reference>/change/", corrections.take_down, name="take-down"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/new/", corrections.notify, name="notify"),
    path("corrections/<int:pk>/acknowledge/", corrections.acknowledge, name="acknowledge"),
    path("who-holds/", corrections.who_holds, name="who-holds"),
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/new/", incidents.tell, name="tell"),
    path("incidents/<str:reference>/", incidents.incident, name="incident"),
    path("incidents/<str:reference>/article-<int:article>/", incidents.draft, name="draft"),
    path("incidents/<str:reference>/<slug:name>/", incidents.step, name="incident-step"),
    path("parcels/<str:reference>/revoke/", views.revoke, name="revoke"),
    path("organisations/<str:reference>/key/", keys.key, name="key"),
    path("open/", views.opening, name="opening"),
    path("open/key/", views.make_key, name="make-key"),
    path("collect/<str:token>/", views.collect, name="collect"),
    path("collect/<str:token>/parcel.zip", views.resume, name="resume"),
    path("collect/<str:token>/receipt/", views.receipt, name="receipt"),
    path("collect/<str:token>/not-for-me/", views.misdirected, name="misdirected"),
]
