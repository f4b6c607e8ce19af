"""Compiles requirements/*.in to lock files with hashes and without addresses."""

import subprocess
import sys

from local_aws.virtual_environments import APPLICATION, ROOT

FOLDER = ROOT / "requirements"
# In this order: what ships decides, and the developers' file takes over its versions.
NAMES = ("bootstrap", "lambda", "dev", "local-aws")
OPTIONS = (
    "--universal",  # one file for Linux and macOS
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",  # where packages come from is each machine's own affair
    "--no-annotate",
    "--no-header",
    "--quiet",
    "--upgrade",
)


def main() -> int:
    """Compile all files; returns the exit code of the first compilation that failed, or 0."""
    for name in NAMES:
        command = [str(APPLICATION.folder / "bin" / "uv"), "pip", "compile", *OPTIONS]
        if name == "dev":
            command += ["--constraints", str(FOLDER / "lambda.txt")]
        command += [str(FOLDER / f"{name}.in"), "--output-file", str(FOLDER / f"{name}.txt")]
        code = subprocess.run(command, check=False).returncode
        if code != 0:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
