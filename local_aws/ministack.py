"""The MiniStack process: an AWS on 127.0.0.1, started with a clean environment and stopped so that it saves."""

import os
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from local_aws.ports import LOOPBACK, find_free
from local_aws.processes import GuardedProcess, start_guarded
from local_aws.virtual_environments import LOCAL_AWS

# It writes its state only while stopping; 1-3 s were seen, and cutting it short loses everything since the start.
GRACE_SECONDS = 20.0
READY_WITHIN_SECONDS = 20.0


class MiniStackError(Exception):
    """MiniStack did not start; the text says what to look at."""


@dataclass(frozen=True)
class MiniStack:
    """A running MiniStack."""

    process: GuardedProcess
    port: int
    log: Path

    @property
    def endpoint_url(self) -> str:
        """What AWS_ENDPOINT_URL has to be."""
        return f"http://{LOOPBACK}:{self.port}"

    def stop(self) -> None:
        """Stop it cleanly, which is when it saves what it holds."""
        self.process.stop()


def start(*, port: int, state: Path, keeps_state: bool) -> MiniStack:
    """Start MiniStack with its files under `state`, wait until it answers; raises MiniStackError.

    Without `keeps_state` it saves nothing, and `state` is removed when it ends.
    """
    interpreter = LOCAL_AWS.python
    if not interpreter.exists():
        raise MiniStackError(f"{LOCAL_AWS.folder.name} is missing. Make it with: make environments")
    for folder in ("tmp", "state", "s3"):
        (state / folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    log = state / "ministack.log"
    with log.open("w+b") as output:
        process = start_guarded(
            [str(interpreter), "-m", "ministack"],
            environment=_environment(port=port, state=state, keeps_state=keeps_state),
            folder=state,
            grace_seconds=GRACE_SECONDS,
            output=output,
            remove_afterwards=None if keeps_state else state,
        )
        ministack = MiniStack(process=process, port=port, log=log)
        try:
            _wait_until_ready(ministack, output)
        except BaseException:  # Ctrl-C included: whatever ends the wait, nobody else knows of the process yet
            ministack.stop()
            raise
    return ministack


@contextmanager
def throw_away() -> Iterator[MiniStack]:
    """A MiniStack on a free port, with its files in a temporary folder; nothing is left of it afterwards."""
    ministack = start_throw_away()
    try:
        yield ministack
    finally:
        ministack.stop()


def start_throw_away(attempts: int = 3) -> MiniStack:
    """Start a MiniStack that saves nothing. Tries other ports when somebody else was quicker to take one."""
    state = Path(tempfile.mkdtemp(prefix="scatterpilot-aws-"))
    try:
        return start(port=find_free(), state=state, keeps_state=False)
    except MiniStackError:
        if attempts <= 1:
            raise
    return start_throw_away(attempts - 1)


def _environment(*, port: int, state: Path, keeps_state: bool) -> dict[str, str]:
    """Only what it needs: the functions it emulates inherit all of this, so our shell's variables would leak there."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TZ") if name in os.environ}
    return kept | {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": LOOPBACK,  # the default is every interface
        "AUTH": "true",  # without it any code, any token and any key will do
        "IOT_MTLS_ENABLED": "0",  # or it opens port 8883 as well
        "SFTP_ENABLED": "0",
        "PERSIST_STATE": "1" if keeps_state else "0",
        "S3_PERSIST": "1" if keeps_state else "0",
        "STATE_DIR": str(state / "state"),
        "S3_DATA_DIR": str(state / "s3"),
        "TMPDIR": str(state / "tmp"),
    }


def _wait_until_ready(ministack: MiniStack, output: IO[bytes]) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while not _is_ready(ministack.endpoint_url):
        if ministack.process.exit_code() is not None:
            raise MiniStackError(f"MiniStack ended while starting.\n{_last_lines(output)}")
        if time.monotonic() > deadline:
            raise MiniStackError(f"MiniStack did not answer within {READY_WITHIN_SECONDS:.0f} s; see {ministack.log}")
        time.sleep(0.05)


def _is_ready(endpoint_url: str) -> bool:
    # No proxy: a shell's HTTP_PROXY must not be asked for an address on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{endpoint_url}/_ministack/ready", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _last_lines(output: IO[bytes], lines: int = 15) -> str:
    # From the open file: a throw-away's folder is gone by now.
    output.seek(0)
    return "\n".join(output.read().decode(errors="replace").splitlines()[-lines:])
