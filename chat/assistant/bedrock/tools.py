"""Every tool with the function that does it."""

from __future__ import annotations

from chat.assistant.bedrock import customer_tools, invoice_tools, line_tools
from chat.assistant.bedrock.toolbox import Handler, Toolbox
from chat.domain.firewall import Evidence
from chat.domain.readers import Readers
from chat.domain.workbench import Workbench

HANDLERS: dict[str, Handler] = {
    "set_customer": customer_tools.set_customer,
    "add_lines": line_tools.add_lines,
    "change_line": line_tools.change_line,
    "remove_line": line_tools.remove_line,
    "move_line": line_tools.move_line,
    "set_dates": invoice_tools.set_dates,
    "set_currency": invoice_tools.set_currency,
    "set_tax": invoice_tools.set_tax,
    "set_discount": invoice_tools.set_discount,
    "set_deposit": invoice_tools.set_deposit,
    "set_notes": invoice_tools.set_notes,
    "set_purchase_order": invoice_tools.set_purchase_order,
    "state_total": invoice_tools.state_total,
    "undo": invoice_tools.undo,
    "start_over": invoice_tools.start_over,
    "repeat_last_invoice": customer_tools.repeat_last_invoice,
    "cancel_draft": invoice_tools.cancel_draft,
    "decline": invoice_tools.decline,
    "answer": invoice_tools.answer,
}


def open_toolbox(text: str, workbench: Workbench, readers: Readers) -> Toolbox:
    """The tools for answering ``text``."""
    return Toolbox(workbench, Evidence(text, workbench, readers), readers, HANDLERS)
