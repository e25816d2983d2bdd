"""The staff's pages: batches and reviews."""

from django.urls import path

from ingest.staff import batch, batches, publication, review, staff_help

urlpatterns = [
    path("staff/batches/", batches.batches, name="batches"),
    path("staff/batches/reread/", batches.reread, name="batches_reread"),
    path("staff/batches/<int:pk>/", batch.batch, name="batch"),
    path("staff/batches/<int:pk>/progress/", batch.progress, name="batch_progress"),
    path("staff/batches/<int:pk>/report.csv", batch.report, name="batch_report"),
    path("staff/batches/<int:pk>/preview/", publication.preview, name="batch_preview"),
    path("staff/batches/<int:pk>/withdrawal/", publication.withdrawal, name="batch_withdrawal"),
    path("staff/batches/<int:pk>/files/<int:file>/", publication.file, name="batch_file"),
    path("staff/batches/<int:pk>/files/<int:file>/retry/", batch.retry, name="batch_retry"),
    path("staff/batches/<int:pk>/<slug:action>/", batch.act, name="batch_act"),
    path("staff/help/", staff_help.staff_help, name="staff_help"),
    path("staff/review/", review.queue, name="review_queue"),
    path("staff/review/<slug:public_id>/", review.review, name="review"),
    path("staff/originals/<slug:sha256>/", review.original, name="original"),
]
