"""Settings: one file, everything from the environment, loud when something is missing."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from core import localdb, sentry
from core.dburl import EXAMPLE, BadDatabaseUrl, parse_database_url
from core.filestore import ARCHIVES, store_from

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / ".data"


# What is missing or wrong in the environment, told all at once at the end of this file.
FAULTS: list[str] = []


def env(name: str, default: str | None = None, *, why: str = "") -> str:
    """The environment variable `name`, or what stands in the file that `name`_FILE names.

    Without either and a default, start-up ends with a list of everything that is missing.
    """
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            FAULTS.append(f"{name}_FILE: {path} cannot be read ({error.strerror})")
            return ""
    value = os.environ.get(name) or default
    if value is None:
        FAULTS.append(f"{name}: {why}")
        return ""
    return value


def env_number(name: str, default: int) -> int:
    """A whole number from the environment."""
    text = env(name, str(default))
    if not text.isdecimal():
        FAULTS.append(f"{name}: a whole number, not {text!r}")
        return default
    return int(text)


def env_flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


# `make run` and `make test` set OMSTALLNING_LOCAL: this machine only, nothing to configure.
LOCAL = env_flag("OMSTALLNING_LOCAL")
TEST = env_flag("OMSTALLNING_TEST")
DEBUG = env_flag("OMSTALLNING_DEBUG")


def local_secret_key() -> str:
    """A key of this checkout's own, made once and kept beside the data."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        DATA_DIR.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = (
    os.environ.get("SECRET_KEY") or local_secret_key()
    if LOCAL
    else env(
        "SECRET_KEY",
        why="a long random text that signs sessions and links; keep it secret. "
        "Make one: python -c 'import secrets; print(secrets.token_urlsafe(50))'",
    )
)
ALLOWED_HOSTS = (
    ["localhost", "127.0.0.1", "[::1]"]
    if LOCAL
    else env(
        "ALLOWED_HOSTS",
        why="the names this site answers to, with commas between: omstallning.kommun.se",
    ).split(",")
)
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "core.apps.CoreConfig",
    "accounts",
    "guide",
    "cases",
    "preparedness",
    "measures",
    "logbook",
    "sheets",
    "figures",
    "reports",
    "erasure.apps.ErasureConfig",
    "library",
    "archive",
    "reminders",
    "region",
    "home",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "core.watch.WatchMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "core.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.HtmxLoginRequiredMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "omstallning.urls"
WSGI_APPLICATION = "omstallning.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["core.templatetags.omstallning", "django.templatetags.static"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ]
            if not DEBUG
            else [
                "django.template.loaders.filesystem.Loader",
                "django.template.loaders.app_directories.Loader",
            ],
        },
    }
]
FORM_RENDERER = "core.forms.FormRenderer"

# --- Database ---------------------------------------------------------------------------------
# Three roles (product.md, decision 1): `owner` migrates, `web` serves, `erasure` empties.
DATABASE_ROLE = os.environ.get("OMSTALLNING_ROLE", "web")


def database() -> dict[str, Any]:
    """The connection: DATABASE_URL, or the local server that `make run` and `make test` start."""
    role = f"omstallning_{DATABASE_ROLE}"
    if url := env("DATABASE_URL", ""):
        try:
            settings = parse_database_url(url)
        except BadDatabaseUrl as error:
            FAULTS.append(f"DATABASE_URL: {error}")
            return {}
    elif TEST:
        # The tests make databases and change roles, so they log in as the superuser.
        url = localdb.url(DATA_DIR / "postgres-test", localdb.SUPERUSER)
        settings = parse_database_url(url)
        # A test's own processes, such as a worker, serve on the database that the test made.
        settings["NAME"] = os.environ.get("OMSTALLNING_TEST_DATABASE", settings["NAME"])
    elif LOCAL:
        settings = parse_database_url(localdb.url(DATA_DIR / "postgres", role))
    else:
        FAULTS.append(f"DATABASE_URL: the database, as in {EXAMPLE}")
        return {}
    pooled = env_flag("OMSTALLNING_POOL")
    if settings["USER"] != role:
        # Django's own assume_role waits for itself inside a pool (6.1), so there the server takes
        # the role when the connection is made.
        options: dict[str, str] = settings["OPTIONS"]
        if pooled:
            options["options"] = f"{options.get('options', '')} -c role={role}".strip()
        else:
            options["assume_role"] = role
    if pooled:
        # Two more than gunicorn's threads; nothing is kept on a connection between requests,
        # since the actor is set for a transaction only.
        threads = env_number("OMSTALLNING_THREADS", 4)
        settings["OPTIONS"]["pool"] = {"min_size": 2, "max_size": threads + 2, "timeout": 10}
    return settings


