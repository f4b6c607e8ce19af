"""Another e-mail address: asked for with the password, in force once its code has come back."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import attempts, cognito, session, steps
from accounts.cognito import account
from accounts.errors import AccountError
from accounts.form_pages import FormPage, go, posted
from accounts.forms import CodeForm, NewAddressForm
from accounts.mailbox import mailbox_link
from accounts.proof import check_password


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Take the new address; where the pool wants it proved, a code is mailed to it."""
    form = NewAddressForm(posted(request))
    page = FormPage(request, "accounts/change_address.html", form)
    if not form.is_valid():
        return page.shown()
    present, new = account.load(request.access_token).email, form.cleaned_data["email"]
    check_password(request, present, form.cleaned_data["password"])
    attempts.count(request, "send-code", new)
    if not account.ask_for_new_address(request.access_token, new):
        return _in_force(request, new)
    response = go("prove-address")
    steps.NEW_ADDRESS.remember(response, user=request.user.id, email=new)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Take the code that was mailed to the new address."""
    asked = steps.NEW_ADDRESS.read(request)
    if asked.get("user") != request.user.id:
        return go("change-address")
    form = CodeForm(posted(request))
    page = FormPage(request, "accounts/prove_address.html", form, email=asked["email"], mailbox=mailbox_link())
    if not form.is_valid():
        return page.shown()
    attempts.count(request, "try-code", asked["email"])
    account.prove_new_address(request.access_token, form.cleaned_data["code"])
    return _in_force(request, asked["email"])


def _in_force(request: HttpRequest, email: str) -> HttpResponse:
    messages.success(request, f"Your e-mail address is {email} now. Sign in with it from now on.")
    response = go("account")
    # The id token of now still speaks of the old address; the next renewal mends it if this one fails.
    with suppress(AccountError):
        tokens = cognito.refresh(settings.COGNITO_CLIENT_ID, session.token(request, "refresh"))
        session.remember(response, tokens, request.browser_session)
    steps.NEW_ADDRESS.forget(request, response)
    return response
