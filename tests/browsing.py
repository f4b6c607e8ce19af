"""pytest plugin: the site as a real server, and a real Chromium to look at it with.

While a `page` is in use Playwright keeps an event loop running in the test's thread, so a browser test reaches the
site over HTTP only, and calls nothing asynchronous itself.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

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
# The clock of the site stands at the day of the first issue's examples.
SITE_NOW = "2025-10-05T15:00:00+00:00"
# What Chromium itself says of any answer from 400 on; whether one was expected is for the test to say.
REFUSED_RESOURCE = "Failed to load resource"


@pytest.fixture(scope="session")
def live_site(aws: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server of the site on this process's local AWS, without a slash at the end."""
    address = f"{LOOPBACK}:{find_free()}"
    log = tmp_path_factory.mktemp("live_site") / "site.log"
    with log.open("wb") as output:
        site = start_guarded(
            [sys.executable, "-c", SERVE, address],
            environment=process_environment(aws.environment, os.environ) | {"FIXED_NOW": SITE_NOW},
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
def page(browser: Browser, live_site: str) -> Iterator[Page]:
    """A page of its own browser profile; addresses are relative to the live site.

    The test fails when the console shows an error: a script that failed, or something that the content security
    policy stopped.
    """
    with _watched_page(browser, live_site, java_script_enabled=True) as page:
        yield page


@pytest.fixture
def page_without_scripts(browser: Browser, live_site: str) -> Iterator[Page]:
    """The same with JavaScript switched off."""
    with _watched_page(browser, live_site, java_script_enabled=False) as page:
        yield page


@contextmanager
def _watched_page(browser: Browser, live_site: str, *, java_script_enabled: bool) -> Iterator[Page]:
    context = browser.new_context(base_url=live_site, accept_downloads=True, java_script_enabled=java_script_enabled)
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    page = context.new_page()
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(REFUSED_RESOURCE):
            complaints.append(message.text)

    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", listen)
    yield page
    page.title()  # a round trip: what the browser complains of until now has arrived
    context.close()
    assert complaints == []
