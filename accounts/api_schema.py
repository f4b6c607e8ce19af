"""How the OpenAPI schema speaks of signing in (imported where the API's site map is)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class CognitoScheme(OpenApiAuthenticationExtension):
    """Bearer access tokens of the Cognito user pool."""

    target_class = "accounts.authentication.CognitoAuthentication"
    name = "cognitoAccessToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002
        """The security scheme object (OpenAPI 3.1, 4.8.27)."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
