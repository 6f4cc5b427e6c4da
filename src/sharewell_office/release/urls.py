from django.urls import path

from sharewell_office.release import views

app_name = "release"
urlpatterns = [
    path("", views.releases, name="list"),
    path("new/", views.new, name="new"),
    path("<str:reference>/", views.detail, name="detail"),
    path("<str:reference>/file/", views.replace, name="replace"),
    path("<str:reference>/mend/", views.mend, name="mend"),
    path("<str:reference>/undo/", views.undo, name="undo"),
    path("<str:reference>/clear/", views.clear, name="clear"),
    path("<str:reference>/take-back/", views.take_back, name="take_back"),
    path("<str:reference>/quality/", views.quality, name="quality"),
    path("<str:reference>/release/", views.release, name="release"),
    path("<str:reference>/seal/", views.seal, name="seal"),
    path("<str:reference>/withdraw/", views.withdraw, name="withdraw"),
]
