from django.urls import path, re_path

from sharewell_office.decisions import views
from sharewell_office.decisions.activity import views as activity
from sharewell_office.decisions.annexes import views as annexes
from sharewell_office.decisions.cover import views as cover
from sharewell_office.decisions.delegations import views as delegations
from sharewell_office.decisions.dpo import views as dpo
from sharewell_office.decisions.emergency import views as emergency
from sharewell_office.decisions.law import views as law
from sharewell_office.decisions.letters import views as letters
from sharewell_office.decisions.stages import views as stages

STAGE = r"(?P<stage>S(?:\d|10))"
app_name = "decisions"
urlpatterns = [
    path("", views.requests, name="list"),
    path("new/", views.new, name="new"),
    path("log/", activity.log, name="log"),
    re_path(r"^log\.(?P<form>csv|xlsx)$", activity.log_file, name="log_file"),
    path("dpo/", dpo.questions, name="dpo_questions"),
    path("dpo/ask/", dpo.ask, name="dpo_ask"),
    path("dpo/<str:reference>/", dpo.question, name="dpo_question"),
    path("law/", law.law, name="law"),
    path("law/<str:version>/<str:action>/", law.step, name="law_step"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/new/", delegations.new, name="delegation_new"),
    path("delegations/<str:reference>/revoke/", delegations.revoke, name="delegation_revoke"),
    path("delegations/away/", cover.new, name="away"),
    path("delegations/away/<str:reference>/end/", cover.end, name="away_end"),
    path("emergencies/", emergency.emergencies, name="emergencies"),
    path("emergencies/new/", emergency.new, name="emergency_new"),
    path("emergencies/<str:reference>/", emergency.emergency, name="emergency"),
    path("emergencies/<str:reference>/tell/", emergency.tell, name="emergency_tell"),
    path("emergencies/<str:reference>/<str:action>/", emergency.step, name="emergency_step"),
    path("<str:reference>/", views.detail, name="detail"),
    path("<str:reference>/advice/", views.advice, name="advice"),
    path("<str:reference>/check/", views.check, name="check"),
    path("<str:reference>/decide/", views.decide, name="decide"),
    path("<str:reference>/step/<str:action>/", views.step, name="step"),
    path("<str:reference>/told/", views.told, name="told"),
    path("<str:reference>/letter/", letters.letter, name="letter"),
    path("<str:reference>/assess/", views.assess, name="assess"),
    path("<str:reference>/finish/", annexes.finish, name="finish"),
    path("<str:reference>/propose/", views.propose, name="propose"),
    path("<str:reference>/table/", annexes.table, name="table"),
    path("<str:reference>/records/", annexes.records, name="records"),
    path("<str:reference>/screen/", annexes.screen, name="screen"),
    path("<str:reference>/victims/", annexes.victims, name="victims"),
    re_path(rf"^(?P<reference>[^/]+)/(?P<action>{'|'.join(annexes.PAGES)})/$", annexes.annex, name="annex"),
    re_path(rf"^(?P<reference>[^/]+)/{STAGE}/$", stages.stage, name="stage"),
    re_path(rf"^(?P<reference>[^/]+)/{STAGE}/blocks/$", stages.preview, name="stage_blocks"),
    re_path(rf"^(?P<reference>[^/]+)/{STAGE}/(?P<topic>[a-z]+)/$", stages.stage, name="topic"),
    re_path(
        rf"^(?P<reference>[^/]+)/{STAGE}/(?P<topic>[a-z]+)/blocks/$", stages.preview, name="topic_blocks"
    ),
]
