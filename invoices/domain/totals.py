"""Line items -> amounts, discount, tax per rate, total: the money rules of the product.

Rounding: half up to the minor unit, once per line, once for the discount, once per tax rate
(EN 16931 BR-CO-14 to BR-CO-17 compute tax per rate on its summed base).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from invoices.domain.invoice import Invoice, InvoiceContent, Payment
from invoices.domain.line_item import LineItem, Reduction, ReductionKind
from invoices.domain.money import EXACT, Money, spread, total_of

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class TaxAmount:
    """One rate's tax: ``rate`` in percent, ``base`` after discount, without the tax itself."""

    name: str
    rate: Decimal
    base: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of an invoice; refuses to exist unless they add up.

    ``line_amounts`` follow the lines' order, None where quantity or price is unknown.
    """

    line_amounts: tuple[Money | None, ...]
    subtotal: Money
    discount_total: Money
    taxes: tuple[TaxAmount, ...]
    tax_total: Money
    total: Money
    amount_paid: Money
    amount_due: Money

    def __post_init__(self) -> None:
        if self.subtotal - self.discount_total + self.tax_total != self.total:
            raise ValueError("subtotal - discount + tax is not the total")
        if self.total - self.amount_paid != self.amount_due:
            raise ValueError("total - amount paid is not the amount due")
        if any(figure.amount < 0 for figure in (self.subtotal, self.total, self.amount_due)):
            raise ValueError("an invoice has no negative figures")


def line_amount(line: LineItem, currency: str) -> Money | None:
    """Quantity times unit price less the line's discount, rounded once; never below zero."""
    if line.quantity is None or line.unit_price is None:
        return None
    gross = EXACT.multiply(line.quantity, line.unit_price)
    # EXACT, not "-": the default 28 digits would round once more before the rounding.
    return Money.rounded(EXACT.subtract(gross, _reduction_of(gross, line.discount)), currency)


def _reduction_of(gross: Decimal, reduction: Reduction | None) -> Decimal:
    if reduction is None:
        return Decimal(0)
    if reduction.kind is ReductionKind.PERCENT:
        return EXACT.divide(EXACT.multiply(gross, reduction.value), _HUNDRED)
    return min(reduction.value, gross)


def reduce(whole: Money, reduction: Reduction | None) -> Money:
    """The reduction of an amount in money, rounded once; at most the whole."""
    return Money.rounded(_reduction_of(whole.amount, reduction), whole.currency)


def rate_of(line: LineItem, content: InvoiceContent) -> Decimal:
    """The tax rate in percent that applies to this line; 0 when it is not taxed."""
    if not line.taxed:
        return Decimal(0)
    return content.tax_rate if line.tax_rate is None else line.tax_rate


def _bases(content: InvoiceContent, amounts: Sequence[Money], discount: Money) -> dict[Decimal, Money]:
    """What each distinct rate above zero applies to, after the discount's share.

    Ties of the last minor unit are broken by amount, then by rate, so that the order of the
    lines changes nothing.
    """
    rates = [rate_of(line, content) for line in content.lines if line.is_priced]
    order = sorted(range(len(amounts)), key=lambda i: (amounts[i].amount, rates[i]), reverse=True)
    shares = spread(discount, [amounts[i].amount for i in order])
    parts: dict[Decimal, list[Money]] = defaultdict(list)
    for i, share in zip(order, shares, strict=True):
        if rates[i]:
            parts[rates[i]].append(amounts[i] - share)
    return {rate: total_of(parts[rate], content.currency) for rate in sorted(parts, reverse=True)}


def _tax(content: InvoiceContent, rate: Decimal, base: Money) -> TaxAmount:
    divisor = EXACT.add(_HUNDRED, rate) if content.prices_include_tax else _HUNDRED
    exact = EXACT.divide(EXACT.multiply(base.amount, rate), divisor)
    amount = Money.rounded(exact, content.currency)
    net = base - amount if content.prices_include_tax else base
    return TaxAmount(content.tax_name, rate, net, amount)


def totals(content: InvoiceContent, *, paid: Money | None = None) -> Totals:
    """All figures of an invoice or draft; lines without a price count as nothing yet.

    ``paid`` is what was received in all (default: the deposit of the draft). With prices that
    include tax the stated total is kept exactly and the subtotal (net) is the rest.
    """
    currency = content.currency
    amounts = tuple(line_amount(line, currency) for line in content.lines)
    priced = [amount for amount in amounts if amount is not None]
    stated = total_of(priced, currency)
    discount = reduce(stated, content.discount)
    bases = _bases(content, priced, discount)
    taxes = tuple(_tax(content, rate, base) for rate, base in bases.items())
    tax = total_of((entry.amount for entry in taxes), currency)
    total = stated - discount if content.prices_include_tax else stated - discount + tax
    received = reduce(total, content.deposit) if paid is None else paid
    return Totals(
        line_amounts=amounts,
        subtotal=total + discount - tax,
        discount_total=discount,
        taxes=taxes,
        tax_total=tax,
        total=total,
        amount_paid=received,
        amount_due=total - received,
    )


def invoice_totals(invoice: Invoice) -> Totals:
    """The figures of a record: once it is open, only recorded payments count as paid."""
    if invoice.is_draft:
        return totals(invoice.content)
    currency = invoice.content.currency
    paid = total_of((Money.rounded(p.amount, currency) for p in invoice.payments), currency)
    return totals(invoice.content, paid=paid)


def deposit_of(content: InvoiceContent) -> tuple[Payment, ...]:
    """The payment that a draft's deposit becomes; none without one."""
    received = totals(content).amount_paid
    if received.is_zero:
        return ()
    return (Payment(amount=received.amount, paid_on=content.issue_date, method="deposit"),)
