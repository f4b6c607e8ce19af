"""Programs for fresh processes: each answers one request and ends."""

from __future__ import annotations

_GET = """
import io, sys
from django.core.handlers.wsgi import WSGIHandler

def get(path, token=""):
    statuses = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "SCRIPT_NAME": "", "QUERY_STRING": "", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http", "HTTP_ACCEPT": "application/json,text/html",
    }
    if token:
        environ["HTTP_AUTHORIZATION"] = "Bearer " + token
    body = b"".join(WSGIHandler()(environ, lambda status, headers: statuses.append(status)))
    assert statuses == ["200 OK"], (statuses, body[:500])
    return body
"""

HELLO = (
    """
from django.conf import settings
settings.configure(ROOT_URLCONF="__main__", SECRET_KEY="x" * 50, ALLOWED_HOSTS=["localhost"])
import django
django.setup()
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("", lambda request: HttpResponse("hello"))]
"""
    + _GET
    + """
get("/")
"""
)

SITE = (
    """
import django
django.setup()
"""
    + _GET.replace("{", "{{").replace("}", "}}")
    + """
import os
get("{path}", os.environ["BENCHMARK_TOKEN"] if "{path}" != "/" else "")
"""
)

IMPORT_ZAPPA = "import zappa.handler\n"
