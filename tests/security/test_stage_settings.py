"""What a stage on AWS starts with, and what it refuses to start with (rows OPS-1, OPS-2)."""

from __future__ import annotations

import subprocess
import sys

import pytest

from local_aws.throw_away import LocalAws
from local_aws.virtual_environments import ROOT
from tests.security.stage import run, stage_environment

SETTINGS = "import django; django.setup(); from django.conf import settings; "
SHORT = "x" * 49


def started(aws: LocalAws, stage: str, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "check", *arguments],
        cwd=ROOT,
        env=stage_environment(aws, stage, **changes),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("stage", ["dev", "staging"])
def test_ops_1_djangos_deployment_checks_find_nothing_and_none_is_silenced(aws: LocalAws, stage: str):
    done = started(aws, stage, "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


UNSAFE = {
    "DJANGO_SECRET_KEY": ("", SHORT),
    "DJANGO_ALLOWED_HOSTS": ("", "*"),
    "COGNITO_ISSUER": ("http://cognito-idp.us-east-1.amazonaws.com/us-east-1_x", "cognito"),
    "COGNITO_JWKS_URL": ("http://keys.example/jwks.json", "file:///etc/passwd"),
    "COGNITO_JWKS": ("{", '{"keys": []}'),
    "STAGE": ("production", "prod"),
    "RATE_LIMIT_FREE": ("many", "0/hour"),
    "RATE_LIMIT_PUBLIC": ("1/year", "-1/hour"),
}


@pytest.mark.parametrize("values", list(zip(*UNSAFE.values(), strict=True)), ids=["first", "second"])
def test_ops_2_whatever_is_unsafe_or_missing_stops_the_start_and_all_of_it_is_named(
    aws: LocalAws, values: tuple[str, ...]
):
    done = started(aws, "staging", **dict(zip(UNSAFE, values, strict=True)))

    assert done.returncode != 0
    assert [name for name in UNSAFE if f"- {name} " not in done.stderr] == []
    assert SHORT not in done.stderr


def test_ops_2_a_rotated_key_goes_on_signing_in(aws: LocalAws):
    """What an old key signed is good while it is named among the fallbacks, and no longer."""
    old, new = "o1d" * 20, "n3w" * 20
    signed = run(
        f"{SETTINGS}from django.core import signing; print(signing.dumps('x'))",
        stage_environment(aws, "dev", DJANGO_SECRET_KEY=old),
    ).strip()
    read = SETTINGS + f"from django.core import signing\ntry: print(signing.loads({signed!r}))\n"
    read += "except signing.BadSignature: print('bad')"

    kept = run(read, stage_environment(aws, "dev", DJANGO_SECRET_KEY=new, DJANGO_SECRET_KEY_FALLBACKS=f"{old},{new}"))
    gone = run(read, stage_environment(aws, "dev", DJANGO_SECRET_KEY=new))

    assert (kept.strip(), gone.strip()) == ("x", "bad")


def test_ops_2_no_stage_shows_what_a_bug_looks_like_inside(aws: LocalAws):
    for stage in ("local", "dev", "staging"):
        shown = run(f"{SETTINGS}print(settings.DEBUG, settings.SECURE_PROXY_SSL_HEADER)", stage_environment(aws, stage))
        assert shown.split() == ["False", "None"]
