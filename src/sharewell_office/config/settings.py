"""Settings, from the environment, with defaults that serve one office on one machine.

| variable | meaning | default |
|---|---|---|
| SHAREWELL_HOME | the folder of database, vault and keys | ./var |
| DATABASE_URL | postgresql://user:password@host:port/name | SQLite in SHAREWELL_HOME |
| SHAREWELL_OFFICE_NAME | our name, as recipients read it | the demonstration office's |
| SHAREWELL_HOSTS | host names served, separated by commas | 127.0.0.1,localhost |
| SHAREWELL_PRODUCTION | 1: HTTPS only, secure cookies, HSTS | unset |
| SHAREWELL_SECRET_KEY | Django's signing key | made once, in SHAREWELL_HOME/keys |
| SHAREWELL_URL | the address people reach the office at, for links in messages | http://127.0.0.1:8000 |
| SHAREWELL_SMTP | smtp://user:password@host:587, or smtps:// | unset: messages stay in the inbox |
| SHAREWELL_MAIL_FROM | the address messages come from | sharewell@localhost |
| SHAREWELL_NOTIFY_KEY, SHAREWELL_NOTIFY_TEMPLATE | GOV.UK Notify, instead of SMTP | unset |
| SHAREWELL_NOTIFY_URL | where Notify is | its public address |
| SHAREWELL_TRUST_PROXY | 1: the proxy in front sets X-Forwarded-Proto | unset |
| SHAREWELL_KEYS | the folder of the record's signing key, on another host's storage | SHAREWELL_HOME/keys |
| SHAREWELL_RECORD_NAME | the record's name on its checkpoints, such as example.org/record | made once |
| SHAREWELL_TSA | a time stamping authority (RFC 3161) that stamps the record every night | unset |
| SHAREWELL_KEEP_YEARS | how long the words of a case are kept after its last entry | 7 |
| SHAREWELL_WATCH_HOSTS | hosts of the codes and laws that are watched | the regulator and the government |
| SHAREWELL_CONFIRM_AFTER | minutes after which deciding, signing and releasing ask who you are again | 15 |
| SHAREWELL_OIDC_ISSUER | your organisation's sign-in (OpenID Connect, as Entra ID) | unset |
| SHAREWELL_OIDC_CLIENT, SHAREWELL_OIDC_SECRET | what it knows this office by | unset |
| SHAREWELL_OIDC_NAME | what the button calls it | your organisation |
| SHAREWELL_OIDC_GROUPS | group=post pairs: 7c4e…=ro.handler@home-visits,9b1d…=ro.dpo | unset: posts are given here |
| SHAREWELL_METRICS_TOKEN | who brings it (Bearer) may read /metrics from afar | this machine only |
"""

from __future__ import annotations

import os
from pathlib import Path

from sharewell_office.config import database, environment, identity, secrets
from sharewell_office.config.menu import MENU as MENU

SHAREWELL_HOME = Path(os.environ.get("SHAREWELL_HOME") or "var").resolve()
SHAREWELL_HOME.mkdir(
    parents=True, exist_ok=True, mode=0o700
)  # before anything is put there: nobody else looks in
SHAREWELL_KEYS = os.environ.get("SHAREWELL_KEYS", "")
SHAREWELL_RECORD_NAME = os.environ.get("SHAREWELL_RECORD_NAME", "")
SHAREWELL_TSA = os.environ.get("SHAREWELL_TSA", "")
SHAREWELL_KEEP_YEARS = environment.whole_number("SHAREWELL_KEEP_YEARS", 7)
SHAREWELL_CONFIRM_AFTER = environment.whole_number("SHAREWELL_CONFIRM_AFTER", 15)
SHAREWELL_METRICS_TOKEN = os.environ.get("SHAREWELL_METRICS_TOKEN", "")
PRODUCTION = os.environ.get("SHAREWELL_PRODUCTION") == "1"
DEBUG = False

SECRET_KEY = os.environ.get("SHAREWELL_SECRET_KEY") or secrets.kept(SHAREWELL_HOME / "keys" / "django-secret")
ALLOWED_HOSTS = (os.environ.get("SHAREWELL_HOSTS") or "127.0.0.1,localhost").split(",")

