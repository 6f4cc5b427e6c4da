from django.urls import path

from sharewell_office.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.record, name="record"),
    path("verify/", views.verify, name="verify"),
    path("evidence/", views.evidence, name="evidence"),
    path("receipts/<int:number>/", views.receipt, name="receipt"),
]
