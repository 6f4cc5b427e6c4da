from django.urls import path

from sharewell_office.desk import clocks, messages, portal, views
from sharewell_office.desk.packs import views as packs

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("received/", portal.received, name="received"),
    path("received/incident/", portal.tell, name="received-tell"),
    path("received/notices/<int:pk>/", portal.notice, name="received-notice"),
    path("received/questions/<int:pk>/", portal.question, name="received-question"),
    path("received/<str:reference>/", portal.copy, name="received-copy"),
    path("received/<str:reference>/certificate/", portal.certify, name="received-certify"),
    path("inbox/", messages.inbox, name="inbox"),
    path("messages/", messages.log, name="messages"),
    path("messages/<uuid:key>/again/", messages.again, name="message-again"),
    path("show/", packs.pack, name="pack"),
    path("jobs/", clocks.jobs, name="jobs"),
]
