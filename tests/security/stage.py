"""The site as it runs in a stage on Lambda: settings from that stage's environment, requests as Zappa hands them on."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local_aws.throw_away import LocalAws
from local_aws.virtual_environments import ROOT

HOST = "abcdefghij.execute-api.us-east-1.amazonaws.com"
# Reads API Gateway events, one a line, as JSON; answers each through the WSGI application of zappa_settings.json.
ANSWERING = """
import base64, json, sys
from django.conf import settings
settings.STATIC_ROOT = sys.argv[1]
from scatterpilot.wsgi import application
from zappa.wsgi import create_wsgi_request
for line in sys.stdin:
    event = json.loads(line)
    environ = create_wsgi_request(event, script_name="/staging", binary_support=True)
    environ.update({"HTTPS": "on", "wsgi.url_scheme": "https", "lambda.event": event, "lambda.context": None})
    answer = {}
    def start(status, headers, exc_info=None):
        answer.update(status=int(status.split()[0]), headers=headers)
    chunks = application(environ, start)
    answer["body"] = base64.b64encode(b"".join(chunks)).decode()
    chunks.close()
    print(json.dumps(answer))
"""
COLLECTING = """
import sys
from django.conf import settings
settings.STATIC_ROOT = sys.argv[1]
import django
django.setup()
from django.core.management import call_command
# The sidecar's maps and bundles take ten seconds to compress and prove nothing more.
call_command("collectstatic", "--noinput", "--verbosity=0", "--ignore=drf_spectacular_sidecar")
"""


@dataclass(frozen=True)
class StageAnswer:
    """Status, headers (of cookies all) and body."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: bytes


def stage_environment(aws: LocalAws, stage: str, **changes: str) -> dict[str, str]:
    """What the function of this stage finds in its environment, with changes."""
    return {
        **os.environ,
        **aws.environment,
        "STAGE": stage,
        "DJANGO_SECRET_KEY": "kJ3v9QmZ7x" * 6,
        "DJANGO_ALLOWED_HOSTS": HOST,
        **changes,
    }


def run(script: str, environment: Mapping[str, str], *arguments: str, given: str = "") -> str:
    """What a Python script of its own process prints."""
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env=dict(environment),
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def collect_static(aws: LocalAws, folder: Path) -> None:
    """Hashed, compressed static files, as `make deploy` makes them."""
    run(COLLECTING, stage_environment(aws, "staging"), str(folder))


def ask(aws: LocalAws, static: Path, *events: dict[str, Any]) -> list[StageAnswer]:
    """The answers of one process of stage ``staging`` to these events."""
    lines = "".join(f"{json.dumps(event)}\n" for event in events)
    printed = run(ANSWERING, stage_environment(aws, "staging"), str(static), given=lines)
    return [_answer(json.loads(line)) for line in printed.splitlines()]


def _answer(found: dict[str, Any]) -> StageAnswer:
    cookies = [value for name, value in found["headers"] if name == "Set-Cookie"]
    return StageAnswer(found["status"], dict(found["headers"]), cookies, base64.b64decode(found["body"]))


def event(
    path: str, method: str = "GET", body: str = "", source_ip: str = "203.0.113.9", **headers: str
) -> dict[str, Any]:
    """What API Gateway (REST, proxy integration) sends for a request."""
    sent = {"Host": HOST, "X-Forwarded-For": source_ip, "X-Forwarded-Proto": "https"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    plain, _, query = path.partition("?")
    return {
        "httpMethod": method,
        "path": plain,
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "multiValueQueryStringParameters": {
            name: [value] for name, _, value in (part.partition("=") for part in query.split("&") if part)
        },
        "body": body,
        "isBase64Encoded": False,
        "requestContext": {"stage": "staging", "identity": {"sourceIp": source_ip, "userArn": None}},
    }
