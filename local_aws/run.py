"""What `make run` does: local AWS up, stack provisioned, demo data in, site served, everything stopped at the end."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from local_aws import ministack
from local_aws.environment import (
    kept_secret_key,
    process_environment,
    site_environment,
    write_environment_file,
)
from local_aws.ministack import MiniStack
from local_aws.ports import LOOPBACK, check_free, read_port
from local_aws.processes import GuardedProcess, start_guarded
from local_aws.provision import provision
from local_aws.virtual_environments import ROOT

STATE = ROOT / ".local"
SITE_READY_WITHIN_SECONDS = 40.0
SITE_GRACE_SECONDS = 5.0
# How long to wait for the ports of a run that was killed: its guardians are still letting MiniStack save.
CLEARING_UP_SECONDS = 6.0


class RunError(Exception):
    """The site cannot be run; the text says why and what to do."""


class StopRequested(BaseException):
    """Ctrl-C, a signal, or make gone. Not an Exception, so that nothing on the way mistakes it for a failure."""


def run(shell: Mapping[str, str], *, stops_with_parent: bool, state: Path = STATE) -> None:
    """Run the site until a signal asks it to stop or one of its parts dies.

    Raises RunError, PortError, MiniStackError or ProvisioningError with a sentence for the terminal. With
    `stops_with_parent` the end of the parent (make, killed without a chance to say so) counts as a signal.
    What is to last until the next run is kept in `state`.
    """
    port, aws_port = _ports(shell)
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _signals_stop_us(), _only_run(state, port) as after_a_crash:
        wait_seconds = CLEARING_UP_SECONDS if after_a_crash else 0.0
        check_free(port, variable="PORT", wait_seconds=wait_seconds)
        check_free(aws_port, variable="AWS_PORT", wait_seconds=wait_seconds)
        print("Starting the local AWS ...", flush=True)
        aws = ministack.start(port=aws_port, state=state / "aws", keeps_state=True)
        try:
            environment = _prepare(aws, state, shell)
            _run_site(aws, environment, port=port, parent=os.getppid() if stops_with_parent else None)
        finally:
            print("Saving the local AWS ...", flush=True)
            aws.stop()


def _ports(shell: Mapping[str, str]) -> tuple[int, int]:
    port, aws_port = read_port(shell, "PORT", 8000), read_port(shell, "AWS_PORT", 4566)
    if port == aws_port:
        raise RunError(f"PORT and AWS_PORT are both {port}; they have to differ.")
    return port, aws_port


def _prepare(aws: MiniStack, state: Path, shell: Mapping[str, str]) -> dict[str, str]:
    """Provision the stack, tell other terminals about it, and return the environment of the site's processes."""
    site = site_environment(
        endpoint_url=aws.endpoint_url,
        stack=provision(aws.endpoint_url),
        secret_key=kept_secret_key(state / "secret-key"),
        shell=shell,
    )
    write_environment_file(state / "env", site)
    return process_environment(site, shell)


def _run_site(aws: MiniStack, environment: Mapping[str, str], *, port: int, parent: int | None) -> None:
    print("Starting the site ...", flush=True)
    site = start_guarded(
        [sys.executable, "manage.py", "runserver", f"{LOOPBACK}:{port}"],
        environment={**environment, "PYTHONUNBUFFERED": "1", "DJANGO_RUNSERVER_HIDE_WARNING": "true"},
        folder=ROOT,
        grace_seconds=SITE_GRACE_SECONDS,
    )
    try:
        demo_user = _seed(environment)  # while the site starts, which takes as long
        wait_until_it_answers(site, f"http://{LOOPBACK}:{port}")
        _announce(f"http://{LOOPBACK}:{port}", demo_user)
        _wait_for_the_end(site, aws, parent)
    finally:
        site.stop()


def _seed(environment: Mapping[str, str]) -> dict[str, str]:
    """Make sure the demo user and its records exist; returns {"email", "password"}."""
    result = subprocess.run(
        [sys.executable, "manage.py", "seed_demo"],
        env=dict(environment),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise RunError("The demo data could not be made; the reason stands above (manage.py seed_demo).")
    demo_user: dict[str, str] = json.loads(result.stdout.splitlines()[-1])
    return demo_user


def wait_until_it_answers(site: GuardedProcess, address: str, log: Path | None = None) -> None:
    """Return when /healthz says that all is well; raises RunError, quoting the log if there is one."""
    deadline = time.monotonic() + SITE_READY_WITHIN_SECONDS
    while (trouble := health_trouble(address)) is not None:
        has_ended = site.exit_code() is not None
        if has_ended or time.monotonic() > deadline:
            reason = "ended while starting" if has_ended else f"was not ready in time: {trouble}"
            said = log.read_text(errors="replace")[-4000:] if log else "What it said stands above."
            raise RunError(f"The site {reason}.\n{said}")
        time.sleep(0.1)


def health_trouble(address: str) -> str | None:
    """None when the site says it is well, else what stood in the way."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{address}/healthz", timeout=5):
            return None
    except urllib.error.HTTPError as error:
        with error:
            return f"/healthz answers {error.code}: {error.read(500).decode(errors='replace')}"
    except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
        return f"/healthz does not answer ({error})"


def _announce(address: str, demo_user: Mapping[str, str]) -> None:
    line = "-" * 60
    print(
        f"\n{line}\n"
        f"  ScatterPilot is running:  {address}/\n\n"
        f"  Sign in with   e-mail     {demo_user['email']}\n"
        f"                 password   {demo_user['password']}\n\n"
        f"  Stop with Ctrl-C. What you enter is kept for the next run.\n"
        f"{line}\n",
        flush=True,
    )


def _wait_for_the_end(site: GuardedProcess, aws: MiniStack, parent: int | None) -> None:
    while True:
        if site.exit_code() is not None:
            raise RunError("The site has ended by itself; the reason stands above.")
        if aws.process.exit_code() is not None:
            raise RunError(f"The local AWS has ended by itself, so the site is stopped too; see {aws.log}")
        if parent is not None and os.getppid() != parent:
            raise StopRequested
        time.sleep(0.2)


@contextmanager
def _only_run(state: Path, port: int) -> Iterator[bool]:
    """Hold the checkout's one right to run; yields whether the last run left without clearing up.

    The lock goes with the process, so a crash frees it; the note in the file is what tells of the crash.
    """
    with (state / "run.lock").open("a+") as handle:
        handle.seek(0)
        note = handle.read().strip()
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunError(
                f"An earlier `make run` is still running in this checkout ({note}). Stop it with Ctrl-C where it runs."
            ) from None
        handle.truncate(0)
        handle.write(f"process {os.getpid()}, http://{LOOPBACK}:{port}/")
        handle.flush()
        try:
            yield bool(note)
        finally:
            handle.truncate(0)


@contextmanager
def _signals_stop_us() -> Iterator[None]:
    """Turn the first SIGINT, SIGTERM or SIGHUP into StopRequested, and let no later one disturb the clearing up.

    Ctrl-C reaches make and us at once, and make may pass its own on: the second is not a wish for haste.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise StopRequested

    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup
        numbers.append(signal.SIGHUP)
    for number in numbers:
        signal.signal(number, stop)
    yield