DATABASES = {"default": database.settings(os.environ.get("DATABASE_URL", ""), SHAREWELL_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # Before Django's forms and allauth: our templates stand in the place of theirs.
    "sharewell_office.design",
    "sharewell_office.people",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "sharewell_office.adapters",
    "sharewell_office.ledger",
    "sharewell_office.register",
    "sharewell_office.decisions",
    "sharewell_office.release",
    "sharewell_office.aftercare",
    "sharewell_office.assurance",
    "sharewell_office.desk",
]

MIDDLEWARE = [
    "sharewell_office.config.logs.RequestLineMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sharewell_office.design.csp.SecurityHeadersMiddleware",
    "sharewell_office.people.programs.problems.ProblemsMiddleware",
    "sharewell_office.config.middleware.NoNulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sharewell_office.people.middleware.ActorMiddleware",
    "sharewell_office.people.middleware.SecondFactorMiddleware",
    "sharewell_office.people.seeing.SeeingMiddleware",
    "sharewell_office.desk.silence.DoNotTellMiddleware",
]

ROOT_URLCONF = "sharewell_office.config.urls"
WSGI_APPLICATION = "sharewell_office.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sharewell_office.people.context.navigation",
            ],
        },
    }
]
FORM_RENDERER = "sharewell_office.design.forms.GovukRenderer"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "sharewell_office.design.finders.FrontendFinder",
]
SHAREWELL_FRONTEND = Path(os.environ.get("SHAREWELL_FRONTEND", Path(__file__).parents[3] / "node_modules"))
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

AUTH_USER_MODEL = "people.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

AUTHENTICATION_BACKENDS = ["sharewell_office.people.backend.WholePersonBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "sharewell_office.people.allauth_adapter.AccountAdapter"
MFA_ADAPTER = "sharewell_office.people.allauth_adapter.MFAAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are given by the office, not by the person
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# A whole office arrives at nine behind one address; whoever guesses is stopped by the account they guess at.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "100/m/ip,5/300s/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey lets in alone, so it must be two factors in one
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SOCIALACCOUNT_ADAPTER = "sharewell_office.people.organisation.SocialAccountAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: our policy lets no form lead away from here
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = identity.providers()
SHAREWELL_OIDC_GROUPS = identity.groups()
MFA_TOTP_ISSUER = "Sharewell"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True

# Sign-in attempts are counted here, across all web processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": SHAREWELL_HOME / "cache",
    }
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 10  # a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "sharewell_office.design.views.csrf_failure"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    # A load balancer asks over plain HTTP whether we are well; there is nothing in the answer.
    SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
# Where the office speaks HTTPS itself; empty where a proxy in front of it does.
SHAREWELL_TLS_CERTIFICATE = os.environ.get("SHAREWELL_TLS_CERTIFICATE", "")
SHAREWELL_TLS_KEY = os.environ.get("SHAREWELL_TLS_KEY", "")
if os.environ.get("SHAREWELL_TRUST_PROXY") == "1":
    ALLAUTH_TRUSTED_PROXY_COUNT = (
        1  # or every sign-in would count as the proxy's, and one person lock all out
    )
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Who sends: recipients read it where they collect.
DEMONSTRATION_NAME = "Northshire Office of the Police and Crime Commissioner"
SHAREWELL_OFFICE_NAME = os.environ.get("SHAREWELL_OFFICE_NAME", DEMONSTRATION_NAME)

# Messages: by Notify where there is a key, else by SMTP, else only in the inbox.
SHAREWELL_URL = os.environ.get("SHAREWELL_URL", "http://127.0.0.1:8000").rstrip("/")
SHAREWELL_SMTP = os.environ.get("SHAREWELL_SMTP", "")
SHAREWELL_MAIL_FROM = os.environ.get("SHAREWELL_MAIL_FROM", "sharewell@localhost")
SHAREWELL_NOTIFY_KEY = os.environ.get("SHAREWELL_NOTIFY_KEY", "")
SHAREWELL_NOTIFY_TEMPLATE = os.environ.get("SHAREWELL_NOTIFY_TEMPLATE", "")
SHAREWELL_NOTIFY_URL = os.environ.get("SHAREWELL_NOTIFY_URL", "https://api.notifications.service.gov.uk")

# Where the codes and laws that policies rest on are published: nothing else is looked at.
SHAREWELL_WATCH_HOSTS = (
    os.environ.get("SHAREWELL_WATCH_HOSTS") or "ico.org.uk,www.gov.uk,www.legislation.gov.uk"
).split(",")

# Uploads go to disk at once, never into memory, and no file may be larger than the gate will read.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = str(SHAREWELL_HOME / "vault" / "incoming")
Path(FILE_UPLOAD_TEMP_DIR).mkdir(parents=True, exist_ok=True, mode=0o700)
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "sharewell_office.config.logs.Line"}},
    "filters": {"without_links": {"()": "sharewell_office.aftercare.log.WithoutLinks"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_links"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # On a desk every page and job that went well is noise; in production it is what a collector counts.
        "sharewell": {"level": "INFO" if PRODUCTION else "WARNING"},
        "django.request": {"level": "WARNING" if PRODUCTION else "ERROR"},
    },
}

# Up to so many bytes a file is examined while its bringer waits; a larger one in a process of its own.
SHAREWELL_EXAMINED_AT_ONCE = 5_000_000
