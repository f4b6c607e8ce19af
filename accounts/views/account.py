"""The account's own page, its password, signing out everywhere, and its end. For those signed in with a browser."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import attempts, cognito, ended_sessions, session
from accounts.cognito import account, passwords
from accounts.errors import ChallengeRequired, IdentityUnavailable, SessionRefused, TooManyAttempts
from accounts.form_pages import FormPage, go, posted
from accounts.forms import ChangePasswordForm, DeletionForm
from accounts.password_policy import DEMANDS
from accounts.proof import check_password
from accounts.verification import identity_from_access_token


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What there is to decide about the account."""
    return render(request, "accounts/overview.html", {"account": account.load(request.access_token)})


@sensitive_post_parameters("password", "new_password")
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Replace the password. All sessions end; this browser gets a new one."""
    form = ChangePasswordForm(posted(request))
    page = FormPage(request, "accounts/change_password.html", form, demands=DEMANDS)
    if not form.is_valid():
        return page.shown()
    email, new_password = account.load(request.access_token).email, form.cleaned_data["new_password"]
    attempts.count(request, "sign-in", email)
    passwords.change(request.access_token, form.cleaned_data["password"], new_password)
    attempts.uncount(request, "sign-in", email)
    try:
        _end_all(request)
        tokens = cognito.sign_in(settings.COGNITO_CLIENT_ID, email, new_password)
    except (ChallengeRequired, IdentityUnavailable, TooManyAttempts):
        # With an authenticator app even we need its code to begin a new session. Whatever else came
        # between: the password is changed, and our own record has ended the sessions already.
        messages.success(request, "Your password is changed, and you are signed out everywhere. Sign in with it.")
        return _forgotten(go("sign-in"))
    messages.success(request, "Your password is changed. All other browsers are signed out.")
    response = go("account")
    session.begin(response, tokens, identity_from_access_token(tokens.access).id)
    return response


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all of the user's sessions, this one too."""
    _end_all(request)
    messages.success(request, "You are signed out everywhere.")
    return _forgotten(go("sign-in"))


def _end_all(request: HttpRequest) -> None:
    ended_sessions.end_all(request.user.id)
    try:
        cognito.sign_out_everywhere(request.access_token)
    except SessionRefused:
        return  # this session is among those that have ended already


def _forgotten(response: HttpResponse) -> HttpResponse:
    session.forget(response)
    return response


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Erase what may be erased, then the user; repeating it after a failure goes on where it stopped."""
    form = DeletionForm(posted(request))
    page = FormPage(request, "accounts/delete.html", form)
    if not form.is_valid():
        return page.shown()
    check_password(request, account.load(request.access_token).email, form.cleaned_data["password"])
    for erase in settings.ERASED_WITH_ACCOUNT:
        import_string(erase)(request.user.id)
    account.delete(request.access_token)
    ended_sessions.end_all(request.user.id)
    messages.success(request, "Your account is deleted.")
    return _forgotten(go("home"))
