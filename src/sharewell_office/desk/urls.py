from django.urls import path

from sharewell_office.desk import clocks, messages, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("inbox/", messages.inbox, name="inbox"),
    path("messages/", messages.log, name="messages"),
    path("messages/<uuid:key>/again/", messages.again, name="message-again"),
    path("jobs/", clocks.jobs, name="jobs"),
]
