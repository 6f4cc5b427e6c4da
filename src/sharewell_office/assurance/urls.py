"""/assurance/: is it being done?"""

from django.urls import path

from sharewell_office.assurance.actions import views as actions
from sharewell_office.assurance.sampling import views as sampling

app_name = "assurance"
urlpatterns = [
    path("", sampling.samples, name="samples"),
    path("actions/", actions.reviews, name="reviews"),
    path("actions/<str:reference>/", actions.review, name="review"),
    path("actions/<str:reference>/as/<str:form>/", actions.take_away, name="tracker"),
    path("actions/<str:reference>/<str:number>/", actions.action, name="action"),
    path("<str:reference>/", sampling.sample, name="sample"),
]
