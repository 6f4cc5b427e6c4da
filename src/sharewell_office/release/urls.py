from django.urls import path

from sharewell_office.release.printed import MADE
from sharewell_office.release.views import beside, incidents, index, releases

app_name = "release"
urlpatterns = [
    path("", releases.releases, name="list"),
    path("new/", releases.new, name="new"),
    path("despite/<str:incident>/<str:authority>/", incidents.despite, name="despite"),
    path("despite/<str:incident>/<str:authority>/advise/", incidents.advise, name="despite_advise"),
    path("despite/<str:incident>/<str:authority>/decide/", incidents.decide, name="despite_decide"),
    path("despite/<str:incident>/<str:authority>/take-back/", incidents.take_back, name="despite_take_back"),
    path("index/", index.index, name="index"),
    path("index/key/", index.change_key, name="index_key"),
    path("index/<slug:data_set>/", index.purpose, name="index_purpose"),
    path("lists/<str:authority>/", beside.lists, name="lists"),
    path("lists/<str:authority>/<str:name>/", beside.keep_list, name="keep_list"),
    path("withheld/", beside.data_sets, name="withheld_sets"),
    path("withheld/<slug:data_set>/", beside.withheld, name="withheld"),
    path("withheld/<slug:data_set>/lift/", beside.lift, name="lift"),
    path("<str:reference>/", releases.detail, name="detail"),
    path("<str:reference>/file/", releases.replace, name="replace"),
    path("<str:reference>/progress/", releases.progress, name="progress"),
    path("<str:reference>/cancel/", releases.cancel, name="cancel"),
    path("<str:reference>/resume/", releases.resume, name="resume"),
    *(path(f"<str:reference>/{form}", releases.report, {"form": form}, name=form) for form in MADE),
    path("<str:reference>/mend/", releases.mend, name="mend"),
    path("<str:reference>/undo/", releases.undo, name="undo"),
    path("<str:reference>/clear/", releases.clear, name="clear"),
    path("<str:reference>/take-back/", releases.take_back, name="take_back"),
    path("<str:reference>/quality/", releases.quality, name="quality"),
    path("<str:reference>/release/", releases.release, name="release"),
    path("<str:reference>/seal/", releases.seal, name="seal"),
    path("<str:reference>/withdraw/", releases.withdraw, name="withdraw"),
]
