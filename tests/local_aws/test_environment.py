import stat

import pytest

from local_aws.environment import (
    kept_secret_key,
    process_environment,
    site_environment,
    write_environment_file,
)
from local_aws.provision import Stack

STACK = Stack(
    conversations_table="c",
    invoices_table="i",
    rate_limits_table="r",
    invoice_bucket="b",
    user_pool_id="us-east-1_abc",
    user_pool_client_id="client",
)


def an_environment(**shell: str) -> dict[str, str]:
    return site_environment(endpoint_url="http://127.0.0.1:4566", stack=STACK, secret_key="secret", shell=shell)


def test_the_offline_assistant_answers_unless_the_shell_says_otherwise():
    assert an_environment()["ASSISTANT"] == "offline"
    assert an_environment(ASSISTANT="bedrock")["ASSISTANT"] == "bedrock"


@pytest.mark.parametrize("name", ["BEDROCK_MODEL_ID", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME"])
def test_a_model_chosen_in_the_shell_is_handed_on(name):
    assert name not in an_environment()
    assert an_environment(**{name: "chosen"})[name] == "chosen"


def test_the_keys_of_the_pool_are_served_here_and_the_issuer_stays_the_real_one():
    environment = an_environment()

    assert environment["COGNITO_JWKS_URL"] == "http://127.0.0.1:4566/us-east-1_abc/.well-known/jwks.json"
    assert "COGNITO_ISSUER" not in environment


@pytest.mark.parametrize(
    "name",
    [
        "AWS_PROFILE",
        "AWS_SESSION_TOKEN",
        "AWS_ENDPOINT_URL_DYNAMODB",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        "COGNITO_ISSUER",
        "PYNAMODB_CONFIG",
    ],
)
def test_an_account_in_the_shell_does_not_reach_the_site(name):
    assert name not in process_environment(an_environment(), {name: "somebody's own", "PATH": "/bin"})


def test_the_rest_of_the_shell_reaches_the_site():
    environment = process_environment(an_environment(), {"PATH": "/bin", "AWS_CA_BUNDLE": "/etc/bundle.crt"})

    assert environment["PATH"] == "/bin"
    assert environment["AWS_CA_BUNDLE"] == "/etc/bundle.crt"


def test_a_proxy_is_not_asked_for_this_machine():
    assert process_environment({}, {"NO_PROXY": "intranet"})["NO_PROXY"] == "intranet,127.0.0.1,localhost"


def test_the_file_holds_key_value_lines_for_its_owner_only(tmp_path):
    path = tmp_path / "env"
    write_environment_file(path, {"STAGE": "dev", "OLD": "1"})
    write_environment_file(path, {"STAGE": "local"})

    assert path.read_text() == "STAGE=local\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_secret_key_is_made_once(tmp_path):
    first = kept_secret_key(tmp_path / "secret-key")

    assert len(first) >= 50
    assert kept_secret_key(tmp_path / "secret-key") == first
