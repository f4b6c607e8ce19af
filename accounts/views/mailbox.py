"""The mailbox page of local runs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.mailbox import newest_mails
from accounts.middleware import public


@public
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """What would have been mailed, newest first."""
    try:
        mails = newest_mails()
    except (OSError, ValueError):
        return render(request, "accounts/mailbox.html", {"is_away": True}, status=503)
    return render(request, "accounts/mailbox.html", {"mails": mails})
