"""The picture an authenticator app scans: the key URI of the enrolment, drawn here and now."""

from __future__ import annotations

from urllib.parse import quote, urlencode

_ISSUER = "ScatterPilot"


def key_uri(email: str, secret: str) -> str:
    """What is in the code.

    https://github.com/google/google-authenticator/wiki/Key-Uri-Format
    """
    label = quote(f"{_ISSUER}:{email}", safe=":@")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': _ISSUER})}"


def drawn(uri: str) -> str:
    """An SVG element without styles, dark on white whatever the page's colours."""
    import segno

    code = segno.make(uri, error="m", micro=False)
    return str(code.svg_inline(border=3, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None))


def in_groups(secret: str) -> str:
    """The secret in fours, as one types it where there is no camera."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
