"""A chat turn without the model against its bare DynamoDB calls, and what it costs as the conversation grows."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING
from uuid import uuid4

from benchmarks import dynamodb_wire
from benchmarks.dynamodb_wire import Recording
from benchmarks.site import NOW, set_up
from benchmarks.timing import Comparison, Figure

if TYPE_CHECKING:
    from chat.assistant.interface import Reply
    from chat.domain.workbench import Workbench

_ROUNDS = 60
_SIZES = (2, 20, 200)
_MOST_REQUESTS = 6


class OneOperation:
    """An assistant that begins a draft of one line and then changes its price, nothing else."""

    name = "benchmark"

    def __init__(self) -> None:
        self._turns = 0

    def reply(self, text: str, workbench: Workbench) -> Reply:  # noqa: ARG002
        """Apply the one operation."""
        from chat.assistant.interface import Reply
        from invoices.domain.operations import AddLine, ChangeLine

        self._turns += 1
        price = Decimal(100 + self._turns % 2)
        if workbench.content is None:
            workbench.apply(AddLine(description="Design", quantity=Decimal(1), unit="day", unit_price=price))
        else:
            workbench.apply(ChangeLine(line_id="1", fields={"unit_price": price}))
        return Reply(text="Done.")


class Talk:
    """One tenant's conversation, and how to say the next thing in it."""

    def __init__(self, owner: str) -> None:
        from chat import actions

        self.owner = owner
        self.conversation_id = actions.start(owner, now=NOW).id
        self._assistant = OneOperation()
        self._turns = 0

    def say(self) -> None:
        """One whole turn as the doors do it: count it, then send the message."""
        from chat import actions
        from invoices.domain.events import Door
        from limits.actions import take
        from limits.domain import user_rule

        self._turns += 1
        take(user_rule(self.owner, "chat", (1_000_000, 3600)), now=NOW)
        text = f"the day costs {100 + self._turns % 2}"
        actions.send_message(
            self.owner, self.conversation_id, text=text, assistant=self._assistant, door=Door.CHAT, now=NOW
        )


def figures() -> Iterator[Figure]:
    """Ratios of CPU and of time, then requests and bytes at several lengths."""
    set_up()
    cpu, whole, wire = _against_bare_calls()
    against = "its bare DynamoDB calls"
    yield Figure("a turn without the model, CPU", cpu.ratio, "x", against, remark=cpu.milliseconds)
    yield Figure("a turn without the model, time", whole.ratio, "x", against, remark=whole.milliseconds)
    yield Figure("requests per turn", len(wire.requests), "", aim=_MOST_REQUESTS, remark=", ".join(wire.operations()))
    yield from _growth()


def _against_bare_calls() -> tuple[Comparison, Comparison, Recording]:
    """Every turn of one tenant is sent again, bare, for a second tenant that is thus always in the same state."""
    from tables.base import shared_connection

    owner, shadow = str(uuid4()), str(uuid4())
    client = dynamodb_wire.bare_client()
    shared_connection()
    with dynamodb_wire.recorded() as begun:
        talk = Talk(owner)
    dynamodb_wire.send(client, begun.as_other_tenant(owner, shadow))
    times: dict[str, list[tuple[float, float]]] = {"turn": [], "bare": []}
    for _ in range(_ROUNDS):
        with dynamodb_wire.recorded() as wire:
            times["turn"].append(_timed(talk.say))
        prepared = wire.as_other_tenant(owner, shadow)
        times["bare"].append(_timed(lambda prepared=prepared: dynamodb_wire.send(client, prepared)))  # type: ignore[misc]
    medians = {name: [median(column) for column in zip(*found[5:], strict=True)] for name, found in times.items()}
    (cpu, whole), (bare_cpu, bare_whole) = medians["turn"], medians["bare"]
    return Comparison(cpu, bare_cpu), Comparison(whole, bare_whole), wire


def _timed(run: Callable[[], object]) -> tuple[float, float]:
    """CPU and whole time of a run, in seconds."""
    gc.collect()
    start, cpu_start = time.perf_counter(), time.process_time()
    run()
    return time.process_time() - cpu_start, time.perf_counter() - start


def _growth() -> Iterator[Figure]:
    talk = Talk(str(uuid4()))
    said = 0
    for turns in _SIZES:
        while said < turns - 1:
            talk.say()
            said += 1
        with dynamodb_wire.recorded() as wire:
            talk.say()
        said += 1
        yield Figure(
            f"requests in turn {turns}",
            len(wire.requests),
            "",
            aim=_MOST_REQUESTS,
            remark=f"{wire.bytes_sent / 1000:.1f} kB sent, {wire.bytes_received / 1000:.1f} kB received",
        )
