"""ISO 4217 currencies and their minor units.

Source: ISO 4217:2015, list one of the maintenance agency (SIX). Funds codes, metals and the
testing code are left out: nobody invoices in them.
"""

from __future__ import annotations

from invoices.domain.errors import InvalidInvoice

_TWO_DIGITS = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD
HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD
MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON
RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD
TZS UAH USD UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
"""
_NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF UYI"
_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"

MINOR_DIGITS: dict[str, int] = {
    **dict.fromkeys(_TWO_DIGITS.split(), 2),
    **dict.fromkeys(_NO_DIGITS.split(), 0),
    **dict.fromkeys(_THREE_DIGITS.split(), 3),
    "CLF": 4,
    "UYW": 4,
}


def minor_digits(currency: str) -> int:
    """Digits after the point of this currency's minor unit (JPY 0, USD 2, KWD 3).

    Raises InvalidInvoice for anything but an active ISO 4217 code in capitals.
    """
    try:
        return MINOR_DIGITS[currency]
    except KeyError:
        raise InvalidInvoice.of(
            "currency",
            "unknown_currency",
            f"{currency[:10]!r} is not an ISO 4217 currency code such as USD, EUR or GBP.",
        ) from None
