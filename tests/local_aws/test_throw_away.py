import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from local_aws.virtual_environments import ROOT


def run_on_a_local_aws(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "local_aws", "exec", "--", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_command_gets_the_environment_and_the_aws_is_gone_afterwards():
    show = "import os; print(os.environ['AWS_ENDPOINT_URL'], os.environ['INVOICES_TABLE'])"
    result = run_on_a_local_aws(sys.executable, "-c", show)

    assert result.returncode == 0, result.stderr
    endpoint_url, table = result.stdout.split()
    assert table == "scatterpilot-local-invoices"
    with pytest.raises(urllib.error.URLError, match="refused"):
        urllib.request.urlopen(endpoint_url, timeout=5)


def test_its_exit_code_is_handed_on():
    assert run_on_a_local_aws(sys.executable, "-c", "raise SystemExit(7)").returncode == 7


def test_a_command_that_does_not_exist_is_a_sentence():
    result = run_on_a_local_aws("no-such-command")

    assert result.returncode == 1
    assert result.stderr.strip() == "no-such-command was not found."


def test_a_signal_ends_the_command_and_the_aws(tmp_path: Path):
    note = tmp_path / "endpoint"
    waits = (
        "import os, sys, time; from pathlib import Path; "
        "Path(sys.argv[1]).write_text(os.environ['AWS_ENDPOINT_URL']); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "local_aws", "exec", "--", sys.executable, "-c", waits, str(note)],
        cwd=ROOT,
        env=os.environ,
    )
    while not (note.exists() and note.read_text()):
        assert process.poll() is None
        time.sleep(0.05)

    process.terminate()

    assert process.wait(timeout=30) == 128 + signal.SIGTERM
    with pytest.raises(urllib.error.URLError, match="refused"):
        urllib.request.urlopen(note.read_text(), timeout=5)
