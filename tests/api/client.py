"""A JSON client of the API as a signed-in program uses it."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

ROOT = "/api/v1/"


class Api:
    """Sends JSON with a Bearer token; ``refused`` checks the problem+json of a refusal."""

    def __init__(self, token: str | None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.client = Client(headers=headers, raise_request_exception=False)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """The raw answer; ``path`` is below /api/v1/ unless it begins with a slash."""
        where = path if path.startswith(("/", "http")) else ROOT + path
        data = json.dumps(body) if body is not None else ""
        return self.client.generic(method, where, data, "application/json", headers=headers)

    def get(self, path: str, *, status: int = 200) -> Any:
        """The JSON of a GET."""
        return self._checked(self.send("GET", path), status)

    def post(self, path: str, body: Any = None, *, status: int = 201) -> Any:
        """The JSON of a POST."""
        return self._checked(self.send("POST", path, {} if body is None else body), status)

    def patch(self, path: str, body: Any, *, status: int = 200) -> Any:
        """The JSON of a PATCH."""
        return self._checked(self.send("PATCH", path, body), status)

    def delete(self, path: str, *, status: int = 204) -> Any:
        """The answer of a DELETE."""
        return self._checked(self.send("DELETE", path), status)

    def _checked(self, response: HttpResponse, status: int) -> Any:
        assert response.status_code == status, (response.status_code, response.content[:2000])
        if response.status_code >= 400:
            check_problem(response)
        return json.loads(response.content) if response.content else None


def check_problem(response: HttpResponse) -> dict[str, Any]:
    """The body of a refusal, after checking that it is an RFC 9457 problem of the contract."""
    assert response["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = json.loads(response.content)
    assert {"type", "title", "status", "detail", "code", "errors", "request_id"} <= problem.keys()
    assert problem["status"] == response.status_code
    assert problem["request_id"] == response["X-Request-Id"]
    return problem
