"""Tax ids, IBAN and BIC checked offline by their check digits, the seller's country deciding which.

What is right in form only is the domain's matter; the formats of each country are python-stdnum's.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from invoices.domain.errors import FieldProblem, InvalidInvoice
from invoices.domain.parties import Seller
from invoices.presentation import country_name

# Country -> what a business there may put on its invoices as its tax id, as stdnum names the formats.
# A country that is not here has formats that nobody wrote down yet: whatever is typed passes.
_FORMATS = {
    "AD": "nrt", "AL": "nipt", "AR": "cuit", "AT": "uid tin", "AU": "abn acn tfn", "AZ": "voen", "BE": "vat nn",
    "BG": "vat egn pnf", "BR": "cnpj cpf", "BY": "unp", "CA": "bn sin", "CH": "uid vat", "CL": "rut",
    "CN": "uscc ric", "CO": "nit", "CR": "cpj cpf cr", "CY": "vat", "CZ": "dic", "DE": "vat stnr idnr", "DK": "cvr",
    "DO": "rnc cedula", "DZ": "nif", "EC": "ruc ci", "EE": "kmkr registrikood", "EG": "tn", "ES": "nif",
    "FI": "alv ytunnus veronumero", "FO": "vn", "FR": "tva siren siret nif", "GB": "vat utr", "GH": "tin",
    "GR": "vat", "GT": "nit", "HR": "oib", "HU": "anum", "ID": "npwp", "IE": "vat pps", "IL": "hp idnr",
    "IN": "gstin pan", "IS": "vsk kennitala", "IT": "iva codicefiscale", "JP": "in_ cn", "KE": "pin", "KR": "brn",
    "LI": "peid", "LT": "pvm asmens", "LU": "tva", "LV": "pvn", "MA": "ice", "MC": "tva", "MD": "idno",
    "ME": "pib", "MK": "edb", "MT": "vat", "MX": "rfc", "MZ": "nuit", "NL": "btw bsn", "NO": "mva orgnr",
    "NZ": "ird", "PE": "ruc", "PL": "nip pesel regon", "PT": "nif", "PY": "ruc", "RO": "cf cui cnp", "RS": "pib",
    "RU": "inn", "SE": "vat orgnr personnummer", "SG": "uen", "SI": "ddv", "SK": "dph rc", "SM": "coe",
    "SN": "ninea", "SV": "nit", "TH": "tin", "TN": "mf", "TR": "vkn tckimlik", "TW": "ubn", "UA": "edrpou rntrc",
    "US": "ein tin", "UY": "rut", "VE": "rif", "VN": "mst", "ZA": "tin idnr",
}  # fmt: skip
_PACKAGES = {"IN": "in_", "IS": "is_"}  # words that Python keeps to itself


def check_numbers(seller: Seller) -> Seller:
    """The seller as given; raises InvalidInvoice when tax id, IBAN or BIC can't be right."""
    found = problems(tax_id=seller.tax_id, country=seller.address.country, iban=seller.iban, bic=seller.bic)
    if found:
        raise InvalidInvoice(found)
    return seller


def problems(*, tax_id: str, country: str, iban: str, bic: str) -> list[FieldProblem]:
    """What can't be right of these numbers as typed; spaces don't matter."""
    return [*_tax_id_problems(tax_id, country), *_bank_problems(iban, bic)]


def _tax_id_problems(tax_id: str, country: str) -> list[FieldProblem]:
    names = _FORMATS.get(country, "").split()
    if not tax_id.strip() or not names:
        return []
    package = _PACKAGES.get(country, country.lower())
    # A business may be registered in another country of the European Union than its own.
    known = [f"stdnum.{package}.{name}" for name in names] + ["stdnum.eu.vat"]
    if any(_module(name).is_valid(tax_id) for name in known):
        return []
    text = (
        f"“{tax_id}” is no tax id of {country_name(country, 'en')}. Check every digit, and the country of your address."
    )
    return [FieldProblem("seller.tax_id", "invalid_tax_id", text)]


def _bank_problems(iban: str, bic: str) -> list[FieldProblem]:
    found = []
    if iban and not _module("stdnum.iban").is_valid(iban):
        text = "This IBAN can’t be right: its check digits don’t fit. Compare it with your bank’s papers."
        found.append(FieldProblem("seller.iban", "invalid_iban", text))
    if bic and not _module("stdnum.bic").is_valid(bic):
        text = "A BIC has 8 or 11 letters and digits, such as COBADEFF or DEUTDEFF500."
        found.append(FieldProblem("seller.bic", "invalid_bic", text))
    return found


def _module(name: str) -> Any:
    """A format, read when somebody first needs it: there are hundreds, with tables of their own."""
    return import_module(name)
