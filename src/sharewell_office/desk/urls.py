from django.urls import path

from sharewell_office.desk import views

app_name = "desk"
urlpatterns = [path("", views.home, name="home")]
