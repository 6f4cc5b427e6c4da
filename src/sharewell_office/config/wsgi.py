"""Where a web server finds the office."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharewell_office.config.settings")
application = get_wsgi_application()
