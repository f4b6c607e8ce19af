import socket
from collections.abc import Iterator

import pytest

from local_aws.ports import LOOPBACK, PortError, check_free, find_free, read_port


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_variable_that_is_not_set_means_the_default():
    assert read_port({}, "PORT", 8000) == 8000
    assert read_port({"PORT": ""}, "PORT", 8000) == 8000


def test_a_variable_decides():
    assert read_port({"PORT": "8123"}, "PORT", 8000) == 8123


@pytest.mark.parametrize("text", ["0", "65536", "-1", "80.5", "http", "８０００x"])
def test_what_is_no_port_is_refused_by_the_name_of_its_variable(text):
    with pytest.raises(PortError, match="AWS_PORT must be a port number"):
        read_port({"AWS_PORT": text}, "AWS_PORT", 4566)


def test_a_port_in_use_is_refused_with_the_way_out(taken_port):
    with pytest.raises(PortError, match=rf"Port {taken_port} is already in use.*make run PORT={taken_port + 1}"):
        check_free(taken_port, variable="PORT")


def test_a_free_port_is_free():
    check_free(find_free(), variable="PORT")
