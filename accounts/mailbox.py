"""The mails that a local AWS did not send, where a setting says that there is one."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

_TIMEOUT_SECONDS = 3
_LARGEST_ANSWER = 4 * 1024 * 1024
_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Mail:
    """What the page shows of a mail."""

    to: str
    subject: str
    text: str


def mailbox_link() -> str:
    """The address of the mailbox page; empty where mails are really sent."""
    return reverse("local-mailbox") if settings.LOCAL_MAILBOX_URL else ""


def newest_mails() -> list[Mail]:
    """The last mails, newest first; raises OSError or ValueError when they can't be read."""
    # The URL comes from our own configuration.
    with urllib.request.urlopen(settings.LOCAL_MAILBOX_URL, timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310
        by_account: dict[str, list[dict[str, Any]]] = json.loads(answer.read(_LARGEST_ANSWER))["messages"]
    found = [message for messages in by_account.values() for message in messages]
    return [_mail(message) for message in reversed(found[-_MOST_SHOWN:])]


def _mail(message: dict[str, Any]) -> Mail:
    addresses = message.get("To") or []
    to = ", ".join(addresses) if isinstance(addresses, list) else str(addresses)
    return Mail(to=to, subject=str(message.get("Subject") or ""), text=str(message.get("BodyText") or ""))
