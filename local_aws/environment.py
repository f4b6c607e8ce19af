"""The environment of the site on the local AWS: the contract's variables, and the file that hands them on."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from local_aws.ports import LOOPBACK
from local_aws.provision import ACCESS_KEY, REGION, SENDER, Stack

# What a developer may set by hand for a local run; everything else about AWS is ours to say.
DEFAULTS_THE_SHELL_MAY_CHANGE = {
    "ASSISTANT": "offline",
    "RATE_LIMIT_FREE": "120/hour",
    "RATE_LIMIT_PRO": "600/hour",
    # On one machine everybody comes from one address.
    "RATE_LIMIT_PUBLIC": "60000/minute",
}
PASSED_THROUGH_WHEN_SET = ("BEDROCK_MODEL_ID", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME")
# Variables of a shell that stay: they say how to trust a certificate, not which AWS to talk to.
KEPT_AWS_VARIABLES = ("AWS_CA_BUNDLE",)


def site_environment(*, endpoint_url: str, stack: Stack, secret_key: str, shell: Mapping[str, str]) -> dict[str, str]:
    """The variables of design.md's contract for one local AWS; `shell` may change only what is for it to choose."""
    chosen = {name: shell.get(name) or default for name, default in DEFAULTS_THE_SHELL_MAY_CHANGE.items()}
    passed_through = {name: shell[name] for name in PASSED_THROUGH_WHEN_SET if shell.get(name)}
    return {
        "STAGE": "local",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": ACCESS_KEY,
        "CONVERSATIONS_TABLE": stack.conversations_table,
        "INVOICES_TABLE": stack.invoices_table,
        "RATE_LIMITS_TABLE": stack.rate_limits_table,
        "INVOICE_BUCKET": stack.invoice_bucket,
        "COGNITO_USER_POOL_ID": stack.user_pool_id,
        "COGNITO_CLIENT_ID": stack.user_pool_client_id,
        # Tokens name the real AWS as their issuer; only the keys to check them are served here.
        "COGNITO_JWKS_URL": f"{endpoint_url}/{stack.user_pool_id}/.well-known/jwks.json",
        # No mail is sent from here; the site shows new users their codes.
        "LOCAL_MAILBOX_URL": f"{endpoint_url}/_ministack/ses/messages",
        "DJANGO_SECRET_KEY": secret_key,
        "DJANGO_ALLOWED_HOSTS": f"{LOOPBACK},localhost,testserver",
        "EMAIL_FROM": SENDER,
        **chosen,
        **passed_through,
    }


def process_environment(site: Mapping[str, str], shell: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of a process of the site: the shell's, without its AWS account, and the site's.

    A profile, a session token or a second endpoint left in a shell would otherwise win over what we say.
    """
    kept = {name: value for name, value in shell.items() if not _is_ours_to_say(name)}
    here = f"{LOOPBACK},localhost"
    no_proxy = ",".join(filter(None, [shell.get("NO_PROXY") or shell.get("no_proxy"), here]))
    return kept | {
        # Files in the home directory are a developer's real accounts.
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": no_proxy,
        "no_proxy": no_proxy,
        "DJANGO_SETTINGS_MODULE": "scatterpilot.settings",
        **site,
    }


def _is_ours_to_say(name: str) -> bool:
    prefixes = ("AWS_", "BEDROCK_", "BOTO_", "COGNITO_", "DJANGO_", "PYNAMODB_")
    return name.startswith(prefixes) and name not in KEPT_AWS_VARIABLES


def new_secret_key() -> str:
    """A random key for Django's signatures."""
    return secrets.token_urlsafe(48)


def kept_secret_key(path: Path) -> str:
    """The key in this file, made the first time: a new one at each start would sign everybody out."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        key = new_secret_key()
        write_privately(path, f"{key}\n")
        return key


def write_environment_file(path: Path, environment: Mapping[str, str]) -> None:
    """Write KEY=VALUE lines for other terminals. Nothing else goes in: shells and our settings both read it."""
    write_privately(path, "".join(f"{name}={value}\n" for name, value in environment.items()))


def write_privately(path: Path, text: str) -> None:
    """Write a file only its owner can read, whole or not at all."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(text)
    draft.replace(path)
