"""The one boto3 client for Amazon Bedrock: made late, kept for the life of the process."""

from __future__ import annotations

from functools import cache
from typing import Any

from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import ReadTimeoutError

from chat.assistant.bedrock.deadline import is_given_up

CONNECT_TIMEOUT_SECONDS = 2.0
# A long draft takes the model many seconds to write; what the whole turn may take is the loop's to watch.
READ_TIMEOUT_SECONDS = 18.0
ATTEMPTS = 3


def make_client(
    region: str,
    *,
    connect_timeout_seconds: float = CONNECT_TIMEOUT_SECONDS,
    read_timeout_seconds: float = READ_TIMEOUT_SECONDS,
) -> Any:
    """A bedrock-runtime client: few attempts with jitter (botocore's standard mode), explicit timeouts.

    Where it connects to is AWS's own address unless AWS_ENDPOINT_URL_BEDROCK_RUNTIME says otherwise.
    """
    config = Config(
        connect_timeout=connect_timeout_seconds,
        read_timeout=read_timeout_seconds,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
    )
    client = Session(region_name=region).client("bedrock-runtime", config=config)
    client.meta.events.register_first("needs-retry.bedrock-runtime.Converse", _veto_costly_retries)
    return client


@cache
def bedrock_client(region: str) -> Any:
    """The client of this process for a region; calls of several threads may share it."""
    return make_client(region)


def _veto_costly_retries(caught_exception: Exception | None = None, **_event: Any) -> bool | None:
    """Never ask again after a read timeout, or for nobody: the model did work, and would be paid for twice."""
    return False if isinstance(caught_exception, ReadTimeoutError) or is_given_up() else None
