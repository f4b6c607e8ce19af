"""Pasted material: tables, lists of fields, chat logs and mails, unfolded into plain sentences.

What comes out uses only the user's own words and figures, in an order the other readers know:
`Client: NAME`, then `QUANTITY UNIT x THING @ PRICE` lines, then terms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.text import clean, fold

_LOG = re.compile(
    r"^[ >]*(?:\[?\(?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? )?\d{1,2}:\d{2}(?::\d{2})?(?:"
    r" ?[ap]\.?m\.?)?\]?\)?(?: ?[-–—|])? ?"
    r"(?:<?@?(?P<who>[^\W\d_][\w .'’-]{0,24}?)>?: )?)(?=\S)",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"^(?P<who>@?[^\W\d_][\w'’-]{0,15}) ?(?:\[|\()?\d{1,2}:\d{2}(?: ?[ap]m)?(?:\]|\))?: ", re.IGNORECASE
)
_FIELD = re.compile(
    r"^[\s*•>-]{0,4}(?P<key>[^\W\d_][^:=\n\t|]{0,40}?)[ ]{0,3}(?P<sign>[:=]|\t|\|)[ \t]{0,3}(?P<value>\S.*)?$"
)
_MAIL_HEADER = re.compile(
    r"^(?:from|sent|to|cc|bcc|subject|date|reply-to|von|gesendet|betreff|an|de|enviado|asunto|para|assunto"
    r"|envoyé|objet|da|oggetto|inviato|van|verzonden|onderwerp|aan): .*(?:@|re:|fw|aw:)?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"^[^\w]{0,4}[a-z]{0,3}[$£€¥₹]?[ ]?\d[\d.,' ]*(?:[ ]?(?:[$£€¥₹%]|[a-z²³]{1,8}\.?))?(?:/[a-z]+)?$")
_LONGEST_HEADING = 40
_TOTAL_ROW = ("col_amount", "total", "key_total")
_COLUMNS = (
    "description",
    "hours",
    "days",
    "quantity",
    "price",
    "amount",
    "unit",
    "date",
    "tax",
    "discount",
    "customer",
)
_KEYS = (
    "customer", "email", "address", "due", "terms", "issue", "po", "tax", "discount", "notes", "currency", "total",
    "deposit", "description", "price", "quantity", "unit", "ignore",
)  # fmt: skip


def unfold(message: str, lexicon: Lexicon) -> str:
    """The message with what is pasted in it written out as sentences."""
    text = clean(message)
    if text.count("\n") == 0 and ";" not in text and "|" not in text:
        return text
    rows = [_without_log_prefix(row) for row in text.split("\n")]
    return "\n".join(_fields(_tables(rows, lexicon), lexicon))


def _without_log_prefix(row: str) -> str:
    match = _LOG.match(row) or _SPEAKER.match(row)
    if match and match.end() > 4 and not re.match(r"\s*(?:-|to|bis|a)\s*\d", row[match.end() :]):
        rest = row[match.end() :]
        if match["who"] or not re.match(r"^[ >]*\d{1,2}:\d{2} ?[-–—]", row):
            return rest
    return re.sub(r"^(?:> ?)+", "", row)


# Tables


def _cells(row: str) -> list[str]:
    if "\t" in row:
        return [cell.strip() for cell in row.split("\t")]
    if row.count("|") >= 2 or row.count("|") == 1 and row.strip().startswith("|"):
        return [cell.strip() for cell in row.strip().strip("|").split("|")]
    if re.search(r"\S {2,}\S", row.strip()):
        return [cell.strip() for cell in re.split(r" {2,}", row.strip())]
    if row.count(";") >= 2:
        return [cell.strip() for cell in row.split(";")]
    if row.count(",") >= 2 and not re.search(r", ", row):
        return [cell.strip() for cell in row.split(",")]
    return []


def _tables(rows: Sequence[str], lexicon: Lexicon) -> list[str]:
    out: list[str] = []
    columns: list[str] = []
    for row in rows:
        cells = _cells(row)
        header = _header(cells or [c.strip() for c in re.split(r", ?", row)], lexicon)
        if header:
            columns = header
            continue
        if re.fullmatch(r"[\s|:+=-]{3,}", row):
            continue
        if columns and not cells and row.count(",") >= len(columns) - 1:
            cells = [cell.strip() for cell in row.split(",")]
        if columns and len([cell for cell in cells if cell]) >= 2:
            out.append(_row(cells, columns, lexicon) or row)
        elif not columns and ("\t" in row or "|" in row) and len(cells) >= 3:
            out.append(_unlabelled(cells, lexicon) or row.replace("\t", " "))
        else:
            columns = columns if not row.strip() else []
            out.append(row)
    return out


def _header(cells: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Column meanings when every cell of a row names one, a price or amount and a thing among them."""
    names = [_column(fold(cell), lexicon) for cell in cells]
    if len(cells) < 2 or not all(names):
        return []
    if "description" not in names and not (
        {"price", "amount"} & set(names) and {"quantity", "hours", "days"} & set(names)
    ):
        return []
    return names if {"price", "amount", "quantity", "hours", "days"} & set(names) else []


