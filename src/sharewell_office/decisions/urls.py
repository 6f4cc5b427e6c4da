from django.urls import path, re_path

from sharewell_office.decisions import views

app_name = "decisions"
urlpatterns = [
    path("", views.requests, name="list"),
    path("new/", views.new, name="new"),
    path("log/", views.log, name="log"),
    path("log.csv", views.log_csv, name="log_csv"),
    path("<str:reference>/", views.detail, name="detail"),
    path("<str:reference>/advice/", views.advice, name="advice"),
    path("<str:reference>/check/", views.check, name="check"),
    path("<str:reference>/decide/", views.decide, name="decide"),
    path("<str:reference>/step/<str:action>/", views.step, name="step"),
    path("<str:reference>/told/", views.told, name="told"),
    re_path(r"^(?P<reference>[^/]+)/(?P<stage>S(?:\d|10))/$", views.stage, name="stage"),
]
