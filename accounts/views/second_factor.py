"""An authenticator app as the second factor: shown, proved, turned off."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import attempts, qr_code, steps
from accounts.cognito import account, second_factor
from accounts.errors import StepExpired
from accounts.form_pages import FormPage, go, posted
from accounts.forms import CodeForm, PasswordForm
from accounts.proof import check_password


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Ask Cognito for a secret; it waits in a signed cookie until it is proved."""
    secret = second_factor.begin(request.access_token)
    response = go("turn-on-second-factor")
    steps.ENROLMENT.remember(response, user=request.user.id, secret=secret)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def turn_on(request: HttpRequest) -> HttpResponse:
    """Show the secret as a QR code, and take the first code made from it."""
    begun = steps.ENROLMENT.read(request)
    if begun.get("user") != request.user.id:
        return _started_again(request)
    email, secret = request.user.email, begun["secret"]
    form = CodeForm(posted(request))
    page = FormPage(
        request,
        "accounts/turn_on_second_factor.html",
        form,
        # Drawn from figures only: nothing of it was typed by anybody.
        qr_code=mark_safe(qr_code.drawn(qr_code.key_uri(email, secret))),  # noqa: S308
        secret=qr_code.in_groups(secret),
    )
    if not form.is_valid():
        return page.shown()
    attempts.count(request, "try-code", email)
    try:
        second_factor.finish(request.access_token, form.cleaned_data["code"])
    except StepExpired:
        return _started_again(request)
    messages.success(request, "From now on, signing in asks for your app’s code.")
    response = go("account")
    steps.ENROLMENT.forget(request, response)
    return response


def _started_again(request: HttpRequest) -> HttpResponse:
    messages.warning(request, str(StepExpired()))
    response = go("account")
    steps.ENROLMENT.forget(request, response)
    return response


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def turn_off(request: HttpRequest) -> HttpResponse:
    """Ask for the password only, from now on."""
    form = PasswordForm(posted(request))
    page = FormPage(request, "accounts/turn_off_second_factor.html", form)
    if not form.is_valid():
        return page.shown()
    check_password(request, account.load(request.access_token).email, form.cleaned_data["password"])
    second_factor.turn_off(request.access_token)
    messages.success(request, "Signing in asks for your password only.")
    return go("account")
