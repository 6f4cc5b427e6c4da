"""/assurance/surveys/, /assurance/returns/ and /assurance/flows/."""

from django.urls import path

from sharewell_office.assurance.survey.views import cases, returns, surveys

urlpatterns = [
    path("surveys/", surveys.surveys, name="surveys"),
    path("surveys/launch/", surveys.launch, name="launch"),
    path("surveys/teams/", surveys.teams, name="teams"),
    path("surveys/teams/new/", surveys.team, name="team-new"),
    path("surveys/teams/<str:reference>/", surveys.team, name="team"),
    path("surveys/teams/<str:reference>/ended/", surveys.end_team, name="team-ended"),
    path("surveys/<str:reference>/", surveys.survey, name="survey"),
    path("surveys/<str:reference>/mine/", surveys.mine, name="survey-mine"),
    path("surveys/<str:reference>/line/", surveys.line, name="survey-line"),
    path("surveys/<str:reference>/silent/", surveys.silent, name="survey-silent"),
    path("surveys/<str:reference>/close/", surveys.close, name="survey-close"),
    path("surveys/<str:reference>/as/<str:form>/", surveys.take_away, name="survey-report"),
    path("returns/<str:reference>/", returns.detail, name="return"),
    path("returns/<str:reference>/flows/", returns.begin, name="flow-new"),
    path("returns/<str:reference>/flows/<int:number>/", returns.declared, name="declared"),
    path("returns/<str:reference>/flows/<int:number>/drop/", returns.drop, name="flow-drop"),
    path("returns/<str:reference>/flows/<int:number>/<slug:page>/", returns.flow, name="flow"),
    path("returns/<str:reference>/sign/", returns.sign, name="return-sign"),
    path("returns/<str:reference>/nil/", returns.nil, name="return-nil"),
    path("returns/<str:reference>/delegate/", returns.delegate, name="return-delegate"),
    path("returns/<str:reference>/not-me/", returns.not_me, name="return-not-me"),
    path("returns/<str:reference>/more-time/", returns.more_time, name="return-time"),
    path("returns/<str:reference>/merge/", returns.merge, name="return-merge"),
    path("flows/", cases.cases, name="cases"),
    path("flows/<str:reference>/", cases.case, name="case"),
]
