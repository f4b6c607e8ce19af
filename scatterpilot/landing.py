"""The front door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.middleware import public


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, for strangers; the chat for those signed in."""
    if request.user is not None:
        return HttpResponseRedirect(reverse("chat"))
    return render(request, "landing.html")
