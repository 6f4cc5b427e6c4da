"""/assurance/: is it being done?"""

from django.urls import path

from sharewell_office.assurance.actions import views as actions
from sharewell_office.assurance.adherence import views as adherence
from sharewell_office.assurance.board import views as board
from sharewell_office.assurance.campaigns import views as campaigns
from sharewell_office.assurance.governance import views as governance
from sharewell_office.assurance.policies import views as policies
from sharewell_office.assurance.practices import views as practices
from sharewell_office.assurance.sampling import views as sampling
from sharewell_office.assurance.survey.urls import urlpatterns as survey

app_name = "assurance"
urlpatterns = [
    path("", sampling.samples, name="samples"),
    path("actions/", actions.reviews, name="reviews"),
    path("actions/<str:reference>/", actions.review, name="review"),
    path("actions/<str:reference>/as/<str:form>/", actions.take_away, name="tracker"),
    path("actions/<str:reference>/<str:number>/", actions.action, name="action"),
    path("board/", board.board, name="board"),
    path("board/figures/<slug:kpi>/", board.figure, name="board-figure"),
    path("board/<str:reference>/", board.report, name="board-report"),
    path("board/<str:reference>/as/<str:form>/", board.take_away, name="board-paper"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/<str:reference>/", campaigns.campaign, name="campaign"),
    path("campaigns/<str:reference>/approve/", campaigns.approve, name="campaign-approve"),
    path("campaigns/<str:reference>/<int:number>/", campaigns.bite, name="bite"),
    path("governance/", governance.decisions, name="governance"),
    path("governance/<str:reference>/", governance.decision, name="governance-decision"),
    path("practices/", practices.practices, name="practices"),
    path("practices/<str:reference>/", practices.practice, name="practice"),
    path("policies/", policies.policies, name="policies"),
    path("policies/new/", policies.new, name="policy-new"),
    path("policies/watched/", policies.watched, name="watched"),
    path("policies/<str:reference>/", policies.policy, name="policy"),
    path("policies/<str:reference>/version/", policies.version, name="policy-version"),
    path("policies/<str:reference>/comment/", policies.comment, name="policy-comment"),
    path("policies/<str:reference>/answer/<int:number>/", policies.answer, name="policy-answer"),
    path("policies/<str:reference>/approve/", policies.approve, name="policy-approve"),
    path("policies/<str:reference>/publish/", policies.publish, name="policy-publish"),
    path("policies/<str:reference>/attest/", policies.attest, name="policy-attest"),
    path("policies/<str:reference>/clause/", policies.clause, name="policy-clause"),
    path("policies/<str:reference>/reviewed/", policies.reviewed, name="policy-reviewed"),
    path("policies/<str:reference>/as/<str:form>/", policies.take_away, name="policy-paper"),
    *survey,
    path("audits/", adherence.audits, name="audits"),
    path("audits/<str:reference>/", adherence.audit, name="audit"),
    path("<str:reference>/as/<str:form>/", sampling.take_away, name="sample-paper"),
    path("samples/<str:reference>/<str:case>/", sampling.mark, name="mark"),
    path("samples/<str:reference>/<str:case>/settle/", sampling.settle, name="mark-settle"),
    path("<str:reference>/", sampling.sample, name="sample"),
]
