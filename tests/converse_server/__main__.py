"""Run the Converse server by hand: python -m tests.converse_server --port 4630"""

from __future__ import annotations

import argparse
import sys
import threading

from tests.converse_server import answers
from tests.converse_server.sensible_script import sensible
from tests.converse_server.server import ConverseServer

_TROUBLES = {
    "throttled": answers.throttled,
    "denied": answers.model_access_not_granted,
    "down": answers.server_error,
    "silent": answers.hangs,
    "reset": answers.resets,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.converse_server", description=__doc__)
    parser.add_argument("--port", type=int, default=4630)
    parser.add_argument("--trouble", choices=sorted(_TROUBLES), help="fail like this instead of answering")
    chosen = parser.parse_args()
    with ConverseServer(chosen.port) as server:
        server.always(_TROUBLES[chosen.trouble]() if chosen.trouble else sensible)
        sys.stdout.write(
            f"Converse answers at {server.url}. Run the site with\n"
            f"  ASSISTANT=bedrock AWS_ENDPOINT_URL_BEDROCK_RUNTIME={server.url}\n"
            "and say: invoice Acme for 10 hours of design at $150, due in 30 days, 8.25% tax. Ctrl-C stops this.\n"
        )
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stdout.write("\n")


if __name__ == "__main__":
    main()
