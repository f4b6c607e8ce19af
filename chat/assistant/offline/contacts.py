"""E-mail, telephone, other numbers, address and purchase order: what surrounds the bill."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.text import Page
from invoices.domain.parties import Address

_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\=|]{1,64}@[^\s@<>,;:\"()\[\]\\=|]{1,80}\.[a-z0-9-]{2,24}", re.IGNORECASE)
_WEB = re.compile(r"(?<!\w)(?:https?://|www\.)[^\s<>\"]{1,300}", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z!][^<>\n]{0,200}>", re.IGNORECASE)
_STREET = (
    r"street|st|avenue|ave|road|rd|lane|ln|drive|dr|way|row|boulevard|blvd|court|ct|place|pl|square|sq"
    r"|close|terrace|hill"
    r"|parkway|pkwy|highway|hwy|crescent|mews|quay|wharf|yard|walk|park|gardens|grove|circle|alley|loop"
    r"|trail|green|gate|view"
)
_NUMBER_FIRST = re.compile(
    rf"(?<![\w$€£.,])(?:(?:unit|suite|flat|apt|floor|po box|p\.o\."
    rf" box)\.? ?[\w-]{{1,6}},? )?\d{{1,5}}[a-z]?(?:-\d{{1,5}})? (?:[^\W\d_][\w.'-]{{0,20}} ){{0,4}}"
    rf"(?:{_STREET})\b\.?",
)
_NUMBER_LAST = re.compile(
    r"(?<!\w)(?:[^\W\d_][\w.'-]{0,20} ){0,2}(?:(?:[^\W\d_]{2,20}(?:strasse|straße|str\.|weg|platz|allee"
    r"|gasse|straat|laan|plein|gracht|kade|dreef|singel)|"
    r"calle|c/|avda\.?|avenida|plaza|paseo|rua|travessa|av\.|via|viale|piazza|corso|rue|avenue|place"
    r"|boulevard|chemin|quai)"
    r"(?: [^\W\d_][\w.'-]{0,20}){0,4}),? ?(?:n[.º°o]? ?)?\d{1,5}[a-z]?\b",
)
_FRENCH = re.compile(
    r"(?<![\w.,])\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|av\.|boulevard|bd|place|chemin|quai|impasse"
    r"|allee|route)(?: [^\W\d_][\w.'-]{0,20}){1,5}"
)
_MORE = re.compile(
    r"(?:, ?|\n|, )(?P<part>(?:(?:\d{4,5}(?:-\d{4})?|\d{4} ?[a-z]{2}|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|\d{5}-\d{3}) )?"
    r"[^\W\d_][^\W\d_.'-]{1,24}(?: [^\W\d_][^\W\d_.'-]{0,24}){0,3}(?: (?:\d{4,6}"
    r"(?:-\d{3,4})?|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]\d[a-z] ?\d[a-z]\d))?|"
    r"\d{4,6}(?:-\d{3,4})?|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})(?=$|[,;.\n])"
)
_POSTAL = re.compile(
    r"(?<!\w)(?:\d{5}-\d{3,4}|\d{4} ?[A-Z]{2}(?!\w)|\d{4,6}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z]"
    r" ?\d[A-Z]\d)(?!\w)"
)


def mask_markup(page: Page) -> None:
    """Tags and web addresses are words like others: keep their digits from being figures."""
    for pattern in (_TAG, _WEB):
        for match in pattern.finditer(page.plain):
            page.cover(match.start(), match.end(), "w")


def read_email(page: Page, lexicon: Lexicon) -> tuple[str, str] | None:
    """(address, quote) of the last e-mail address given; all of them are masked."""
    found = None
    lead = lexicon.re(r"[(<]?(?:<article> )?(?:(?:<email_lead>)(?: <be>)? ?[:=]?)[ <(]{0,3}$")
    for match in _EMAIL.finditer(page.raw):
        end = match.end()
        address = match[0].rstrip(".'-*")
        before = lead.search(page.shape[max(0, match.start() - 40) : match.start()])
        start = max(0, match.start() - 40) + before.start() if before else match.start()
        while end < len(page.raw) and page.raw[end] in ">)":
            end += 1
        if start and page.raw[start - 1] in "<(":
            start -= 1
        page.cover(start, end)
        found = (address.lstrip("'*"), page.quote(start, end))
    return found


def mask_other_numbers(page: Page, lexicon: Lexicon) -> None:
    """Telephone, tax and account numbers are no figures of the invoice."""
    phone = lexicon.re(r"<phone_lead>\.? ?(?:<be>|[:=])? ?(?P<n>[+(\d][\d ()./-]{5,20}\d)")
    for match in phone.finditer(page.shape):
        page.cover(match.start(), match.end())
    identity = lexicon.re(
        r"<tax_id_lead>\.? ?(?:<be>|[:=#])? ?(?P<n>[#a-z]{0,6}[ -]?\d[\w/.-]{2,30}(?: \d{2,4}(?!\w)){0,4})(?! ?%)"
    )
    for match in identity.finditer(page.shape):
        page.cover(match.start(), match.end())
    for match in re.finditer(
        r"(?<![\w$€£.,])\+\d{1,3}[\d ()-]{7,16}\d|(?<![\w$€£.,])\(\d{3}\) ?\d{3}-\d{4}|"
        r"(?<![\w$€£.,-])\d{3}[-.]\d{3}[-.]\d{4}(?!\w)",
        page.shape,
    ):
        page.cover(match.start(), match.end())


def read_purchase_order(page: Page, lexicon: Lexicon) -> tuple[str, str] | None:
    """(number, quote); an empty number when the user says there is none."""
    none = lexicon.re(r"<no_po>(?! ?[#:]? ?\d)").search(page.shape)
    if none:
        quote = page.quote(*none.span())
        page.cover(*none.span())
        return "", quote
    pattern = lexicon.re(
        r"(?:(?:<po_lead>) )?(?:<article> )?<po>(?: ?(?:<be>|<po_fill>|[:=#])){0,3}[ #]{0,3}(?P<n>"
        r"(?=[\w/.-]{0,20}\d)[a-z\d][\w/.-]{0,29})(?!\w)"
    )
    match = pattern.search(page.shape)
    if match is None:
        return None
    end = match.end()
    while page.plain[end - 1] in ".-/":
        end -= 1
    number = page.raw[match.start("n") : end]
    quote = page.quote(match.start(), end)
    page.cover(match.start(), end)
    return number, quote


@dataclass(frozen=True, slots=True)
class AddressMention:
    """A postal address and where it stands."""

    start: int
    end: int
    quote: str
    address: Address


def read_address(page: Page, lexicon: Lexicon) -> AddressMention | None:
    """A street with the place that follows it, if the message has one."""
    match = None
    for pattern in (_NUMBER_FIRST, _FRENCH, _NUMBER_LAST):
        match = next((m for m in pattern.finditer(page.shape) if _is_street(page, m)), None)
        if match:
            break
    if match is None:
        return None
    end = match.end()
    for _ in range(4):
        more = _MORE.match(page.shape, end)
        if more is None or not _is_place(page, lexicon, more):
            break
        end = more.end()
    lead = lexicon.re(r"(?:<article> )?<address_lead> ?(?:<be>|[:=])? ?[,(]?$").search(
        page.shape[max(0, match.start() - 40) : match.start()]
    )
    start = max(0, match.start() - 40) + lead.start() if lead else match.start()
    address = address_of(page.raw[match.start() : end])
    quote = page.quote(match.start(), end)
    page.cover(start, end)
    return AddressMention(start, end, quote, address)


def _is_street(page: Page, match: re.Match[str]) -> bool:
    written = page.raw[match.start() : match.end()]
    words = re.findall(r"[^\W\d_]+", written)
    return any(word[0].isupper() for word in words)


def _is_place(page: Page, lexicon: Lexicon, match: re.Match[str]) -> bool:
    part = page.raw[match.start("part") : match.end("part")]
    words = re.findall(r"[^\W\d_]+", part)
    if not words:
        return True
    if lexicon.has("bill_verb", words[0].lower()) or lexicon.re(" <email_lead>").match(part.lower()):
        return False
    return words[0][0].isupper() or bool(_POSTAL.search(part))


def address_of(text: str) -> Address:
    """An address from one line of text: street, then the place with its postal code."""
    parts = [part.strip(" .") for part in re.split(r"[,\n]", text) if part.strip(" .")]
    if not parts:
        return Address()
    places = [part for part in parts[1:] if _POSTAL.search(part)]
    if not places:
        rest = parts[1:]
        return Address(line1=parts[0][:200], line2=", ".join(rest[:-1])[:200], city=rest[-1][:200] if rest else "")
    place = places[-1]
    code = _POSTAL.search(place)
    postal = code[0] if code else ""
    left = " ".join(place.replace(postal, " ").split())
    between = parts[1 : parts.index(place)]
    if re.fullmatch(r"[A-Z]{2,3}|", left) and between:
        return Address(
            line1=parts[0][:200],
            line2=", ".join(between[:-1])[:200],
            city=between[-1][:200],
            region=left,
            postal_code=postal,
        )
    after = parts[parts.index(place) + 1 :]
    return Address(
        line1=parts[0][:200],
        line2=", ".join(between)[:200],
        city=left[:200],
        region=", ".join(after)[:200],
        postal_code=postal,
    )
