"""The only package that talks to Cognito's API. AWS's errors become ours here.

The signing in itself by its plain names; the rest by subject: ``registration``, ``passwords``,
``second_factor``, ``account``, ``administration``.
"""

from accounts.cognito.administration import create_confirmed_user
from accounts.cognito.sessions import (
    Tokens,
    prove_second_factor,
    refresh,
    revoke,
    set_first_password,
    sign_in,
    sign_out_everywhere,
)

__all__ = [
    "Tokens",
    "create_confirmed_user",
    "prove_second_factor",
    "refresh",
    "revoke",
    "set_first_password",
    "sign_in",
    "sign_out_everywhere",
]
