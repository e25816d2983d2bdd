"""Every URL of the site."""

from django.contrib import admin
from django.urls import include, path

from imr_archive.metrics import metrics

urlpatterns = [
    path("admin/", admin.site.urls),
    path("metrics", metrics, name="metrics"),
    path("", include("ingest.urls")),
    path("", include("decisions.urls")),
]

handler404 = "decisions.views.errors.not_found"
handler500 = "decisions.views.errors.broken"
