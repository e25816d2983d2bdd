"""Every URL of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("decisions.urls")),
]

handler404 = "decisions.views.errors.not_found"
handler500 = "decisions.views.errors.broken"
