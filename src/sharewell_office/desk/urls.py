from django.urls import path

from sharewell_office.desk import clocks, dashboard, messages, portal, search, story, views
from sharewell_office.desk.packs import views as packs
from sharewell_office.desk.packs import visits

app_name = "desk"
urlpatterns = [
    path("", views.front, name="home"),
    path("search/", search.search, name="search"),
    path("received/", portal.received, name="received"),
    path("received/incident/", portal.tell, name="received-tell"),
    path("received/notices/<int:pk>/", portal.notice, name="received-notice"),
    path("received/questions/<int:pk>/", portal.question, name="received-question"),
    path("received/contacts/", portal.contacts, name="received-contacts"),
    path("received/key/", portal.key, name="received-key"),
    path("received/given/<str:reference>/", portal.given, name="given"),
    path("received/given/<str:reference>/change/", portal.given_change, name="given-change"),
    path("received/<str:reference>/", portal.copy, name="received-copy"),
    path("received/<str:reference>/certificate/", portal.certify, name="received-certify"),
    path("figures/", dashboard.dashboard, name="dashboard"),
    path("inbox/", messages.inbox, name="inbox"),
    path("messages/", messages.log, name="messages"),
    path("messages/<uuid:key>/again/", messages.again, name="message-again"),
    path("show/", packs.pack, name="pack"),
    path("visit/", visits.visit, name="visit"),
    path("visit/pack/", visits.pack, name="visit-pack"),
    path("visit/<str:reference>/", visits.record, name="visit-record"),
    path("visit/<str:reference>/<path:name>", visits.paper, name="visit-paper"),
    path("agreements/<str:reference>/story/", story.story, name="story"),
    path("jobs/", clocks.jobs, name="jobs"),
]
