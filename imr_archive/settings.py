"""All settings, read from the environment; `.env.example` lists the variables."""

from __future__ import annotations

import contextlib
import os
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from imr_archive.logs import logging_settings
from imr_archive.safety import is_local, refusal, shortcomings

BASE_DIR = Path(__file__).resolve().parent.parent


def env_bool(name: str, *, default: bool) -> bool:
    """A yes/no variable; raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "yes" if default else "no").strip().lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; it must be yes or no.")


def env_list(name: str, *, default: str) -> list[str]:
    """A comma-separated variable."""
    return [part.strip() for part in (os.environ.get(name) or default).split(",") if part.strip()]


def env_number(name: str, *, default: int) -> int:
    """A whole number, 0 or more; raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name) or str(default)
    if not (value.isascii() and value.isdecimal()):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number.")
    return int(value)


def env_choice(name: str, choices: tuple[str, ...], *, default: str) -> str:
    """One of the choices; raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name) or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be {' or '.join(choices)}.")
    return value


NO_ENDLESS_WAITING = {
    "connect_timeout": "5",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
}
"""Seconds: where the network swallows packets, a thread is not held for the minutes of the system's default."""


def database_from_url(url: str) -> dict[str, object]:
    """Django's settings for postgres://user:password@host:port/name; raises ImproperlyConfigured.

    What follows a question mark (`?sslmode=require`) goes to PostgreSQL's library as it is, before our own choice.
    """
    wanted = "DATABASE_URL must look like postgres://user:password@host:5432/name."
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError as error:
        raise ImproperlyConfigured(f"{wanted} ({error})") from error
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(wanted)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": port,
        "OPTIONS": NO_ENDLESS_WAITING | dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


VAR_DIR = Path(os.environ.get("IMR_VAR") or BASE_DIR / "var").resolve()
"""Everything the archive writes: embedded database, search index, original letters."""

ORIGINALS_DIR = VAR_DIR / "originals"
INDEX_DIR = VAR_DIR / "index"
UPLOADS_DIR = VAR_DIR / "uploads"
"""Batches as they were given, until they are unpacked."""
UPLOAD_MAX_BYTES = 4_000_000_000
UPLOAD_MAX_FILES = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = UPLOAD_MAX_FILES + 1  # so that the page can say so itself
FILE_UPLOAD_HANDLERS = ["ingest.staff.uploads.RefuseUploads"]  # the one page that takes files says so itself


FIGURES_DIR = VAR_DIR / "figures"
"""What takes long to count, remembered; emptied whenever the web server starts, since a new version may count anew."""
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "figures": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": FIGURES_DIR,
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    },
}


def secret_key() -> str:
    """SECRET_KEY of the environment, else one made for this archive and kept in var/secret_key."""
    if os.environ.get("SECRET_KEY"):
        return os.environ["SECRET_KEY"]
    try:
        return kept_secret_key(VAR_DIR / "secret_key")
    except OSError as error:
        raise ImproperlyConfigured(f"IMR_VAR must name a folder that can be written: {error}") from error


def kept_secret_key(path: Path) -> str:
    """The key in this file, made where there is none."""
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):  # another process was first: its key holds
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text()


DEBUG = env_bool("DEBUG", default=False)
HTTPS = env_bool("HTTPS", default=False)
BEHIND_PROXY = env_bool("BEHIND_PROXY", default=False)
"""Whether every request comes through one proxy that sets X-Forwarded-Proto and adds to X-Forwarded-For."""
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]")
BIND = os.environ.get("BIND") or "127.0.0.1"
CONTACT = (os.environ.get("CONTACT") or "").strip()
"""Whom readers tell of what is wrong: an address of e-mail or of a page, or words; empty where no one is named."""
METRICS_TOKEN = os.environ.get("METRICS_TOKEN") or None

if found := [
    *shortcomings(
        hosts=ALLOWED_HOSTS,
        bind=BIND,
        debug=DEBUG,
        https=HTTPS,
        secret_key=os.environ.get("SECRET_KEY"),
        metrics_token=METRICS_TOKEN,
    )
]:
    raise ImproperlyConfigured(refusal(ALLOWED_HOSTS, found))

SECRET_KEY = secret_key()
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", default="")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # balancers and scrapers ask without a certificate
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = env_number("HSTS_SECONDS", default=31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # browsers' preload lists: for the owner of the whole domain to decide
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
LOGIN_URL = "/admin/login/"
LOGIN_REDIRECT_URL = "/admin/"
SESSION_COOKIE_AGE = 12 * 3600  # a working day: staff log in each morning

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 10
AXES_LOCKOUT_PARAMETERS = ["ip_address"]  # by name, anyone could lock an admin out
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "imr_archive.logins.client_address"
AXES_USERNAME_CALLABLE = "imr_archive.logins.login_name"
AXES_LOCKOUT_TEMPLATE = "locked_out.html"
AXES_DISABLE_ACCESS_LOG = True  # who logged in stands with the account; addresses are kept of failures only
AXES_VERBOSE = False

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "django_filters",
    "decisions",
    "ingest",
]

MIDDLEWARE = [
    "imr_archive.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "decisions.middleware.ArchiveMiddleware",
    "imr_archive.requests.ProbeMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # outside WhiteNoise: style sheets and scripts are compressed as well
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "imr_archive.urls"
WSGI_APPLICATION = "imr_archive.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "decisions.context_processors.sample_data",
                "decisions.context_processors.address",
            ],
        },
    },
]

if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": database_from_url(os.environ["DATABASE_URL"])}
else:
    DATABASES = {
        "default": {
            "ENGINE": "imr_archive.embedded_postgres",
            "NAME": "postgres",  # the database that every server is born with: the archive is alone on this one
            "DATA_DIR": VAR_DIR / "postgres",
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/Los_Angeles"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = os.environ.get("STATIC_ROOT") or None  # for collectstatic, where another server gives out static files
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "imr_archive.static_files.VersionedStaticFiles"},
}
WHITENOISE_MAX_AGE = 365 * 24 * 3600  # seconds; another content has another address
WHITENOISE_USE_FINDERS = True  # serves static/ as it stands: no collectstatic before the site runs

LOG_FORMAT = env_choice("LOG_FORMAT", ("plain", "json"), default="plain" if is_local(ALLOWED_HOSTS) else "json")
LOGGING = logging_settings(LOG_FORMAT)
LOG_QUERIES = env_bool("LOG_QUERIES", default=False)
"""Whether log lines hold what was searched for: it may tell of a client or a patient."""

LETTERS_IN_WEB_SEARCH = env_bool("LETTERS_IN_WEB_SEARCH", default=False)
"""Whether web search engines may list case pages: the letters are public but tell of people's health."""
