"""Every setting, read once from the environment; a missing variable stops the start."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from scatterpilot.environment import Environment, adopt_local_stack, parse_jwks

BASE_DIR = Path(__file__).resolve().parent.parent
adopt_local_stack(BASE_DIR / ".local" / "env")
_env = Environment(os.environ)

# Stage ----------------------------------------------------------------------------------------
STAGE = _env.choice("STAGE", ("local", "dev", "staging"))
IS_LOCAL = STAGE == "local"
DEBUG = False
SECRET_KEY = _env.secret("DJANGO_SECRET_KEY", least=0 if IS_LOCAL else 50)
# Keys of before a change, comma-separated: what they signed still counts.
SECRET_KEY_FALLBACKS = _env.words("DJANGO_SECRET_KEY_FALLBACKS", "")
ALLOWED_HOSTS = _env.hosts("DJANGO_ALLOWED_HOSTS", any_host=IS_LOCAL)
# A fixed "now" (ISO 8601 with offset) for demonstrations and browser tests, local stage only.
FIXED_NOW = (
    _env.parsed("FIXED_NOW", datetime.fromisoformat, "an ISO 8601 time with offset", "")
    if IS_LOCAL and os.environ.get("FIXED_NOW")
    else None
)

# AWS ------------------------------------------------------------------------------------------
AWS_REGION = _env.text("AWS_REGION")
# PynamoDB and botocore look for this name only.
os.environ.setdefault("AWS_DEFAULT_REGION", AWS_REGION)
CONVERSATIONS_TABLE = _env.text("CONVERSATIONS_TABLE")
INVOICES_TABLE = _env.text("INVOICES_TABLE")
RATE_LIMITS_TABLE = _env.text("RATE_LIMITS_TABLE")
INVOICE_BUCKET = _env.text("INVOICE_BUCKET")

# Cognito --------------------------------------------------------------------------------------
COGNITO_USER_POOL_ID = _env.text("COGNITO_USER_POOL_ID")
COGNITO_CLIENT_ID = _env.text("COGNITO_CLIENT_ID")
_pool_url = f"https://cognito-idp.{AWS_REGION}.amazonaws.com/{COGNITO_USER_POOL_ID}"
# Plain HTTP only on one's own machine, or to the local AWS that a stage was deployed to.
_plain = "http://" if IS_LOCAL else _env.text("AWS_ENDPOINT_URL", "")
COGNITO_ISSUER = _env.url("COGNITO_ISSUER", _pool_url, plain_below="http://" if IS_LOCAL else "")
COGNITO_JWKS_URL = _env.url("COGNITO_JWKS_URL", f"{COGNITO_ISSUER}/.well-known/jwks.json", plain_below=_plain)
# The pool's keys themselves, so that a cold start need not fetch them; the URL is for rotated ones.
COGNITO_JWKS = _env.parsed("COGNITO_JWKS", parse_jwks, "a JSON object with a list of keys", "")

# A browser's session ends after the first at the latest, and after the second when nobody uses it.
SESSION_ABSOLUTE_SECONDS = 24 * 3600
SESSION_IDLE_SECONDS = 8 * 3600
# What is erased with an account: functions of a user id. (The accounts know neither chat nor invoices.)
ERASED_WITH_ACCOUNT = ["chat.erasure.erase_all", "invoices.erasure.erase_all_but_issued"]
# Where the local AWS shows the mails it did not send; nothing but .local/env sets it.
LOCAL_MAILBOX_URL = _env.text("LOCAL_MAILBOX_URL", "") if IS_LOCAL else ""

# Assistant ------------------------------------------------------------------------------------
ASSISTANT = _env.choice("ASSISTANT", ("bedrock", "offline"))
BEDROCK_MODEL_ID = _env.text("BEDROCK_MODEL_ID", "us.anthropic.claude-sonnet-4-5-20250929-v1:0")

# Limits ---------------------------------------------------------------------------------------
RATE_LIMIT_FREE = _env.rate("RATE_LIMIT_FREE", "20/hour")
RATE_LIMIT_PRO = _env.rate("RATE_LIMIT_PRO", "200/hour")
# The rates above are chat turns; of other things a user may do so many times as many.
RATE_LIMIT_TIMES = {"chat": 1, "email": 1, "finalize": 10, "pdf": 10, "writes": 50}
# Requests for public pages per client address.
RATE_LIMIT_PUBLIC = _env.rate("RATE_LIMIT_PUBLIC", "300/minute")
# (attempts, seconds) per e-mail address and per client address; of sign-ins only failed ones count.
ATTEMPT_LIMITS = {
    "sign-in": {"email": (10, 900), "address": (100, 900)},
    "sign-up": {"email": (5, 3600), "address": (60, 3600)},
    "send-code": {"email": (5, 3600), "address": (60, 3600)},
    "try-code": {"email": (10, 900), "address": (100, 900)},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the form of an invoice of 1,000 lines; the size above bounds it, too
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# Mail -----------------------------------------------------------------------------------------
EMAIL_FROM = _env.text("EMAIL_FROM")
DEFAULT_FROM_EMAIL = EMAIL_FROM

_env.check()

# Django ---------------------------------------------------------------------------------------
ROOT_URLCONF = "scatterpilot.urls"
WSGI_APPLICATION = "scatterpilot.wsgi.application"
DATABASES: dict[str, dict[str, str]] = {}  # DynamoDB is the only database.
INSTALLED_APPS = [
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "scatterpilot",
    "accounts",
    "limits",
    "invoices",
    "chat",
]
MIDDLEWARE = [
    "scatterpilot.request_context.RequestContextMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "scatterpilot.security_headers.SecurityHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "scatterpilot.request_checks.RequestChecksMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    # Behind the CSRF check: only what a form of this very site sent may be offered to be sent again.
    "scatterpilot.error_responses.ErrorResponseMiddleware",
    "accounts.middleware.IdentityMiddleware",
    # Behind identity and CSRF check: what they refuse uses up nobody's rate.
    "scatterpilot.request_limits.RequestLimitsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "scatterpilot.page_context.site",
            ],
        },
    }
]
APPEND_SLASH = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = True

# Cookies and transport ------------------------------------------------------------------------
# __Host- cookies need Secure, which plain-HTTP local runs can't have.
COOKIE_PREFIX = "" if IS_LOCAL else "__Host-"
COOKIES_SECURE = not IS_LOCAL
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = COOKIES_SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "scatterpilot.error_pages.csrf_failure"
SESSION_COOKIE_SECURE = COOKIES_SECURE
SESSION_COOKIE_HTTPONLY = True
# API Gateway speaks HTTPS only, and Zappa says so itself (wsgi.url_scheme): no header is believed.
SECURE_SSL_REDIRECT = not IS_LOCAL
SECURE_PROXY_SSL_HEADER = None
USE_X_FORWARDED_HOST = False
USE_X_FORWARDED_PORT = False
SECURE_HSTS_SECONDS = 0 if IS_LOCAL else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not IS_LOCAL
SECURE_HSTS_PRELOAD = not IS_LOCAL
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Files ----------------------------------------------------------------------------------------
STATIC_URL = "static/"  # below the request's stage: scatterpilot.static_addresses
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = IS_LOCAL
WHITENOISE_AUTOREFRESH = IS_LOCAL
STORAGES = {
    "default": {
        "BACKEND": "invoices.pdf_storage.InvoiceStorage",
        "OPTIONS": {
            "bucket_name": INVOICE_BUCKET,
            "region_name": AWS_REGION,
            "default_acl": None,
            "querystring_auth": True,
            "querystring_expire": 300,
            "file_overwrite": True,
        },
    },
    "staticfiles": {
        "BACKEND": "scatterpilot.static_addresses.PlainStaticFiles"
        if IS_LOCAL
        else "scatterpilot.static_addresses.HashedStaticFiles"
    },
}

# API ------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.authentication.CognitoAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.authentication.IsSignedIn"],
    "DEFAULT_PARSER_CLASSES": ["scatterpilot.json_body.ExactJSONParser"],
    "DEFAULT_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
        "scatterpilot.browsable.BrowsableRenderer",
    ],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "scatterpilot.api_errors.api_error",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "ScatterPilot API",
    "DESCRIPTION": "Conversations that become invoices.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PREPROCESSING_HOOKS": ["api.descriptions.describe_endpoints"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
}

# Logs: one line per request (scatterpilot.request_context); never message texts or tokens. ------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "scatterpilot.log_lines.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
        # Tracebacks only: whatever else was refused has its line already, without the address asked for.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "botocore": {"level": "WARNING"},
        "pynamodb": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
