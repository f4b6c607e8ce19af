"""What a fresh process loads to answer its first request: cold starts are paid for by users."""

import os
import subprocess
import sys

import pytest

from benchmarks.fresh_process import SITE
from tests.project.imports import ROOT

NEVER_AT_FIRST = ("PIL", "boto3", "drf_spectacular.openapi", "reportlab", "requests", "storages", "yaml")
NOT_FOR_STRANGERS = ("botocore", "cryptography", "jwt", "pynamodb")


def loaded_after(path, token=""):
    """The modules of a fresh process that has answered one GET."""
    script = SITE.format(path=path) + "\nprint(*sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "BENCHMARK_TOKEN": token},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return set(answer.stdout.split())


def test_the_front_door_loads_neither_cloud_nor_cryptography():
    loaded = loaded_after("/")

    assert {name for name in (*NEVER_AT_FIRST, *NOT_FOR_STRANGERS) if name in loaded} == set()


def test_a_list_of_invoices_loads_neither_pdf_nor_schema_nor_chat(cognito_user):
    loaded = loaded_after("/api/v1/invoices/", cognito_user.access_token)

    assert {name for name in (*NEVER_AT_FIRST, "chat.actions") if name in loaded} == set()
    assert "pynamodb" in loaded


@pytest.mark.parametrize("name", ["requests", "yaml"])
def test_what_was_kept_from_drf_can_be_imported_all_the_same(name):
    script = f"import django; django.setup(); import {name}; print({name}.__version__)"

    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
