"""pytest plugin: a throw-away local AWS for the tests, provisioned from infrastructure/template.yaml.

Loaded by `addopts = -p tests.local_stack`. It runs before pytest-django reads the settings, because those read the
environment set here. Each xdist worker has an AWS of its own; the xdist controller, which runs no test, has none.

Nothing is reset between tests. Each test is its own tenant instead: ask for `tenant_id` (a fresh user id for stores
and actions) or `cognito_user` (a real user of the pool, with tokens), and write only under that.
"""

import atexit
import json
import os
import urllib.request
import uuid
from collections.abc import Generator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from local_aws.environment import new_secret_key, process_environment, site_environment
from local_aws.ministack import MiniStackError
from local_aws.provision import ProvisioningError, Stack, aws_client
from local_aws.throw_away import LocalAws, throw_away_aws
from tests.shut_network import shut_network

pytest_plugins = ["tests.browsing"]

PASSWORD = "Correct-horse-1"
# Whatever a developer's shell says about limits, models, proxies or today's date, tests must not see it.
NO_SHELL: Mapping[str, str] = {}
UNWANTED_VARIABLES = (
    "ALL_PROXY",
    "FIXED_NOW",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "all_proxy",
    "http_proxy",
    "https_proxy",
)

_open_stacks = ExitStack()
_running: list[LocalAws] = []


@dataclass(frozen=True)
class CognitoUser:
    """A confirmed user of the pool, signed in."""

    user_id: str
    email: str
    password: str
    access_token: str
    id_token: str
    refresh_token: str


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, Any, Any]:
    """Start the local AWS and set the environment; a wrapper runs before every plugin's plain hook."""
    environment = _environment_of_no_aws()
    if _runs_tests(early_config):
        environment = _start()
    _replace_environment(environment)
    shut_network()
    return (yield)


def pytest_unconfigure() -> None:
    """Stop the local AWS. Should we not get here, its guardian stops it when this process ends."""
    _open_stacks.close()


@pytest.fixture(scope="session")
def aws() -> LocalAws:
    """The local AWS of this process: `endpoint_url` and the `environment` that leads to it."""
    return _running[0]


@pytest.fixture
def tenant_id() -> str:
    """A user id nobody else has, and with it three empty tables."""
    return str(uuid.uuid4())


@pytest.fixture
def cognito_user(aws: LocalAws) -> CognitoUser:
    """A signed-in user of the group `free`, made for this test."""
    return make_cognito_user(aws)


def make_cognito_user(aws: LocalAws, *, group: str = "free") -> CognitoUser:
    """Make a confirmed user with a fresh address and sign in."""
    cognito = client_of(aws, "cognito-idp")
    pool_id = aws.environment["COGNITO_USER_POOL_ID"]
    email = f"{uuid.uuid4().hex[:12]}@customer.example"
    cognito.admin_create_user(
        UserPoolId=pool_id,
        Username=email,
        MessageAction="SUPPRESS",
        UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
    )
    cognito.admin_set_user_password(UserPoolId=pool_id, Username=email, Password=PASSWORD, Permanent=True)
    cognito.admin_add_user_to_group(UserPoolId=pool_id, Username=email, GroupName=group)
    attributes = cognito.admin_get_user(UserPoolId=pool_id, Username=email)["UserAttributes"]
    tokens = cognito.initiate_auth(
        ClientId=aws.environment["COGNITO_CLIENT_ID"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": PASSWORD},
    )["AuthenticationResult"]
    return CognitoUser(
        user_id=next(attribute["Value"] for attribute in attributes if attribute["Name"] == "sub"),
        email=email,
        password=PASSWORD,
        access_token=tokens["AccessToken"],
        id_token=tokens["IdToken"],
        refresh_token=tokens["RefreshToken"],
    )


def client_of(aws: LocalAws, service: str) -> Any:
    """A boto3 client for the local AWS, made once a process."""
    return _cached_client(service, aws.endpoint_url)


def mails_to(aws: LocalAws, address: str) -> list[dict[str, Any]]:
    """Mails sent to an address so far, oldest first; the codes Cognito mails are among them."""
    with urllib.request.urlopen(f"{aws.endpoint_url}/_ministack/ses/messages", timeout=10) as answer:
        by_account: dict[str, list[dict[str, Any]]] = json.load(answer)["messages"]
    return [message for messages in by_account.values() for message in messages if address in message["To"]]


@cache
def _cached_client(service: str, endpoint_url: str) -> Any:
    return aws_client(service, endpoint_url)


def _runs_tests(config: pytest.Config) -> bool:
    options = config.known_args_namespace
    if getattr(options, "collectonly", False) or getattr(options, "help", False):
        return False
    is_controller = bool(getattr(options, "numprocesses", None)) and "PYTEST_XDIST_WORKER" not in os.environ
    return not is_controller


def _start() -> dict[str, str]:
    try:
        aws = _open_stacks.enter_context(throw_away_aws(NO_SHELL))
    except (MiniStackError, ProvisioningError) as error:
        raise pytest.UsageError(str(error)) from error
    atexit.register(_open_stacks.close)
    _running.append(aws)
    return aws.environment


def _environment_of_no_aws() -> dict[str, str]:
    """Well-formed settings that lead nowhere: enough to import the site, as the xdist controller does."""
    nowhere = Stack(
        conversations_table="no-conversations",
        invoices_table="no-invoices",
        rate_limits_table="no-rate-limits",
        invoice_bucket="no-invoices",
        user_pool_id="us-east-1_nowhere",
        user_pool_client_id="nobody",
    )
    return site_environment(
        endpoint_url="http://127.0.0.1:1", stack=nowhere, secret_key=new_secret_key(), shell=NO_SHELL
    )


def _replace_environment(site: Mapping[str, str]) -> None:
    environment = process_environment(site, os.environ)
    for name in set(os.environ) - set(environment):
        del os.environ[name]
    os.environ.update(environment)
    for name in UNWANTED_VARIABLES:
        os.environ.pop(name, None)
