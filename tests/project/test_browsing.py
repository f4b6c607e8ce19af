"""The browser the tests use: it reaches the live site, and nothing else."""

import pytest
from playwright.sync_api import Error, Page

pytestmark = pytest.mark.browser


def test_the_live_site_can_be_looked_at(page: Page):
    answer = page.goto("/healthz")

    assert answer is not None
    assert answer.json() == {"status": "ok"}


@pytest.mark.parametrize("host", ["example.com", "192.0.2.1"])
def test_the_browser_reaches_nobody_else(page: Page, host: str):
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto(f"http://{host}/")