@lru_cache(maxsize=1024)
def _column(cell: str, lexicon: Lexicon) -> str:
    """What a column with this folded heading holds, empty when it is no heading."""
    cell = cell.strip(" .:*#()") or cell
    if not cell or len(cell) > _LONGEST_HEADING:
        return ""
    cell = re.sub(r" ?\(.*?\)$| ?\[.*?\]$| ?[$£€¥₹]$", "", cell).strip(" .:*")
    for name in _COLUMNS:
        purpose = "key_customer" if name == "customer" else f"col_{name}"
        if lexicon.has(purpose, cell):
            return name
    for name in ("price", "quantity", "hours", "amount", "description"):
        if any(cell.startswith(f"{phrase} ") for phrase in lexicon.phrases(f"col_{name}") if len(phrase) > 3):
            return name
    return ""


@dataclass(slots=True)
class _Line:
    """One line of the invoice on its way out of a table or a list of fields."""

    description: str = ""
    quantity: str = ""
    unit: str = ""
    price: str = ""
    amount: str = ""
    tax: str = ""
    discount: str = ""

    def sentence(self) -> str:
        """`6 x Shelving unit @ 212.00`, in an order every language's reader knows."""
        if not self.description and not self.price and not self.amount:
            return ""
        bare = bool(re.fullmatch(r"[\d.,' ]+", self.quantity))
        quantity = f"{self.quantity} {self.unit}".strip() if bare and self.unit else self.quantity
        joiner = "x" if quantity and bare and not self.unit else ""
        parts = [quantity, joiner, self.description]
        if self.price:
            parts.append(f"@ {self.price}")
        elif self.amount:
            parts.append(f"{self.amount} total" if quantity else f"@ {self.amount}")
        if self.price and self.amount:
            parts.append(f"= {self.amount}")
        if self.discount:
            parts.append(f"({self.discount} discount)")
        if self.tax:
            parts.append(f"({self.tax} tax)")
        return " ".join(part for part in parts if part).strip()


def _row(cells: Sequence[str], columns: Sequence[str], lexicon: Lexicon) -> str:
    values = dict(zip(columns, cells, strict=False))
    label = fold(values.get("description") or next((c for c in cells if c), "")).strip(" :*")
    if any(lexicon.has(purpose, label) for purpose in _TOTAL_ROW):
        amount = next((cell for cell in reversed(cells) if cell and cell != label and re.search(r"\d", cell)), "")
        return f"total: {amount}" if amount else ""
    if lexicon.re(r"^<tax>|^<discount>").match(label) and re.search(r"\d", " ".join(cells[1:])):
        return " ".join(cell for cell in cells if cell)
    quantity = values.get("quantity") or values.get("hours") or values.get("days") or ""
    unit = values.get("unit", "") or ("h" if values.get("hours") else "d" if values.get("days") else "")
    if not re.search(r"\d", quantity) and not re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+)?", quantity):
        quantity = ""
    unit = unit if fold(unit) in lexicon.table("units") else ""
    line = _Line(
        description=values.get("description", ""),
        quantity=quantity,
        unit=unit if re.fullmatch(r"[\d.,' ]+", quantity) else "",
        price=values.get("price", ""),
        amount=values.get("amount", ""),
        discount=values.get("discount", "") if re.search(r"[1-9]", values.get("discount", "")) else "",
        tax=values.get("tax", "") if "%" in values.get("tax", "") else "",
    )
    return line.sentence()


