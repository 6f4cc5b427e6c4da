from django.urls import path, re_path

from sharewell_office.register.dpia import views as dpia
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
    path("dpias/new/", dpia.new, name="dpia-new"),
    path("dpias/<str:reference>/", dpia.dpia, name="dpia"),
    re_path(r"^dpias/(?P<reference>[^/]+)\.(?P<form>pdf|docx)$", dpia.file, name="dpia-file"),
    path("dpias/<str:reference>/part/<str:part>/", dpia.part, name="dpia-part"),
    path("dpias/<str:reference>/risk/<int:number>/", dpia.risk, name="dpia-risk"),
    path("dpias/<str:reference>/risk/<int:risk>/measure/<int:number>/", dpia.measure, name="dpia-measure"),
    path("dpias/<str:reference>/done/<int:number>/", dpia.measure_done, name="dpia-measure-done"),
    path("dpias/<str:reference>/step/<str:action>/", dpia.step, name="dpia-step"),
    path("import/", taking_over.import_file, name="import"),
    path("import/<str:reference>/", taking_over.imported, name="imported"),
    path("import/<str:reference>/columns/", taking_over.columns, name="import-columns"),
    path("import/<str:reference>/progress/", taking_over.progress, name="import-progress"),
    path("import/<str:reference>/<slug:step>/", taking_over.import_step, name="import-step"),
]
