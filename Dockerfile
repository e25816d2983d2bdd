# The web server, the worker and every manage.py command. docs/operations.md says how it is used.
# The database is another server's: the embedded one is left out, so DATABASE_URL has to be set.

FROM python:3.13-slim AS packages
COPY requirements.server.lock /tmp/
RUN python -m venv /opt/archive \
    && /opt/archive/bin/pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: -r /tmp/requirements.server.lock \
    && /opt/archive/bin/pip uninstall --yes pip

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/imr-archive --shell /usr/sbin/nologin archive
COPY --from=packages /opt/archive /opt/archive
WORKDIR /srv/imr-archive
COPY manage.py ./
COPY imr_archive imr_archive
COPY decisions decisions
COPY ingest ingest
COPY templates templates
COPY static static
ENV PATH=/opt/archive/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=imr_archive.settings \
    IMR_VAR=/var/lib/imr-archive \
    BIND=0.0.0.0 \
    PORT=8000
RUN python -m compileall -q imr_archive decisions ingest
USER archive
VOLUME /var/lib/imr-archive
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "--config", "python:imr_archive.gunicorn", "imr_archive.wsgi"]