def _unlabelled(cells: Sequence[str], lexicon: Lexicon) -> str:
    """A row without header: text, then figures; count before price, an amount last."""
    texts = [cell for cell in cells if cell and not _NUMERIC.match(fold(cell))]
    figures = [cell for cell in cells if cell and _NUMERIC.match(fold(cell))]
    if not texts or not 1 <= len(figures) <= 3:
        return ""
    if any(lexicon.has(purpose, fold(texts[0]).strip(" :*")) for purpose in _TOTAL_ROW):
        return f"total: {figures[-1]}"
    line = _Line(description=texts[0], price=figures[-1])
    if len(figures) == 2:
        line.quantity = figures[0]
    elif len(figures) == 3:
        line.quantity, line.price, line.amount = figures
    return line.sentence()


# Lists of fields


@dataclass(slots=True)
class _Form:
    """Fields read so far; a repeated key of a line begins another line."""

    head: list[str] = field(default_factory=list)
    lines: list[_Line] = field(default_factory=list)
    count: int = 0


def _fields(rows: Sequence[str], lexicon: Lexicon) -> list[str]:
    parts: list[str] = []
    for row in rows:
        pieces = [piece.strip() for piece in re.split(r"[;|]", row)]
        if len(pieces) > 1 and sum(_key_of(piece, lexicon)[0] != "" for piece in pieces if piece) >= 2:
            parts += [piece for piece in pieces if piece]
        else:
            parts.append(row)
    keyed = [_key_of(part, lexicon) for part in parts]
    names = {key for key, _ in keyed if key}
    if len(names) < 2 or not names & {"price", "quantity", "description", "customer"}:
        return [part for part in parts if not _is_mail_header(part)]
    return _form(parts, keyed)


def _is_mail_header(row: str) -> bool:
    return bool(_MAIL_HEADER.match(row)) and (
        "@" in row
        or bool(
            re.match(
                r"(?:subject|betreff|asunto|assunto|objet|oggetto|onderwerp|sent|gesendet|enviado|date): ",
                row,
                re.IGNORECASE,
            )
        )
    )


def _key_of(part: str, lexicon: Lexicon) -> tuple[str, str]:
    """(meaning of the key, the value) of `key = value`; an empty key for other text."""
    match = _FIELD.match(part)
    if match is None or match["value"] is None:
        return "", part
    key = re.sub(r" ?\(.*?\)$", "", fold(match["key"]).strip(" *_-#.")).strip()
    key = re.sub(r"^(?:item|line|no|nr|position|pos)\.? ?\d+ ", "", key)
    for name in _KEYS:
        purpose = "col_description" if name == "description" else f"key_{name}"
        if lexicon.has(purpose, key) or name == "description" and lexicon.has("key_description", key):
            return name, match["value"].strip()
    return "", part


_SENTENCES = {
    "customer": "Client: {value}",
    "email": "email {value}",
    "address": "address: {value}",
    "due": "due {value}",
    "terms": "terms {value}",
    "issue": "invoice date {value}",
    "po": "PO {value}",
    "tax": "tax {value}",
    "discount": "discount {value}",
    "notes": "note: {value}",
    "currency": "currency: {value}",
    "total": "total: {value}",
    "deposit": "deposit {value} received",
}
_LINE_KEYS = ("description", "quantity", "price", "unit")


def _form(parts: Sequence[str], keyed: Sequence[tuple[str, str]]) -> list[str]:
    """Head fields first, then one sentence for each group of line fields."""
    out: list[str] = []
    line = _Line()
    tail: list[str] = []
    for part, (key, value) in zip(parts, keyed, strict=True):
        if key in _LINE_KEYS:
            if getattr(line, key):
                out.append(line.sentence())
                line = _Line()
            setattr(line, key, value)
        elif key in _SENTENCES:
            (out if key == "customer" else tail).append(_SENTENCES[key].format(value=value))
        elif not key:
            if line.description or line.price:
                out.append(line.sentence())
                line = _Line()
            out.append(part)
    if line.description or line.price or line.quantity:
        out.append(line.sentence())
    return [*out, *(sentence + "." if sentence[-1:].isalnum() else sentence for sentence in tail)]
