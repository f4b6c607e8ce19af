"""What needs administrator rights on the pool: the command that makes users, and ending sessions after a reset."""

from __future__ import annotations

from accounts.cognito.calls import client, translated


def end_sessions_of(pool_id: str, email: str) -> str:
    """Revoke all of a user's refresh tokens; returns the user's ``sub``.

    Needs AdminUserGlobalSignOut and AdminGetUser: after a reset there is no access token to sign out with.
    """
    with translated():
        client().admin_user_global_sign_out(UserPoolId=pool_id, Username=email)
        return _sub_of(pool_id, email)


def create_confirmed_user(pool_id: str, email: str, password: str, group: str) -> str:
    """Make a user with a permanent password (or reset an existing one's); returns the sub.

    Used by the ``create_user`` command only.
    """
    from botocore.exceptions import ClientError

    attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
    try:
        client().admin_create_user(
            UserPoolId=pool_id,
            Username=email,
            UserAttributes=attributes,
            MessageAction="SUPPRESS",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "UsernameExistsException":
            raise
    client().admin_set_user_password(UserPoolId=pool_id, Username=email, Password=password, Permanent=True)
    client().admin_add_user_to_group(UserPoolId=pool_id, Username=email, GroupName=group)
    return _sub_of(pool_id, email)


def _sub_of(pool_id: str, email: str) -> str:
    user = client().admin_get_user(UserPoolId=pool_id, Username=email)
    return str(next(a["Value"] for a in user["UserAttributes"] if a["Name"] == "sub"))
