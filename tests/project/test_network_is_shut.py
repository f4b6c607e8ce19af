import os
import socket
import urllib.request

import boto3
import pytest
from botocore.exceptions import HTTPClientError

from tests.shut_network import NetworkIsShut

SOMEWHERE = "192.0.2.1"  # RFC 5737: documentation only, so nobody is there should the guard fail


@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_no_socket_leaves_this_machine(method):
    with socket.socket() as sock, pytest.raises(NetworkIsShut, match=SOMEWHERE):
        getattr(sock, method)((SOMEWHERE, 80))


def test_no_datagram_leaves_this_machine():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock, pytest.raises(NetworkIsShut):
        sock.sendto(b"hello", (SOMEWHERE, 53))


def test_no_name_is_looked_up():
    with pytest.raises(NetworkIsShut, match=r"example\.com"):
        urllib.request.urlopen("http://example.com/", timeout=1)


def test_no_client_reaches_the_real_aws():
    client = boto3.client("sts", endpoint_url="https://sts.us-east-1.amazonaws.com", region_name="us-east-1")

    # botocore wraps whatever its HTTP client raises, and keeps the words.
    with pytest.raises(HTTPClientError, match="Tests reach this machine only"):
        client.get_caller_identity()


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass


def test_no_account_of_a_developers_shell_is_in_the_environment():
    allowed = {
        "AWS_ACCESS_KEY_ID",
        "AWS_CA_BUNDLE",
        "AWS_CONFIG_FILE",
        "AWS_DEFAULT_REGION",
        "AWS_EC2_METADATA_DISABLED",
        "AWS_ENDPOINT_URL",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SHARED_CREDENTIALS_FILE",
    }

    assert {name for name in os.environ if name.startswith("AWS_")} <= allowed
