from django.urls import path

from sharewell_office.register.views import agreements, drafting, organisations, signing, taking_over

app_name = "register"
urlpatterns = [
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/new/", drafting.new, name="new"),
    path("agreements/<str:reference>/", agreements.agreement, name="agreement"),
    path("agreements/<str:reference>/draft/<slug:name>/", drafting.section, name="draft"),
    path("agreements/<str:reference>/vary/", drafting.vary, name="vary"),
    path("agreements/<str:reference>/invite/<str:party>/", signing.invite, name="invite"),
    path("agreements/<str:reference>/<str:action>/", agreements.step, name="step"),
    path("sign/<str:secret>/", signing.read, name="sign"),
    path("sign/<str:secret>/signed/", signing.sign, name="sign-now"),
    path("sign/<str:secret>/comment/", signing.comment, name="sign-comment"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<str:reference>/", organisations.organisation, name="organisation"),
    path("import/", taking_over.import_file, name="import"),
    path("import/<str:kind>/<str:digest>/", taking_over.import_confirm, name="import-confirm"),
]