DATABASES = {"default": database()}
CACHES = {
    # Shared by all processes, so that login attempts are counted once (allauth's rate limits).
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        # Django's 300 would let a flood of made-up addresses push the real counts out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- Who is it --------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
# allauth's own also keeps a table of addresses, which nobody here can have several of.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
USERSESSIONS_TRACK_ACTIVITY = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Omställning"
MFA_ADAPTER = "accounts.adapter.TwoStepAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.AuthenticateForm",
    "reauthenticate": "accounts.forms.ReauthenticateByCodeForm",
    "activate_totp": "accounts.forms.ActivateTOTPForm",
    "deactivate_totp": "accounts.forms.DeactivateTOTPForm",
    "generate_recovery_codes": "accounts.forms.GenerateRecoveryCodesForm",
}
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_NAME = "omstallning_session"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "home.errors.csrf_failure"

# --- Security ---------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SECURE_SSL_REDIRECT = not LOCAL and not env_flag("OMSTALLNING_TLS_IS_DONE_BY_PROXY")
# Whoever watches the process from inside asks it without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz(/ready)?$"]
SECURE_HSTS_SECONDS = 0 if LOCAL else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
if env_flag("OMSTALLNING_TLS_IS_DONE_BY_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Or all the world would share one limit of login attempts: the proxy's.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SILENCED_SYSTEM_CHECKS = ["security.W008"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS = ["core.uploads.LimitedUploadHandler"]
UPLOAD_FILE_BYTES = 25 * 1024 * 1024
# A form sent without JavaScript carries all its files at once; the proxy must let as much through.
UPLOAD_REQUEST_BYTES = 100 * 1024 * 1024

# --- Language, time, files, mail --------------------------------------------------------------
LANGUAGE_CODE = "sv"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".data" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = LOCAL
WHITENOISE_AUTOREFRESH = LOCAL


def files_folder() -> Path:
    """The private folder for files; never below what the web server serves."""
    default = str(DATA_DIR / "files") if LOCAL or os.environ.get("OMSTALLNING_S3_BUCKET") else None
    return Path(
        env(
            "OMSTALLNING_FILES",
            default,
            why="a folder that is kept and backed up, or OMSTALLNING_S3_BUCKET: attached files.",
        )
    )


STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": files_folder() / "other"},
    },
    "attachments": store_from(os.environ, files_folder()),
    "archives": store_from(os.environ, files_folder(), ARCHIVES),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

MAILERS: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.mail.backends.console.EmailBackend"
        if LOCAL
        else "django.core.mail.backends.smtp.EmailBackend",
        **(
            {}
            if LOCAL
            else {
                "OPTIONS": {
                    "host": env("SMTP_HOST", why="the mail server that sends invitations"),
                    "port": env_number("SMTP_PORT", 587),
                    "username": env("SMTP_USER", ""),
                    "password": env("SMTP_PASSWORD", ""),
                    "use_tls": True,
                }
            }
        ),
    }
}
# Where links in e-mails that no request is behind lead.
SITE_URL = env(
    "SITE_URL",
    f"http://127.0.0.1:{env('PORT', '8000')}" if LOCAL else f"https://{ALLOWED_HOSTS[0]}",
)
DEFAULT_FROM_EMAIL = env("MAIL_FROM", "Omställning <noreply@localhost>")

# --- What is told of how it goes --------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "core.logs.SecretlessFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "core.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain" if LOCAL else "json"}
    },
    "loggers": {
        # A 403 or 404 is an answer, not a fault.
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        # A line per request would drown what is to be read on one's own machine.
        "core.watch": {"level": "WARNING" if LOCAL else "INFO"},
    },
    "root": {"handlers": ["console"], "level": "ERROR" if TEST else "INFO"},
}
# A question to the database that takes longer is told as a warning, without its parameters.
SLOW_QUERY_MS = env_number("OMSTALLNING_SLOW_QUERY_MS", 500)
if dsn := env("SENTRY_DSN", ""):
    sentry.start(dsn)

# Attached files: how many an entry has at most, and how much a case holds in all.
ATTACHMENTS_PER_ENTRY = 20
ATTACHMENT_BYTES_PER_CASE = env_number("OMSTALLNING_FILES_PER_CASE_MB", 2000) * 1024 * 1024
# An antivirus program (clamd) that sees each file first: unix:/run/clamav/clamd.ctl or tcp:host:3310.
CLAMAV = env("OMSTALLNING_CLAMAV", "")
CLAMAV_TIMEOUT = 30  # seconds without an answer

# Seconds a report may take to become PDF, in the worker: 2,000 log entries are some 500 pages.
REPORT_RENDER_TIMEOUT = 300
# Days that the file of an archive package is kept.
ARCHIVE_DAYS = env_number("ARCHIVE_DAYS", 14)
# Days that a draft in a logbook is kept after it was last gone on with (manage.py clear_drafts).
DRAFT_DAYS = env_number("DRAFT_DAYS", 30)

if FAULTS:
    raise ImproperlyConfigured(
        "Omställning cannot start: these settings are missing or wrong in the environment.\n"
        + "\n".join(f"  {fault}" for fault in FAULTS)
        + "\nAll settings are described in docs/operations.md."
    )
