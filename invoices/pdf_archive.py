"""Where invoice PDFs are kept: object keys, saving, time-limited links. The only S3 caller."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from invoices.errors import ArchiveUnavailable

LINK_SECONDS = 300
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def key_of(owner: str, invoice_id: str) -> str:
    """The object's key; it begins with the tenant (a random UUID, so not guessable)."""
    return f"{owner}/invoices/{invoice_id}.pdf"


def save(owner: str, invoice_id: str, pdf: bytes) -> str:
    """Keep the PDF; returns its SHA-256. Raises ArchiveUnavailable."""
    try:
        storages["default"].save(key_of(owner, invoice_id), ContentFile(pdf))
    except (BotoCoreError, ClientError) as error:
        raise ArchiveUnavailable from error
    return hashlib.sha256(pdf).hexdigest()


def link(owner: str, invoice_id: str, number: str, now: datetime) -> tuple[str, datetime]:
    """A presigned URL and the moment it ends, ``LINK_SECONDS`` from now."""
    name = _UNSAFE.sub("-", number).strip("-") or "invoice"
    parameters = {
        "ResponseContentDisposition": f'attachment; filename="{name}.pdf"',
        "ResponseContentType": "application/pdf",
    }
    try:
        url = storages["default"].url(key_of(owner, invoice_id), parameters=parameters, expire=LINK_SECONDS)
    except (BotoCoreError, ClientError) as error:
        raise ArchiveUnavailable from error
    return str(url), now + timedelta(seconds=LINK_SECONDS)
