"""A forgotten password: a code by e-mail, and a new one."""

from __future__ import annotations

import logging

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import attempts, session, steps
from accounts.cognito import administration, passwords
from accounts.errors import AccountError
from accounts.form_pages import FormPage, go, posted
from accounts.forms import AddressForm, ResetForm
from accounts.mailbox import mailbox_link
from accounts.middleware import public
from accounts.password_policy import DEMANDS

_log = logging.getLogger("accounts")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def forgot_password(request: HttpRequest) -> HttpResponse:
    """Mail a code to the address; the answer is the same when nobody has it."""
    form = AddressForm(posted(request), initial=steps.ADDRESS.read(request))
    page = FormPage(request, "accounts/forgot_password.html", form)
    if not form.is_valid():
        return page.shown()
    from accounts import reset_codes  # the tables' library, for those who send something

    email = form.cleaned_data["email"]
    attempts.count(request, "send-code", email)
    passwords.send_reset_code(settings.COGNITO_CLIENT_ID, email)
    reset_codes.begin(email, now=request.now)
    response = go("reset-password")
    steps.ADDRESS.remember(response, email=email)
    return response


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def reset_password(request: HttpRequest) -> HttpResponse:
    """Take the code and a new password; all sessions end."""
    form = ResetForm(posted(request), initial=steps.ADDRESS.read(request))
    page = FormPage(request, "accounts/reset_password.html", form, demands=DEMANDS, mailbox=mailbox_link())
    if not form.is_valid():
        return page.shown()
    from accounts import reset_codes

    email, password = form.cleaned_data["email"], form.cleaned_data["password"]
    attempts.count(request, "try-code", email)
    reset_codes.try_one(email, now=request.now)
    passwords.reset(settings.COGNITO_CLIENT_ID, email, form.cleaned_data["code"], password)
    reset_codes.end(email)
    _end_all_sessions(request, email)
    response = go("sign-in")
    session.forget(response)
    steps.ADDRESS.remember(response, email=email)
    return response


def _end_all_sessions(request: HttpRequest, email: str) -> None:
    from accounts import ended_sessions

    try:
        user_id = administration.end_sessions_of(settings.COGNITO_USER_POOL_ID, email)
    except AccountError:
        # The password is set; only the old sessions could not be reached. The user is told what to do.
        _log.exception("sessions could not be ended after a reset")
        messages.warning(
            request, "Your new password is set. Sign in and use “Sign out everywhere” to end older sessions."
        )
        return
    ended_sessions.end_all(user_id)
    messages.success(request, "Your new password is set, and you are signed out everywhere. Sign in with it.")
