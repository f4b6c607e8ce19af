"""The arrows between our packages, and what may be loaded together with the rules of the business."""

import json
import subprocess
import sys

import pytest

from tests.project.imports import ROOT, chains_from, imports_of, is_in, modules, modules_in

# What a pure package may load of ours; everything else must come with Python. The offline assistant is a rule too.
CHAT_RULES = ("chat.assistant.interface", "chat.assistant.offline", "chat.domain", "invoices.domain")
MAY_LOAD = {
    "invoices.domain": ("invoices.domain",),
    "chat.domain": CHAT_RULES,
    "chat.assistant.offline": CHAT_RULES,
}
PURE_PACKAGES = [package for package in MAY_LOAD if package in modules()]
OUTSIDE_THINGS = ("boto3", "botocore", "pynamodb", "reportlab", "s3transfer", "storages")
DOORS = [
    name
    for name in modules_in("accounts", "chat", "invoices")
    if name.rpartition(".")[2] in {"api", "api_urls", "forms", "serializers", "urls", "views"}
    or ".views." in name
    or ".templatetags." in name
]
ACTIONS = [name for name in modules_in("accounts", "chat", "invoices", "limits") if name.endswith("actions")]
_LOAD = """
import importlib, json, sys
before = set(sys.modules)
root, *names = json.loads(sys.argv[1])
sys.path.insert(0, root)
for name in names:
    importlib.import_module(name)
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def loaded_by(*names):
    """What importing these modules loads in a fresh interpreter."""
    arguments = json.dumps([str(ROOT), *names])
    answer = subprocess.run(
        [sys.executable, "-I", "-c", _LOAD, arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def is_standard(name):
    # zoneinfo reads the build's configuration from a module that is named after the machine.
    return name.partition(".")[0] in sys.stdlib_module_names or name.startswith("_sysconfigdata_")


def is_parent_of_any(name, packages):
    return any(package.startswith(f"{name}.") for package in packages)


def breaches(module, forbidden):
    """The ways in which a module comes to import something forbidden, each as a readable chain."""
    return [" -> ".join(chain) for name, chain in chains_from(module).items() if is_in(name, *forbidden)]


@pytest.mark.parametrize("package", PURE_PACKAGES)
def test_the_rules_load_nothing_but_the_standard_library_and_other_rules(package):
    loaded = loaded_by(*modules_in(package))

    ours = MAY_LOAD[package]
    strangers = [
        name for name in loaded if not (is_standard(name) or is_in(name, *ours) or is_parent_of_any(name, ours))
    ]

    assert strangers == []


def test_the_check_of_what_is_loaded_would_notice_a_library():
    assert "pynamodb.models" in loaded_by("tables.base")


@pytest.mark.parametrize("module", modules_in(*PURE_PACKAGES))
def test_a_rule_imports_only_the_standard_library_and_other_rules(module):
    ours = next(may for package, may in MAY_LOAD.items() if is_in(module, package))

    strangers = [name for name in imports_of(module) if not (is_standard(name) or is_in(name, *ours))]

    assert [name for name in strangers if not is_parent_of_any(name, ours)] == []


@pytest.mark.parametrize("module", modules_in("invoices"))
def test_invoices_know_nothing_of_the_chat_not_even_through_others(module):
    assert breaches(module, ["chat"]) == []


@pytest.mark.parametrize("module", modules_in("accounts", "limits", "tables"))
def test_what_invoices_and_chat_stand_on_knows_neither(module):
    assert breaches(module, ["chat", "invoices"]) == []


@pytest.mark.parametrize("module", modules_in("accounts", "chat", "invoices", "limits", "tables"))
def test_no_app_imports_the_wiring(module):
    assert [name for name in imports_of(module) if is_in(name, "scatterpilot")] == []


@pytest.mark.parametrize("module", DOORS)
def test_a_door_leaves_tables_cloud_and_pdf_to_the_rooms_behind_it(module):
    tables = [name for name in modules() if name.endswith(".models")]

    assert [name for name in imports_of(module) if is_in(name, *OUTSIDE_THINGS, *tables)] == []


@pytest.mark.parametrize("module", ACTIONS)
def test_an_action_knows_nothing_of_http(module):
    http = ("django.forms", "django.http", "django.shortcuts", "django.views", "rest_framework")

    assert breaches(module, [*http, *DOORS]) == []


@pytest.mark.parametrize("module", modules_in("invoices.pdf"))
def test_the_pdf_is_drawn_from_the_invoice_alone(module):
    stored = [name for name in modules_in("invoices") if name.endswith((".models", ".actions", ".queries"))]

    assert breaches(module, ["boto3", "botocore", "pynamodb", "tables", "invoices.store", *stored]) == []


@pytest.mark.parametrize("module", modules_in("chat"))
def test_the_chat_reaches_stored_invoices_only_through_their_actions_and_queries(module):
    assert [name for name in imports_of(module) if is_in(name, "invoices.store", "invoices.models")] == []
