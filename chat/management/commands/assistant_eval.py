"""``manage.py assistant_eval CASES.jsonl --out RESULTS.jsonl [--assistant offline|bedrock]``."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from chat.assistants import current_assistant
from chat.evaluation import play


class Command(BaseCommand):
    help = "Play evaluation cases through the real conversation code and write their results."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cases", type=Path, help="a file of cases, one JSON object a line")
        parser.add_argument("--out", type=Path, required=True, help="where the results go")
        parser.add_argument("--assistant", choices=["offline", "bedrock"], help="default: ASSISTANT")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["assistant"]:
            settings.ASSISTANT = options["assistant"]
        cases = [json.loads(line) for line in self._lines(options["cases"])]
        with options["out"].open("w", encoding="utf-8") as out:
            for case in cases:
                result = play(case, current_assistant())
                out.write(json.dumps(result, ensure_ascii=False) + "\n")
        self.stdout.write(f"{len(cases)} cases played by the {settings.ASSISTANT} assistant")

    def _lines(self, path: Path) -> list[str]:
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise CommandError(f"The cases can't be read: {error}") from error
        return [line for line in text.splitlines() if line.strip()]
