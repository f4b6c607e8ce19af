"""pytest plugin: the site as a real server, and a real Chromium to look at it with.

While a `page` is in use Playwright keeps an event loop running in the test's thread, so a browser test reaches the
site over HTTP only, and calls nothing asynchronous itself.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from local_aws import browser as chromium
from local_aws.environment import process_environment
from local_aws.ports import LOOPBACK, find_free
from local_aws.processes import start_guarded
from local_aws.run import SITE_GRACE_SECONDS, wait_until_it_answers
from local_aws.throw_away import LocalAws
from local_aws.virtual_environments import ROOT

# The site of the tests may no more leave this machine than the tests themselves.
SERVE = (
    "import sys; from tests.shut_network import shut_network; shut_network(); "
    "from django.core.management import execute_from_command_line as manage; "
    "manage(['manage.py', 'runserver', '--noreload', sys.argv[1]])"
)
PATIENCE_MILLISECONDS = 15_000


@pytest.fixture(scope="session")
def live_site(aws: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server of the site on this process's local AWS, without a slash at the end."""
    address = f"{LOOPBACK}:{find_free()}"
    log = tmp_path_factory.mktemp("live_site") / "site.log"
    with log.open("wb") as output:
        site = start_guarded(
            [sys.executable, "-c", SERVE, address],
            environment=process_environment(aws.environment, os.environ),
            folder=ROOT,
            grace_seconds=SITE_GRACE_SECONDS,
            output=output,
        )
    try:
        wait_until_it_answers(site, f"http://{address}", log=log)
        yield f"http://{address}"
    finally:
        site.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium for the whole session."""
    executable = chromium.find_chromium(os.environ)
    if executable is None:
        pytest.fail("There is no Chromium here. Install one with: make browser")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=list(chromium.ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, live_site: str, tmp_path: Path) -> Iterator[Page]:
    """A page of its own browser profile; addresses are relative to the live site.

    The test fails when a script of the page failed or the content security policy stopped something.
    """
    context = browser.new_context(base_url=live_site, accept_downloads=True)
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None,
    )
    yield page
    page.screenshot(path=tmp_path / "last-seen.png")
    context.close()
    assert complaints == []
