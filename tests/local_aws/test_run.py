"""`make run` from the outside: a process that is started, signalled and looked at."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from local_aws.ports import LOOPBACK, check_free, find_free
from local_aws.provision import aws_client
from local_aws.run import health_trouble
from local_aws.virtual_environments import ROOT

PATIENCE_SECONDS = 60


@dataclass
class Run:
    """One `python -m local_aws run` in a process group of its own, as a terminal would start it."""

    state: Path
    port: int
    aws_port: int
    log: Path
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> "Run":
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "local_aws", "run", *self.options],
                cwd=ROOT,
                env=os.environ,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    @property
    def options(self) -> list[str]:
        return ["--state", str(self.state), "--port", str(self.port), "--aws-port", str(self.aws_port)]

    def wait_until_ready(self) -> None:
        wait_until(lambda: "is running:" in self.said or self.process.poll() is not None)
        assert self.process.poll() is None, self.said

    def ctrl_c(self) -> None:
        os.killpg(self.process.pid, signal.SIGINT)

    def exit_code(self) -> int:
        return self.process.wait(timeout=PATIENCE_SECONDS)

    @property
    def said(self) -> str:
        return self.log.read_text()

    @property
    def environment(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in (self.state / "env").read_text().splitlines())

    def has_left_the_ports(self) -> bool:
        for port in (self.port, self.aws_port):
            check_free(port, variable="PORT", wait_seconds=10)
        return True


def wait_until(claim: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not claim():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    run = Run(state=tmp_path / "local", port=find_free(), aws_port=find_free(), log=tmp_path / "run.log")
    yield run
    if run.process is not None and run.process.poll() is None:
        run.process.terminate()
        run.exit_code()


def demo_user_signs_in(run: Run) -> bool:
    email, password = re.search(r"e-mail +(\S+)\s+password +(\S+)", run.said).groups()
    answer = aws_client("cognito-idp", run.environment["AWS_ENDPOINT_URL"]).initiate_auth(
        ClientId=run.environment["COGNITO_CLIENT_ID"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": password},
    )
    return "AuthenticationResult" in answer


def test_a_run_serves_until_ctrl_c_and_the_next_one_finds_its_data(run):
    run.start().wait_until_ready()
    first_pool = run.environment["COGNITO_USER_POOL_ID"]
    assert health_trouble(f"http://{LOOPBACK}:{run.port}") is None
    assert demo_user_signs_in(run)

    run.ctrl_c()
    run.ctrl_c()  # make passes on what the terminal has sent already
    assert run.exit_code() == 0
    assert run.has_left_the_ports()

    run.start().wait_until_ready()
    assert run.environment["COGNITO_USER_POOL_ID"] == first_pool
    assert demo_user_signs_in(run)


def test_a_second_run_of_the_same_checkout_says_who_is_in_the_way(run, tmp_path):
    run.start().wait_until_ready()

    second = Run(state=run.state, port=find_free(), aws_port=find_free(), log=tmp_path / "second.log").start()

    assert second.exit_code() == 1
    assert f"still running in this checkout (process {run.process.pid}, http://127.0.0.1:{run.port}/)" in second.said


def test_a_killed_run_leaves_nothing_running_and_the_next_one_starts(run):
    run.start().wait_until_ready()

    run.process.kill()
    run.exit_code()
    run.start().wait_until_ready()

    assert demo_user_signs_in(run)


@pytest.mark.parametrize("variable", ["PORT", "AWS_PORT"])
def test_a_port_in_use_is_a_sentence_that_names_its_variable(run, variable):
    with socket.create_server((LOOPBACK, 0)) as server:
        taken = server.getsockname()[1]
        run.port, run.aws_port = (taken, run.aws_port) if variable == "PORT" else (run.port, taken)
        run.start()

        assert run.exit_code() == 1
        assert f"Port {taken} is already in use" in run.said
        assert f"make run {variable}=" in run.said
        assert "Traceback" not in run.said


def test_the_two_ports_have_to_differ(run):
    run.aws_port = run.port
    run.start()

    assert run.exit_code() == 1
    assert "they have to differ" in run.said
