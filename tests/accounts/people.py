"""People on their way through the account pages, and the codes they are mailed."""

from __future__ import annotations

import re
import uuid

from local_aws.throw_away import LocalAws
from tests.local_stack import CognitoUser, client_of, mails_to
from tests.pages import Pages

PASSWORD = "Correct-horse-1"
NEW_PASSWORD = "Better-horse-22"
SIGNED_IN = ("sp_access", "sp_id", "sp_refresh", "sp_session")


def new_address() -> str:
    return f"{uuid.uuid4().hex[:12]}@customer.example"


def newest_code(aws: LocalAws, email: str) -> str:
    """The code in the last mail to this address."""
    return re.findall(r"\b\d{6}\b", mails_to(aws, email)[-1]["BodyText"])[-1]


def sign_up(pages: Pages, email: str, password: str = PASSWORD, *, status: int = 302):
    return pages.post("/accounts/sign-up/", {"email": email, "password": password}, status=status)


def confirm(pages: Pages, email: str, code: str, *, status: int = 302):
    return pages.post("/accounts/confirm/", {"email": email, "code": code}, status=status)


def sign_in(pages: Pages, email: str, password: str = PASSWORD, *, status: int = 302, path: str = "/accounts/sign-in/"):
    return pages.post(path, {"email": email, "password": password}, status=status)


def signed_up(aws: LocalAws, *, confirmed: bool = True) -> str:
    """The address of somebody who signed up through the pages."""
    pages, email = Pages(), new_address()
    sign_up(pages, email)
    if confirmed:
        confirm(pages, email, newest_code(aws, email))
    return email


def invited(aws: LocalAws, temporary_password: str = "Temporary-1") -> str:
    """The address of somebody an administrator invited."""
    email = new_address()
    client_of(aws, "cognito-idp").admin_create_user(
        UserPoolId=aws.environment["COGNITO_USER_POOL_ID"],
        Username=email,
        TemporaryPassword=temporary_password,
        MessageAction="SUPPRESS",
        UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
    )
    return email


def cookies_of(pages: Pages) -> dict[str, str]:
    """The session's cookies as a thief would copy them."""
    return {name: pages.client.cookies[name].value for name in SIGNED_IN}


def with_cookies(cookies: dict[str, str]) -> Pages:
    """Another browser with these cookies."""
    pages = Pages()
    for name, value in cookies.items():
        pages.client.cookies[name] = value
    return pages


def is_signed_in(pages: Pages) -> bool:
    return pages.client.get("/invoices/").status_code == 200


def second_browser(user: CognitoUser) -> Pages:
    return Pages(user)
