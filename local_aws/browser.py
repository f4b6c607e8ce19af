"""The Chromium that browser tests drive: found if there is one, installed if not."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES_ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# It talks to the site under test and to nobody else; as root its sandbox cannot work, in a container nor the GPU.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def find_chromium(environment: Mapping[str, str]) -> Path | None:
    """CHROMIUM of the environment, one on the PATH, or Playwright's own; None when there is none."""
    if named := environment.get("CHROMIUM"):
        return Path(named) if Path(named).exists() else None
    for name in NAMES_ON_PATH:
        if found := shutil.which(name, path=environment.get("PATH")):
            return Path(found)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


def install_chromium() -> None:
    """Install one: Debian's package where we are root, Playwright's download otherwise. The tools say what fails."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
        unattended = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*apt, "update"], check=False, env=unattended, stdin=subprocess.DEVNULL)
        install = [*apt, "install", "-y", "--no-install-recommends", "chromium"]
        result = subprocess.run(install, check=False, env=unattended, stdin=subprocess.DEVNULL)
        if result.returncode == 0:
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Make sure there is a Chromium; exit code 1 with a sentence when there is none and none can be had."""
    if find_chromium(os.environ) is not None:
        return 0
    if "CHROMIUM" in os.environ:
        print(f"CHROMIUM names {os.environ['CHROMIUM']!r}, which does not exist.", file=sys.stderr)
        return 1
    print("Installing a Chromium for the browser tests ...", flush=True)
    install_chromium()
    if find_chromium(os.environ) is not None:
        return 0
    print(
        "The browser tests need Chromium, and neither apt-get nor `playwright install` could install one. "
        "Install Chromium or Chrome, or point CHROMIUM at one.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
