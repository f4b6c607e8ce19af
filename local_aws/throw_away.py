"""A whole local AWS for one command: started on a free port, provisioned, and gone without a trace afterwards."""

import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from local_aws import ministack
from local_aws.environment import new_secret_key, process_environment, site_environment
from local_aws.provision import provision


@dataclass(frozen=True)
class LocalAws:
    """A provisioned local AWS: where it is, and the contract's variables that lead there."""

    endpoint_url: str
    environment: dict[str, str]


@contextmanager
def throw_away_aws(shell: Mapping[str, str]) -> Iterator[LocalAws]:
    """Start and provision a local AWS, stop it on the way out; raises MiniStackError or ProvisioningError."""
    with ministack.throw_away() as aws:
        environment = site_environment(
            endpoint_url=aws.endpoint_url,
            stack=provision(aws.endpoint_url),
            secret_key=new_secret_key(),
            shell=shell,
        )
        yield LocalAws(endpoint_url=aws.endpoint_url, environment=environment)


def run_command(command: Sequence[str], shell: Mapping[str, str]) -> int:
    """Run a command on a throw-away local AWS; returns its exit code, 128 + signal when one ended it."""
    _treat_as_ctrl_c(signal.SIGTERM, signal.SIGINT)  # a shell's background job starts with SIGINT ignored
    with throw_away_aws(shell) as aws:
        process = subprocess.Popen(command, env=process_environment(aws.environment, shell))
        # Ctrl-C reaches the command by itself, which may take its time over it; SIGTERM only when we pass it on.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        code = process.wait()
    return code if code >= 0 else 128 - code


def _treat_as_ctrl_c(*numbers: signal.Signals) -> None:
    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in numbers:
        signal.signal(number, interrupt)
