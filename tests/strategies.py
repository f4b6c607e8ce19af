"""Hypothesis strategies over the domain, and how long properties are tried.

``HYPOTHESIS_PROFILE=thorough`` tries many more examples, at random; the default is quick and
the same in every run, so that nobody's change fails by somebody else's luck.
"""

import os
from dataclasses import replace
from datetime import date
from decimal import Context, Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from invoices.domain.invoice import Concern, InvoiceContent, due_after
from invoices.domain.line_item import LineItem, Reduction, ReductionKind, TaxCategory
from invoices.domain.parties import Address, Customer
from invoices.domain.sources import Source, SourceKind

_WIDE = Context(prec=80)
_SLOW = [HealthCheck.too_slow]
settings.register_profile("quick", max_examples=40, deadline=None, derandomize=True, suppress_health_check=_SLOW)
settings.register_profile("thorough", max_examples=3000, deadline=None, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def decimals(smallest: int, largest: int, *, places: int) -> SearchStrategy[Decimal]:
    """Decimals that are whole multiples of 10**-places, between these multiples."""
    return st.integers(smallest, largest).map(lambda n: Decimal(n).scaleb(-places, context=_WIDE))


currencies = st.sampled_from(["USD", "EUR", "JPY", "KWD", "CLF"])
quantities = decimals(1, 10**4, places=2) | decimals(1, 10**18 - 1, places=6)
prices = decimals(0, 10**5, places=2) | decimals(0, 10**16 - 1, places=4)
percents = st.sampled_from([Decimal(rate) for rate in ("0", "5", "7.7", "8.25", "19", "20", "100")]) | decimals(
    0, 10**6, places=4
)
amounts = decimals(0, 10**6, places=2) | decimals(0, 10**16 - 1, places=4)
reductions = st.builds(Reduction, st.just(ReductionKind.PERCENT), percents) | st.builds(
    Reduction, st.just(ReductionKind.AMOUNT), amounts
)


def maybe(values: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """These values, or None."""
    return st.none() | values


# Any Unicode a document may hold: letters of every script, emoji, quotes, markup; no control characters.
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
several_lines = st.lists(texts, max_size=3).map("\n".join)
sources = st.dictionaries(
    st.sampled_from(["quantity", "unit_price", "currency", "due_date"]),
    st.builds(Source, st.sampled_from(SourceKind), maybe(texts), maybe(texts)),
    max_size=2,
)


days_in_any_year = st.dates()

billed_lines = st.builds(
    LineItem,
    id=st.just("1"),
    quantity=quantities,
    unit_price=prices,
    discount=maybe(reductions),
    taxed=st.booleans(),
    tax_rate=maybe(percents),
)


def _numbered(lines: list[LineItem]) -> tuple[LineItem, ...]:
    return tuple(replace(line, id=str(i)) for i, line in enumerate(lines, 1))


# Contents with priced lines, discounts and taxes, and nothing that figures ignore.
bills = st.builds(
    InvoiceContent,
    currency=currencies,
    issue_date=st.just(date(2026, 3, 10)),
    due_date=st.just(date(2026, 4, 9)),
    lines=st.lists(billed_lines, min_size=1, max_size=6).map(_numbered),
    discount=maybe(reductions),
    tax_rate=percents,
    prices_include_tax=st.booleans(),
    deposit=maybe(reductions),
)


addresses = st.builds(
    Address,
    line1=texts,
    line2=texts,
    city=texts,
    region=texts,
    postal_code=texts,
    country=st.sampled_from(["", "US", "DE", "JP"]),
)
customers = st.builds(
    Customer,
    id=maybe(st.sampled_from(["c1", "c2"])),
    name=texts,
    email=st.sampled_from(["", "zoë@café.example", "a.b+c@mail.example"]),
    address=addresses,
    tax_id=texts,
    buyer_reference=texts,
)
# Few ids, so that two contents share some lines, lack others and order them differently.
line_ids = st.sampled_from(["1", "2", "3", "7", "10", "42"])
any_lines = st.lists(
    st.builds(
        LineItem,
        id=line_ids,
        description=several_lines,
        quantity=maybe(quantities),
        unit=maybe(texts),
        unit_price=maybe(prices),
        discount=maybe(reductions),
        taxed=st.booleans(),
        tax_rate=maybe(percents),
        tax_category=st.sampled_from(TaxCategory),
        stated_amount=maybe(amounts),
        sources=sources,
    ),
    max_size=4,
    unique_by=lambda line: line.id,
).map(tuple)


@st.composite
def contents(draw: st.DrawFn) -> InvoiceContent:
    """Any content there can be, complete or not."""
    issue_date = draw(st.dates(max_value=date(9989, 1, 1)))
    due_days = draw(maybe(st.integers(0, 3650)))
    return InvoiceContent(
        currency=draw(currencies),
        issue_date=issue_date,
        due_date=draw(st.dates()) if due_days is None else due_after(issue_date, due_days),
        due_days=due_days,
        customer=draw(maybe(customers)),
        lines=draw(any_lines),
        discount=draw(maybe(reductions)),
        tax_rate=draw(percents),
        tax_name=draw(texts),
        prices_include_tax=draw(st.booleans()),
        deposit=draw(maybe(reductions)),
        purchase_order=draw(texts),
        notes=draw(several_lines),
        stated_totals=tuple(draw(st.lists(amounts, max_size=2))),
        concerns=tuple(draw(st.lists(st.builds(Concern, st.just("invalid_date"), texts, texts), max_size=2))),
        unverified=tuple(draw(st.lists(texts, max_size=2))),
        sources=draw(sources),
    )
