"""The account pages: HTTP only."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import cognito, session
from accounts.errors import AccountError, IdentityUnavailable, TooManyAttempts
from accounts.forms import SignInForm
from accounts.middleware import public
from accounts.redirects import safe_next
from limits.domain import RateLimited, sign_in_rule


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form; exchange its e-mail and password for a session."""
    target = safe_next(request, request.GET.get("next", ""))
    if request.method != "POST":
        if request.user is not None:
            return HttpResponseRedirect(target)
        return render(request, "accounts/sign_in.html", {"form": SignInForm()})
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _again(request, form, "Enter your e-mail address and your password.", 400)
    try:
        return _signed_in(request, form, target)
    except (RateLimited, TooManyAttempts, IdentityUnavailable) as refusal:
        status = 503 if isinstance(refusal, IdentityUnavailable) else 429
        response = _again(request, form, str(refusal), status)
        response["Retry-After"] = str(refusal.retry_after_seconds)
        return response
    except AccountError as refusal:
        return _again(request, form, str(refusal), 401)


def _signed_in(request: HttpRequest, form: SignInForm, target: str) -> HttpResponse:
    # The tables' library is for those who sign in: the sign-in page, like the front door, needs none.
    from limits.actions import give_back, take

    email = form.cleaned_data["email"].lower()
    rule = sign_in_rule(email, *settings.SIGN_IN_LIMIT)
    take(rule, now=request.now)
    tokens = cognito.sign_in(settings.COGNITO_CLIENT_ID, email, form.cleaned_data["password"])
    give_back(rule, now=request.now)  # only failed attempts count
    response = HttpResponseRedirect(target)
    session.remember(response, tokens)
    response.session_decided = True
    return response


def _again(request: HttpRequest, form: SignInForm, problem: str, status: int) -> HttpResponse:
    context = {"form": form, "problem": problem}
    return render(request, "accounts/sign_in.html", context, status=status)


@public  # also whoever's session has ended already wants its cookies gone
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Revoke the session's tokens and forget the cookies, even when Cognito is away."""
    response = HttpResponseRedirect(reverse("home"))
    refresh_token = session.token(request, "refresh")
    if refresh_token:
        # When Cognito is away the cookies go all the same; the tokens end by themselves.
        with suppress(AccountError):
            cognito.revoke(settings.COGNITO_CLIENT_ID, refresh_token)
    session.forget(response)
    response.session_decided = True
    return response
