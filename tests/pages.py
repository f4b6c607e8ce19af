"""The site's pages as a signed-in person without JavaScript uses them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.html import Html
from tests.local_stack import CognitoUser


class Answer:
    """A response, and its HTML if it has any."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.html = Html(response.content.decode()) if "text/html" in response["Content-Type"] else Html("")

    @property
    def location(self) -> str:
        return self.response["Location"]

    @property
    def problem_code(self) -> str:
        """The code of the refusal that the page shows."""
        shown = [element["data-code"] for element in self.html.all("problem") if "data-code" in element.attributes]
        return shown[0] if shown else self.html.one("problem-code").text


class Pages:
    """Gets and posts pages, with CSRF checks on, and looks at every page for what none may hold."""

    def __init__(self, user: CognitoUser | None = None) -> None:
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        if user is not None:
            self.sign_in(user)

    def sign_in(self, user: CognitoUser) -> None:
        signed_in = self.post("/accounts/sign-in/", {"email": user.email, "password": user.password}, status=302)
        assert signed_in.location == "/"

    def get(self, path: str, *, status: int = 200, **headers: str) -> Answer:
        return self._checked(self.client.get(path, headers=headers), status)

    def post(self, path: str, fields: dict[str, Any] | None = None, *, status: int = 302, **headers: str) -> Answer:
        """Send a form of this site; it carries the CSRF token that any of its pages would."""
        data = {"csrfmiddlewaretoken": self._csrf_token(), **(fields or {})}
        return self._checked(self.client.post(path, data, headers=headers), status)

    def htmx(self, path: str, fields: dict[str, Any], *, status: int = 200) -> Answer:
        """Send a form as htmx does."""
        return self.post(path, fields, status=status, HX_Request="true")

    def _csrf_token(self) -> str:
        if "csrftoken" not in self.client.cookies:
            self.client.get("/accounts/sign-in/")
        return self.client.cookies["csrftoken"].value

    def _checked(self, response: HttpResponse, status: int) -> Answer:
        answer = Answer(response)
        assert answer.status == status, (answer.status, response.content[:3000].decode(errors="replace"))
        assert "script-src 'self'" in response["Content-Security-Policy"]
        is_page = any(element.tag == "html" for element in answer.html.elements)
        assert not is_page or answer.html.faults() == []
        return answer
