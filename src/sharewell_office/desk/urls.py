from django.urls import path

from sharewell_office.desk import clocks, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("jobs/", clocks.jobs, name="jobs"),
]
