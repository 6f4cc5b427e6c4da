"""Which app answers which address."""

from django.urls import include, path

from sharewell_office.config import health
from sharewell_office.config.api import api
from sharewell_office.ledger.views import add_checkpoint
from sharewell_office.people import joining
from sharewell_office.people.holidays import views as holidays
from sharewell_office.people.training import views as training

handler400 = "sharewell_office.config.faults.bad_request"
handler500 = "sharewell_office.config.faults.server_error"

urlpatterns = [
    path("", include("sharewell_office.desk.urls")),
    path("account/", include("sharewell_office.people.urls")),
    path("people/", joining.people, name="people"),
    path("people/invite/", joining.invite, name="invite"),
    path("people/<str:username>/leave/", joining.leave, name="leave"),
    path("people/<str:username>/posts/", joining.posts, name="posts"),
    path("people/<str:username>/accounts/", joining.accounts, name="accounts"),
    path("people/<str:username>/second-factor/", joining.reset, name="reset_factor"),
    path("people/join/<str:token>/", joining.join, name="join"),
    path("working-days/", holidays.calendar, name="working-days"),
    path("training/", training.training, name="training"),
    path("training/<str:reference>/", training.course, name="training-course"),
    path("design/", include("sharewell_office.design.urls")),
    path("", include("sharewell_office.register.urls")),
    path("requests/", include("sharewell_office.decisions.urls")),
    path("releases/", include("sharewell_office.release.urls")),
    path("", include("sharewell_office.aftercare.urls")),
    path("assurance/", include("sharewell_office.assurance.urls")),
    path("record/", include("sharewell_office.ledger.urls")),
    path("witness/add-checkpoint", add_checkpoint),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("metrics", health.metrics),
    path("api/v1/", api.urls),
]
