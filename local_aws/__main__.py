"""The command line: `python -m local_aws run` and `python -m local_aws exec -- COMMAND...`."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from local_aws.ministack import MiniStackError
from local_aws.ports import PortError
from local_aws.provision import ProvisioningError
from local_aws.run import STATE, RunError, StopRequested, run
from local_aws.throw_away import run_command


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says; what goes wrong is one sentence and exit code 1."""
    options = _parser().parse_args(arguments)
    try:
        if options.action == "exec":
            return _exec(options.command)
        return _run(options)
    except (RunError, PortError, MiniStackError, ProvisioningError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except FileNotFoundError as error:
        print(f"\n{error.filename} was not found.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(options: argparse.Namespace) -> int:
    chosen = {"PORT": options.port, "AWS_PORT": options.aws_port}
    shell = dict(os.environ) | {name: value for name, value in chosen.items() if value is not None}
    try:
        run(shell, stops_with_parent=options.stop_with_parent, state=options.state)
    except StopRequested:
        print("Stopped.", flush=True)
    return 0


def _exec(command: list[str]) -> int:
    command = command[1:] if command[:1] == ["--"] else command
    if not command:
        print("Say what to run: python -m local_aws exec -- COMMAND...", file=sys.stderr)
        return 2
    return run_command(command, os.environ)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local_aws", description="ScatterPilot on an AWS of its own.")
    actions = parser.add_subparsers(dest="action", required=True)
    run_action = actions.add_parser("run", help="serve the site; state is kept under .local/")
    run_action.add_argument("--port", help="the site's port (default: PORT, or 8000)")
    run_action.add_argument("--aws-port", help="the local AWS's port (default: AWS_PORT, or 4566)")
    run_action.add_argument("--stop-with-parent", action="store_true", help="stop when the calling process is gone")
    run_action.add_argument("--state", type=Path, default=STATE, help="where data is kept between runs")
    exec_action = actions.add_parser("exec", help="run a command on a throw-away local AWS")
    exec_action.add_argument("command", nargs=argparse.REMAINDER)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
