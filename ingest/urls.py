"""The staff's pages: batches and reviews."""

from django.urls import path

from ingest.staff import batch, batches

urlpatterns = [
    path("staff/batches/", batches.batches, name="batches"),
    path("staff/batches/<int:pk>/", batch.batch, name="batch"),
    path("staff/batches/<int:pk>/progress/", batch.progress, name="batch_progress"),
    path("staff/batches/<int:pk>/report.csv", batch.report, name="batch_report"),
    path("staff/batches/<int:pk>/files/<int:file>/retry/", batch.retry, name="batch_retry"),
    path("staff/batches/<int:pk>/<slug:action>/", batch.act, name="batch_act"),
]
