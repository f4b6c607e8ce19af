"""Signing up, and proving the e-mail address with a mailed code."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import attempts, steps
from accounts.cognito import registration
from accounts.form_pages import FormPage, go, posted
from accounts.forms import AddressForm, ConfirmForm, SignUpForm
from accounts.mailbox import mailbox_link
from accounts.middleware import public
from accounts.password_policy import DEMANDS


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for an account. The answer is the same whether the address has one already."""
    if request.method != "POST" and request.user is not None:
        return go("home")
    form = SignUpForm(posted(request))
    page = FormPage(request, "accounts/sign_up.html", form, demands=DEMANDS)
    if not form.is_valid():
        return page.shown()
    email = form.cleaned_data["email"]
    attempts.count(request, "sign-up", email)
    registration.sign_up(settings.COGNITO_CLIENT_ID, email, form.cleaned_data["password"])
    response = go("confirm")
    steps.ADDRESS.remember(response, email=email)
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Take the mailed code."""
    form = ConfirmForm(posted(request), initial=steps.ADDRESS.read(request))
    page = FormPage(request, "accounts/confirm.html", form, mailbox=mailbox_link())
    if not form.is_valid():
        return page.shown()
    email = form.cleaned_data["email"]
    attempts.count(request, "try-code", email)
    registration.confirm(settings.COGNITO_CLIENT_ID, email, form.cleaned_data["code"])
    messages.success(request, "Your e-mail address is confirmed. Sign in with your password.")
    # A new user is led to the settings once: what stands there is on every invoice.
    response = go("sign-in", next=reverse("settings"))
    steps.ADDRESS.remember(response, email=email)
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def send_code(request: HttpRequest) -> HttpResponse:
    """Mail another code, if the address waits for one; the answer is the same if not."""
    form = AddressForm(posted(request), initial=steps.ADDRESS.read(request))
    page = FormPage(request, "accounts/send_code.html", form)
    if not form.is_valid():
        return page.shown()
    email = form.cleaned_data["email"]
    attempts.count(request, "send-code", email)
    registration.send_code_again(settings.COGNITO_CLIENT_ID, email)
    messages.info(request, "If this address waits for a code, a new one is on its way.")
    response = go("confirm")
    steps.ADDRESS.remember(response, email=email)
    return response
