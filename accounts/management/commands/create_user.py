"""``manage.py create_user EMAIL [--password P] [--group free|pro] [--print-tokens]``."""

from __future__ import annotations

import json
import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts import cognito


class Command(BaseCommand):
    help = "Make a confirmed user in the pool of the current environment."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--password", help="default: a random one, printed")
        parser.add_argument("--group", choices=["free", "pro"], default="free")
        parser.add_argument("--print-tokens", action="store_true", help="print JSON tokens")

    def handle(self, *_args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        password = options["password"] or f"Aa1{secrets.token_urlsafe(12)}"
        cognito.create_confirmed_user(settings.COGNITO_USER_POOL_ID, email, password, options["group"])
        if not options["print_tokens"]:
            shown = "as given" if options["password"] else password
            self.stdout.write(f"User {email} is ready; password: {shown}")
            return
        tokens = cognito.sign_in(settings.COGNITO_CLIENT_ID, email, password)
        self.stdout.write(
            json.dumps(
                {
                    "access_token": tokens.access,
                    "id_token": tokens.id,
                    "refresh_token": tokens.refresh,
                }
            )
        )
