"""Money: an exact decimal amount in a currency, and the one place where it is rounded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

from invoices.domain.currencies import minor_digits

# Enough digits for 12 + 6 times 12 + 4 digits over 1,000 lines, exactly.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


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
        if self.amount.as_tuple().exponent != -minor_digits(self.currency):
            raise ValueError(f"{self.amount} {self.currency} is not in whole minor units")

    @classmethod
    def rounded(cls, amount: Decimal, currency: str) -> Money:
        """Round half up to the minor unit: the only rounding of money in the product."""
        return cls(amount.quantize(minor_unit(currency), context=EXACT), currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in this currency."""
        return cls.rounded(Decimal(0), currency)

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


def total_of(amounts: Iterable[Money], currency: str) -> Money:
    """The sum; zero of the currency when there are none."""
    total = Money.zero(currency)
    for amount in amounts:
        total = total + amount
    return total


def spread(whole: Money, weights: Sequence[Decimal]) -> tuple[Money, ...]:
    """Split an amount in proportion to the weights so that the parts add up to the whole.

    Every part is rounded down to the minor unit; what is left goes, one minor unit each, to
    the largest remainders (ties: the larger weight, then the earlier part). ``whole`` and the
    weights are not negative; with no weight at all nothing is spread.

    >>> [str(part) for part in spread(Money(Decimal("0.05"), "USD"), [Decimal(1)] * 3)]
    ['0.02', '0.02', '0.01']
    """
    total_weight = sum(weights, Decimal(0))
    if not total_weight:
        return tuple(Money.zero(whole.currency) for _ in weights)
    unit = minor_unit(whole.currency)
    units = int(whole.amount / unit)
    exact = [EXACT.divide(EXACT.multiply(Decimal(units), w), total_weight) for w in weights]
    floors = [int(share.to_integral_value(ROUND_FLOOR)) for share in exact]
    order = sorted(range(len(weights)), key=lambda i: (floors[i] - exact[i], -weights[i], i))
    for i in order[: units - sum(floors)]:
        floors[i] += 1
    return tuple(Money.rounded(unit * count, whole.currency) for count in floors)
