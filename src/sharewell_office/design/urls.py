"""/design/: the component page."""

from __future__ import annotations

from django.urls import path

from sharewell_office.design import views

app_name = "design"
urlpatterns = [path("", views.components, name="components")]
