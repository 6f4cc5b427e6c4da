from django.urls import path

from sharewell_office.assurance import views

app_name = "assurance"
urlpatterns = [
    path("", views.samples, name="samples"),
    path("<str:reference>/", views.sample, name="sample"),
]
