"""Money: an exact decimal amount in a currency, and the one place where it is rounded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, reduce

from invoices.domain.currencies import minor_digits

# Enough digits for 12 + 6 times 12 + 4 digits over 1,000 lines, exactly.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


@cache
def minor_unit(currency: str) -> Decimal:
    """The smallest amount of a currency: Decimal('0.01') for USD, Decimal('1') for JPY."""
    return Decimal(1).scaleb(-minor_digits(currency))


@dataclass(frozen=True, slots=True)
class Money:
    """An amount that is always a whole number of the currency's minor units."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not self.amount.is_finite():
            raise ValueError(f"money must be finite, not {self.amount}")
        if not self.amount.same_quantum(minor_unit(self.currency)):
            raise ValueError(f"{self.amount} {self.currency} is not in whole minor units")

    @classmethod
    def rounded(cls, amount: Decimal, currency: str) -> Money:
        """Round half up to the minor unit: the only rounding of money in the product."""
        # plus: a rounded -0.001 is 0.00, never -0.00.
        return cls(EXACT.plus(amount.quantize(minor_unit(currency), context=EXACT)), currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in this currency."""
        return _zero(currency)

    def __add__(self, other: Money) -> Money:
        return Money(EXACT.add(self.amount, self._same(other)), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(EXACT.subtract(self.amount, self._same(other)), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __str__(self) -> str:
        return f"{self.amount:f}"

    @property
    def is_zero(self) -> bool:
        return not self.amount

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} don't add up")
        return other.amount


@cache
def _zero(currency: str) -> Money:
    return Money.rounded(Decimal(0), currency)


def total_of(amounts: Iterable[Money], currency: str) -> Money:
    """The sum; zero of the currency when there are none."""
    zero = Money.zero(currency)
    return Money(reduce(EXACT.add, map(zero._same, amounts), zero.amount), currency)


def spread(whole: Money, weights: Sequence[Decimal]) -> tuple[Money, ...]:
    """Split an amount in proportion to the weights so that the parts add up to the whole.

    Every part is rounded down to the minor unit; what is left goes, one minor unit each, to
    the largest remainders (ties: the larger weight, then the earlier part). ``whole`` and the
    weights are not negative; with no weight at all nothing is spread.

    >>> [str(part) for part in spread(Money(Decimal("0.05"), "USD"), [Decimal(1)] * 3)]
    ['0.02', '0.02', '0.01']
    """
    if whole.is_zero:
        return (whole,) * len(weights)
    # Whole numbers: no precision to run out of, however large the amounts.
    digits = minor_digits(whole.currency)
    units = int(whole.amount.scaleb(digits, context=EXACT))
    scale = max((-int(weight.as_tuple().exponent) for weight in weights), default=0)
    shares = [int(weight.scaleb(scale, context=EXACT)) for weight in weights]
    total_weight = sum(shares)
    if not total_weight:
        return tuple(Money.zero(whole.currency) for _ in weights)
    floors, remainders = zip(*(divmod(units * share, total_weight) for share in shares), strict=True)
    order = sorted(range(len(shares)), key=lambda i: (-remainders[i], -shares[i], i))
    lucky = set(order[: units - sum(floors)])
    parts = (floor + (i in lucky) for i, floor in enumerate(floors))
    return tuple(Money(Decimal(part).scaleb(-digits, context=EXACT), whole.currency) for part in parts)
