"""Addresses of static files below the stage prefix of the request that asks.

Django works ``STATIC_URL`` out once, at its first use; WhiteNoise uses it at the start, when no request and so no
``/dev`` is known yet. Every page below a stage would then ask for ``/static/...``, which leads nowhere there.
"""

from __future__ import annotations

from django.contrib.staticfiles.storage import StaticFilesStorage
from django.urls import get_script_prefix
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

FOLDER = "static/"


class _BelowStage:
    @property
    def base_url(self) -> str:
        """The folder's address for the request being answered."""
        return f"{get_script_prefix()}{FOLDER}"


class PlainStaticFiles(_BelowStage, StaticFilesStorage):
    """Files as they are, for local work."""


class HashedStaticFiles(_BelowStage, CompressedManifestStaticFilesStorage):
    """Files whose names hold a hash of their content, compressed, cached for ever."""
