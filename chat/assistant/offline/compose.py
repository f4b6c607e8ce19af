"""From what a message says to operations on the draft, each with the user's words as its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from chat.assistant.offline.items import Item
from chat.assistant.offline.line_names import lines_named
from chat.assistant.offline.reading import Message
from chat.assistant.offline.tax import TaxMention
from chat.assistant.offline.terms import When
from chat.domain.customer_match import CustomerMatch, MatchKind, match_customer
from chat.domain.workbench import Workbench
from invoices.domain import operations as op
from invoices.domain.currencies import minor_digits
from invoices.domain.errors import InvalidInvoice
from invoices.domain.figures import plain
from invoices.domain.invoice import Concern, InvoiceContent
from invoices.domain.line_item import LineItem, Reduction, ReductionKind, TaxCategory
from invoices.domain.parties import Customer
from invoices.domain.sources import Source, SourceKind, said


@dataclass(slots=True)
class Outcomes:
    """What composing did that the reply should mention, as (reply key, values)."""

    remarks: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def say(self, key: str, **values: str) -> None:
        self.remarks.append((key, values))


class Composer:
    """Applies a message to a workbench."""

    def __init__(self, workbench: Workbench, message: Message) -> None:
        self.bench = workbench
        self.message = message
        self.lexicon = message.lexicon
        self.seller = workbench.situation.seller
        self.outcomes = Outcomes()

    @property
    def content(self) -> InvoiceContent:
        """The draft, or an empty one."""
        return self.bench.content or self.bench.situation.empty_draft()

    def text(self, key: str, **values: str) -> str:
        return self.lexicon.reply(key).format_map(values)

    def concern(self, code: str, field_path: str, key: str | None = None, **values: str) -> None:
        """Keep a doubt on the draft until its field is set."""
        text = self.text(key or code, **values)
        self.bench.apply(op.RaiseConcern(concern=Concern(code, field_path, text)))
        self.outcomes.say(key or code, **values)

    # The parts of an invoice, each its own method

    def apply_all(self, *, items: Sequence[Item] | None = None) -> None:
        """Everything the message says, in the order in which one depends on the other."""
        self.customer()
        if self.message.repeats:
            self.repeat()
        self.dates()
        added = self.lines(self.message.reading.items if items is None else items)
        self.tax(added)
        self.discounts(added)
        self.deposit()
        self.papers()
        self.totals()

    def customer(self) -> None:
        name = self.message.name
        if name:
            self.set_customer(name, self.message.name_quote)
        self.contact()

    def set_customer(self, name: str, quote: str) -> None:
        """The saved customer of this name, a new one, or a question when several fit."""
        match = match_customer(name, self.bench.situation.customers)
        if match.kind is MatchKind.SEVERAL:
            self._ask_which(name, match)
            return
        if match.customer is not None:
            source = Source(SourceKind.CUSTOMER, quote=quote, ref=match.customer.id)
            self.bench.apply(op.SetCustomer(customer=match.customer, source=source))
            return
        self.bench.apply(op.SetCustomer(customer=Customer(name=name[:200]), source=said(quote)))
        if match.kind is MatchKind.NEAR:
            self.outcomes.say("near_customer", name=name, names=self._names(match))

    def _ask_which(self, name: str, match: CustomerMatch) -> None:
        self.bench.apply(op.SetCustomer(customer=None))
        self.concern("duplicate_customer", "customer", "which_customer", name=name, names=self._names(match))

    def _names(self, match: CustomerMatch) -> str:
        return ", ".join(customer.name for customer in match.customers[:6])

    def contact(self) -> None:
        """An e-mail or address given in the message wins over the saved one."""
        email, address = self.message.email, self.message.address
        customer = self.content.customer
        if (email is None and address is None) or (customer is None and self.bench.content is None):
            return
        customer = customer or Customer()
        quotes = []
        if email is not None:
            customer, quotes = replace(customer, email=email[0]), [email[1]]
        if address is not None:
            customer, quotes = replace(customer, address=address.address), [*quotes, address.quote]
        old = self.content.sources.get("customer")
        if customer.name:
            self.bench.apply(op.SetCustomer(customer=customer, source=old or said(" / ".join(quotes))))

    def repeat(self) -> None:
        """The lines, tax, discount and currency of the customer's last invoice."""
        customer = self.content.customer
        last = self.bench.situation.last_invoice(customer) if customer else None
        if last is None or customer is None:
            name = customer.name if customer else self.message.name
            if customer or self.message.name:
                self.concern("no_previous_invoice", "lines_missing", customer=name)
            return
        self.bench.apply(op.SetCurrency(currency=last.currency, source=_earlier(last)))
        self.bench.apply(op.SetTax(rate=last.tax_rate, included=last.prices_include_tax, source=_earlier(last)))
        if last.discount is not None:
            self.bench.apply(op.SetDiscount(discount=last.discount, source=_earlier(last)))
        for line in last.lines:
            self.bench.apply(_copy_of(line, _earlier(last)))

    def dates(self) -> None:
        terms = self.message.terms
        if terms.issue:
            self._date(terms.issue, "issue_date")
        if terms.due:
            self._date(terms.due, "due_date")
        for day in dict.fromkeys(terms.service):
            self.bench.apply(op.AddNote(text=self.text("service_date", date=self.day(day))))

    def day(self, day: date) -> str:
        """A date in words of the message's language."""
        months = self.lexicon.reply("months").split()
        return f"{day.day} {months[day.month - 1]} {day.year}"

    def _date(self, when: When, field_name: str) -> None:
        if when.days is not None:
            self.bench.apply(op.SetDueDays(days=when.days, source=said(when.quote)))
        elif when.day is None:
            self.concern("invalid_date", field_name, what=f"“{when.quote}”")
        elif field_name == "issue_date":
            self.bench.apply(op.SetIssueDate(issue_date=when.day, source=said(when.quote)))
        else:
            self.bench.apply(op.SetDueDate(due_date=when.day, source=said(when.quote)))
        if when.ambiguous and when.day is not None:
            self.concern("ambiguous_date", field_name, what=f"“{when.quote}”", date=self.day(when.day))

    # Lines

    def lines(self, items: Sequence[Item]) -> list[tuple[Item, str]]:
        """Add the lines; (item, line id) of each."""
        currency = self.settle_currency(items)
        added: list[tuple[Item, str]] = []
        for item in items:
            foreign = item.currency is not None and item.currency != currency and item.unit_price is not None
            added.append((item, self._add(item, withhold_price=foreign)))
        return added

    def settle_currency(self, items: Sequence[Item]) -> str:
        """The invoice's currency; a second one in the same invoice is asked about."""
        quotes = self._currencies(items)
        named = self.message.currency
        currency = named[0] if named else self._likeliest(items, list(quotes))
        if named or currency in quotes:
            self.set_currency(currency, named[1] if named else quotes[currency])
        others = [code for code in quotes if code != currency]
        if others:
            self.concern("mixed_currency", "currency", currencies=", ".join([currency, *others]), currency=currency)
        return currency

    def _currencies(self, items: Sequence[Item]) -> dict[str, str]:
        """Every currency said of a figure, with the words that said it, first said first."""
        message = self.message
        found = [(item.currency, item.quotes.get("unit_price", "")) for item in items]
        if not items:
            found += [(total.currency, total.quote) for total in message.totals]
            found += [(discount.currency, discount.quote) for discount in message.discounts]
            found += [(message.deposit.currency, message.deposit.quote)] if message.deposit else []
        lead = message.reading.lead_total
        if lead is not None and lead.figure is not None:
            found.append((lead.figure.currency, message.page.quote(lead.start, lead.end)))
        quotes: dict[str, str] = {}
        for code, quote in found:
            if code:
                quotes.setdefault(code, quote)
        return quotes

    def _likeliest(self, items: Sequence[Item], found: list[str]) -> str:
        """The draft's own currency if it is among them or has prices already, else the most frequent."""
        content = self.content
        is_priced = any(line.unit_price is not None for line in content.lines)
        if not found or content.currency in found or (is_priced and items):
            return content.currency
        counts = Counter(item.currency for item in items)
        return max(found, key=lambda code: (counts[code], -found.index(code)))

    def set_currency(self, currency: str, quote: str) -> None:
        self.bench.apply(op.SetCurrency(currency=currency, source=said(quote)))

    def _add(self, item: Item, *, withhold_price: bool = False) -> str:
        invalid = list(item.invalid)
        quantity, price = item.quantity, item.unit_price
        if price is not None:
            price = plain(price)
            invalid += ["unit_price"] if -int(price.as_tuple().exponent) > 4 else []
        if quantity is not None:
            quantity = plain(quantity.quantize(Decimal("0.000001"))) if quantity < 10**12 else None
        sources = {name: said(quote) for name, quote in item.quotes.items() if quote}
        for name in item.computed:
            sources[name] = Source(SourceKind.COMPUTED, quote=item.quotes.get(name))
        if item.quantity is not None and not item.counted:
            sources["quantity"] = Source(SourceKind.ASSUMED)
        self.bench.apply(
            op.AddLine(
                description=item.description,
                quantity=None if "quantity" in invalid else quantity,
                unit=item.unit,
                unit_price=None if "unit_price" in invalid or withhold_price else price,
                stated_amount=item.stated_amount,
                sources=sources,
            )
        )
        line_id = str(max(int(line.id) for line in self.content.lines))
        for name in dict.fromkeys(invalid):
            what = f"“{item.quotes.get(name, '')}”"
            self.concern("invalid_amount", f"lines.{line_id}.{name}", what=what)
        return line_id

    # Tax

    def tax(self, added: Sequence[tuple[Item, str]]) -> None:
        """Rates for the invoice or for single lines, and lines without tax."""
        mentions = self.message.taxes
        rates = [m for m in mentions if m.rate is not None and not m.is_none and not m.is_reverse]
        distinct = {m.rate for m in rates}
        for mention in mentions:
            if not mention.is_valid:
                self.concern("invalid_amount", "tax_rate", what=f"“{mention.quote}”")
        if len(distinct) > 1 and len(added) > 1 and self._by_line(rates, added):
            self._included(mentions)
            return
        if rates and any(m.attached for m in rates) and self._on_own_lines(rates, added):
            pass
        for mention in mentions:
            if mention.is_valid:
                self._tax(mention, added)
        self._included(mentions)

    def _included(self, mentions: Sequence[TaxMention]) -> None:
        stated = [m for m in mentions if m.included is not None]
        if stated:
            self.bench.apply(op.SetTax(included=stated[-1].included, source=said(stated[-1].quote)))

    def _by_line(self, rates: Sequence[TaxMention], added: Sequence[tuple[Item, str]]) -> bool:
        """Each rate to the line it was said of: the one that begins last before it."""
        for mention in rates:
            scoped = self.named_lines(mention.only)
            before = [(item, line_id) for item, line_id in added if item.start < mention.start]
            ids = [line.id for line in scoped] or [line_id for _, line_id in (before[-1:] or added[:1])]
            for line_id in ids:
                self._line_tax(line_id, mention)
        return True

    def _line_tax(self, line_id: str, mention: TaxMention) -> None:
        source = {"tax_rate": said(mention.quote)}
        self.bench.apply(op.ChangeLine(line_id=line_id, fields={"tax_rate": mention.rate}, sources=source))

    def _on_own_lines(self, rates: Sequence[TaxMention], added: Sequence[tuple[Item, str]]) -> bool:
        """`mixer 900 taxed at 10%, training 300`: the others are not taxed."""
        attached = [m for m in rates if m.attached]
        if len(added) < 2 or len(attached) != len(rates):
            return False
        later = [item for item, _ in added if item.start > attached[-1].start]
        if not later:
            return False
        taxed = {
            [line_id for item, line_id in added if item.start < m.start][-1:][0]
            for m in attached
            if any(item.start < m.start for item, _ in added)
        }
        for _, line_id in added:
            if line_id not in taxed:
                self._untax(line_id, attached[-1].quote)
        return True

    def _untax(self, line_id: str, quote: str) -> None:
        self.bench.apply(op.ChangeLine(line_id=line_id, fields={"taxed": False}, sources={"taxed": said(quote)}))

    def _tax(self, mention: TaxMention, added: Sequence[tuple[Item, str]]) -> None:
        source = said(mention.quote)
        if mention.is_reverse:
            self._reverse_charge(source)
            return
        if mention.is_none:
            self._no_tax(mention, added)
            return
        rate = mention.rate
        if rate is None and not self.content.tax_rate:
            rate = self.seller.tax_rate
        name = mention.name if mention.name and mention.name.isupper() else None
        self.bench.apply(op.SetTax(rate=rate, name=name, source=source))
        own_rates = [line for line in self.content.lines if line.tax_rate is not None]
        for line in own_rates if mention.rate is not None else ():
            self.bench.apply(op.ChangeLine(line_id=line.id, fields={"tax_rate": None}))
        only = {line.id for line in self.named_lines(mention.only)}
        left_out = [line for line in self.content.lines if only and line.id not in only]
        for line in (*left_out, *self.named_lines(mention.without)):
            self._untax(line.id, mention.quote)

    def _reverse_charge(self, source: Source) -> None:
        self.bench.apply(op.SetTax(rate=Decimal(0), included=False, source=source))
        self.bench.apply(op.AddNote(text=self.text("reverse_charge_note")))
        for line in self.content.lines:
            fields: op.LineFields = {"tax_category": TaxCategory.REVERSE_CHARGE, "tax_rate": None}
            self.bench.apply(op.ChangeLine(line_id=line.id, fields=fields))

    def _no_tax(self, mention: TaxMention, added: Sequence[tuple[Item, str]]) -> None:
        named = self.named_lines(mention.without)
        if not named and not mention.without and len(added) > 1:
            named = self._line_it_stands_in(mention, added)
        if named:
            for line in named:
                self._untax(line.id, mention.quote)
        elif not mention.without:
            self.bench.apply(op.SetTax(rate=Decimal(0), source=said(mention.quote)))

    def _line_it_stands_in(self, mention: TaxMention, added: Sequence[tuple[Item, str]]) -> list[LineItem]:
        """`training 300 untaxed`: said directly behind one of several lines, or in brackets."""
        before = [(item, line_id) for item, line_id in added if item.start < mention.start]
        if not before:
            return []
        item, line_id = before[-1]
        gap = self.message.page.raw[item.end : mention.start] if mention.start >= item.end else ""
        rates = any(m.rate is not None and not m.is_none for m in self.message.taxes)
        bracket = self.message.page.raw[mention.start : mention.start + 1] == "("
        last = item is added[-1][0]
        if (
            gap.strip(" (-–:")
            and not bracket
            or (last and not rates and not bracket and len(added) > 1 and gap.strip())
        ):
            return []
        if last and not rates and not bracket:
            return []
        return [op.line_with(self.content, line_id)]

    def named_lines(self, words: str) -> list[LineItem]:
        """The lines that the user's words name, by description or by position."""
        return lines_named(words, self.content.lines, self.lexicon) if words else []

    # Reductions

    def discounts(self, added: Sequence[tuple[Item, str]]) -> None:
        for mention in self.message.discounts:
            if mention.early:
                self.bench.apply(op.AddNote(text=mention.quote))
                continue
            lines = self.named_lines(mention.scope) if mention.scope and not mention.whole else []
            if not lines and not mention.whole:
                lines = self._discounted_line(mention.start, added)
            reduction = self.reduction(mention.kind, mention.value)
            if reduction is None:
                path = f"lines.{lines[0].id}.discount" if lines else "discount"
                self.concern("invalid_amount", path, what=f"“{mention.quote}”")
            elif lines:
                for line in lines:
                    self._discount_line(line, reduction, mention.quote)
            else:
                self.bench.apply(op.SetDiscount(discount=reduction, source=said(mention.quote)))

    def _discount_line(self, line: LineItem, reduction: Reduction, quote: str) -> None:
        gross = (line.quantity or 0) * (line.unit_price or 0)
        if reduction.kind is ReductionKind.AMOUNT and line.is_priced and reduction.value > gross:
            self.concern("invalid_amount", f"lines.{line.id}.discount", what=f"“{quote}”")
            return
        self.bench.apply(
            op.ChangeLine(line_id=line.id, fields={"discount": reduction}, sources={"discount": said(quote)})
        )

    def _discounted_line(self, start: int, added: Sequence[tuple[Item, str]]) -> list[LineItem]:
        """The line a discount without a name is said of: directly behind it, others following."""
        before = [(item, line_id) for item, line_id in added if item.start < start]
        if len(added) < 2 or not before:
            return []
        item, line_id = before[-1]
        gap = self.message.page.raw[item.end : start] if start >= item.end else ""
        bracket = self.message.page.raw[start - 1 : start] == "("
        connected = not set(gap) & set(",;.\n")
        if connected and (len(before) < len(added) or bracket):
            return [op.line_with(self.content, line_id)]
        return []

    def reduction(self, kind: ReductionKind, value: Decimal | None) -> Reduction | None:
        """A reduction that can be, or None."""
        if value is None:
            return None
        try:
            return Reduction.of(kind, value, currency=self.content.currency, field="discount")
        except InvalidInvoice:
            return None

    def deposit(self) -> None:
        mention = self.message.deposit
        if mention is None:
            return
        reduction = self.reduction(mention.kind, mention.value)
        if reduction is None:
            self.concern("invalid_amount", "deposit", what=f"“{mention.quote}”")
        else:
            self.bench.apply(op.SetDeposit(deposit=reduction, source=said(mention.quote)))

    # Papers and totals

    def papers(self) -> None:
        order = self.message.purchase_order
        if order is not None and (order[0] or self.content.purchase_order):
            self.bench.apply(op.SetPurchaseOrder(purchase_order=order[0], source=said(order[1])))
        for note in self.message.notes:
            self.bench.apply(op.AddNote(text=note))

    def totals(self) -> None:
        """Stated totals: checked, or the price of the only line when it has none."""
        stated = [(t.value, t.quote) for t in self.message.totals]
        lead = self.message.reading.lead_total
        if lead is not None and lead.value is not None and lead.value >= 0:
            stated.insert(0, (lead.value, self.message.page.quote(lead.start, lead.end)))
        for value, quote in stated:
            if not self._price_from_total(value, quote):
                self.bench.apply(op.StateTotal(amount=self.money(value)))

    def _price_from_total(self, value: Decimal, quote: str) -> bool:
        lines = self.content.lines
        if len(lines) != 1 or lines[0].unit_price is not None or not lines[0].quantity:
            return False
        if any(c.field.startswith("lines.") or c.code == "mixed_currency" for c in self.content.concerns):
            return False
        price = value / lines[0].quantity
        if price != price.quantize(Decimal("0.0001")):
            return False
        source = said(quote) if lines[0].quantity == 1 else Source(SourceKind.COMPUTED, quote=quote)
        fields: op.LineFields = {"unit_price": plain(price)}
        self.bench.apply(op.ChangeLine(line_id=lines[0].id, fields=fields, sources={"unit_price": source}))
        return True

    def money(self, value: Decimal) -> Decimal:
        """In whole minor units of the draft's currency."""
        return value.quantize(Decimal(1).scaleb(-minor_digits(self.content.currency)))


def _earlier(content: InvoiceContent) -> Source:
    return Source(SourceKind.EARLIER_INVOICE, ref=content.issue_date.isoformat())


def _copy_of(line: LineItem, source: Source) -> op.AddLine:
    names = ("description", "quantity", "unit", "unit_price")
    return op.AddLine(
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        discount=line.discount,
        taxed=line.taxed,
        tax_rate=line.tax_rate,
        tax_category=line.tax_category,
        sources={name: source for name in names if getattr(line, name) is not None},
    )
