from django.urls import path

from sharewell_office.register import views

app_name = "register"
urlpatterns = [
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/<str:reference>/", views.agreement, name="agreement"),
    path("agreements/<str:reference>/<str:action>/", views.step, name="step"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<str:reference>/", views.organisation, name="organisation"),
    path("import/", views.import_file, name="import"),
    path("import/<str:kind>/<str:digest>/", views.import_confirm, name="import-confirm"),
]
