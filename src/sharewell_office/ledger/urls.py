from django.urls import path

from sharewell_office.ledger import erasure_views, views

app_name = "ledger"
urlpatterns = [
    path("", views.record, name="record"),
    path("verify/", views.verify, name="verify"),
    path("evidence/", views.evidence, name="evidence"),
    path("verifier.html", views.verifier_file, name="verifier"),
    path("words/<str:reference>/", erasure_views.page, name="erasure"),
    path("words/<str:reference>/hold/<str:action>/", erasure_views.hold, name="hold"),
    path("words/<str:reference>/<str:action>/", erasure_views.step, name="erasure_step"),
    path("receipts/<int:number>/", views.receipt, name="receipt"),
]
