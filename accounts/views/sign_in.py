"""Signing in step by step, and signing out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import attempts, cognito, session, steps
from accounts.cognito import Tokens
from accounts.cognito.sessions import NEW_PASSWORD, SECOND_FACTOR
from accounts.errors import AccountError, ChallengeRequired, NotConfirmed, StepExpired, WrongCredentials
from accounts.form_pages import FormPage, go, posted
from accounts.forms import CodeForm, FirstPasswordForm, SignInForm
from accounts.middleware import public
from accounts.password_policy import DEMANDS
from accounts.redirects import safe_next
from accounts.verification import identity_from_access_token

_NEXT_PAGES = {NEW_PASSWORD: "first-password", SECOND_FACTOR: "second-factor-code"}


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form; exchange its e-mail and password for a session, or for the next step to one."""
    if request.method != "POST" and request.user is not None:
        return HttpResponseRedirect(_target(request))
    form = SignInForm(posted(request), initial=steps.ADDRESS.read(request))
    page = FormPage(request, "accounts/sign_in.html", form)
    if not form.is_valid():
        return page.shown()
    email = form.cleaned_data["email"]
    attempts.count(request, "sign-in", email)
    response = _exchanged(request, email, lambda: _tokens_for(email, form.cleaned_data["password"]))
    attempts.uncount(request, "sign-in", email)
    return response


def _tokens_for(email: str, password: str) -> Tokens:
    try:
        return cognito.sign_in(settings.COGNITO_CLIENT_ID, email, password)
    except NotConfirmed as unconfirmed:
        # Cognito says so whatever the password is: to tell would tell who has begun to sign up.
        raise WrongCredentials from unconfirmed


def _target(request: HttpRequest) -> str:
    return safe_next(request, request.GET.get("next", ""))


def _exchanged(request: HttpRequest, email: str, ask: Callable[[], Tokens]) -> HttpResponse:
    """A session for what the user has proved, or the page of what is still to prove."""
    try:
        tokens = ask()
    except ChallengeRequired as challenge:
        if challenge.challenge not in _NEXT_PAGES:
            raise
        response: HttpResponse = go(_NEXT_PAGES[challenge.challenge], next=request.GET.get("next", ""))
        steps.CHALLENGE.remember(response, kind=challenge.challenge, email=email, session=challenge.session)
        return response
    response = HttpResponseRedirect(_target(request))
    session.begin(response, tokens, identity_from_access_token(tokens.access).id)
    steps.CHALLENGE.forget(request, response)
    return response


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def first_password(request: HttpRequest) -> HttpResponse:
    """An invited user chooses a password."""
    begun = steps.CHALLENGE.read(request)
    if begun.get("kind") != NEW_PASSWORD:
        return _started_again(request)
    form = FirstPasswordForm(posted(request))
    page = FormPage(request, "accounts/first_password.html", form, demands=DEMANDS)
    if not form.is_valid():
        return page.shown()
    email, password = begun["email"], form.cleaned_data["password"]
    attempts.count(request, "try-code", email)
    return _next_step(
        request,
        email,
        lambda: cognito.set_first_password(settings.COGNITO_CLIENT_ID, email, begun["session"], password),
    )


@public
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_code(request: HttpRequest) -> HttpResponse:
    """The code of the authenticator app."""
    begun = steps.CHALLENGE.read(request)
    if begun.get("kind") != SECOND_FACTOR:
        return _started_again(request)
    form = CodeForm(posted(request))
    page = FormPage(request, "accounts/second_factor_code.html", form)
    if not form.is_valid():
        return page.shown()
    email, code = begun["email"], form.cleaned_data["code"]
    attempts.count(request, "try-code", email)
    return _next_step(
        request,
        email,
        lambda: cognito.prove_second_factor(settings.COGNITO_CLIENT_ID, email, begun["session"], code),
    )


def _next_step(request: HttpRequest, email: str, ask: Callable[[], Tokens]) -> HttpResponse:
    try:
        return _exchanged(request, email, ask)
    except StepExpired:
        return _started_again(request)


def _started_again(request: HttpRequest) -> HttpResponse:
    messages.warning(request, str(StepExpired()))
    response = go("sign-in", next=request.GET.get("next", ""))
    steps.CHALLENGE.forget(request, response)
    return response


@public  # also whoever's session has ended already wants its cookies gone
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Revoke the session's tokens, end it on the server, and forget the cookies, even when Cognito is away."""
    response = HttpResponseRedirect(reverse("home"))
    refresh_token = session.token(request, "refresh")
    if refresh_token:
        # When Cognito is away the cookies go all the same; the tokens end by themselves.
        with suppress(AccountError):
            cognito.revoke(settings.COGNITO_CLIENT_ID, refresh_token)
    current = session.read(request)
    if current is not None:
        from accounts import ended_sessions  # the tables' library, for those who were signed in

        ended_sessions.end(current)
    session.forget(response)
    return response
