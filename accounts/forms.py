"""What the account pages read."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.password_policy import LONGEST, unmet

_NOT_IN_A_CODE = re.compile(r"[\s-]+")


class EmailField(forms.EmailField):
    """An e-mail address as the pool knows it: in small letters."""

    def __init__(self, *, label: str = "E-mail", autocomplete: str = "username", hook: str = "email") -> None:
        attributes = {"autocomplete": autocomplete, "data-test": hook}
        super().__init__(label=label, max_length=254, widget=forms.EmailInput(attributes))

    def clean(self, value: Any) -> str:
        """In small letters."""
        return str(super().clean(value)).lower()


class PasswordField(forms.CharField):
    """A password as it is, spaces and all; never shown again."""

    def __init__(self, *, label: str = "Password", autocomplete: str = "current-password", hook: str) -> None:
        attributes = {"autocomplete": autocomplete, "data-test": hook}
        widget = forms.PasswordInput(attributes)
        super().__init__(label=label, max_length=LONGEST, strip=False, widget=widget)


class NewPasswordField(PasswordField):
    """A password to be: it keeps the pool's rules, which the page lists and checks while typing."""

    def __init__(self, *, label: str = "New password", hook: str) -> None:
        super().__init__(label=label, autocomplete="new-password", hook=hook)
        self.widget.attrs["data-checked-by"] = "password-rules"

    def validate(self, value: Any) -> None:
        """Raises ValidationError naming every rule that is broken."""
        super().validate(value)
        broken = unmet(value)
        if broken:
            raise ValidationError(f"Still missing: {'; '.join(text[0].lower() + text[1:] for text in broken)}.")


class CodeField(forms.CharField):
    """Six digits, however they were typed: with spaces, or in another script's figures."""

    def __init__(self, *, label: str = "Code", hook: str) -> None:
        attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "data-test": hook}
        super().__init__(label=label, max_length=20, widget=forms.TextInput(attributes))

    def to_python(self, value: Any) -> str:
        """Plain digits as far as they can be read."""
        return _NOT_IN_A_CODE.sub("", unicodedata.normalize("NFKC", super().to_python(value)))

    def validate(self, value: Any) -> None:
        """Raises ValidationError for anything but six digits."""
        super().validate(value)
        if not re.fullmatch(r"[0-9]{6}", value):
            raise ValidationError("The code has six digits.")


class SignInForm(forms.Form):
    """E-mail and password."""

    email = EmailField(hook="sign-in-email")
    password = PasswordField(hook="sign-in-password")


class SignUpForm(forms.Form):
    """E-mail and the password to be."""

    email = EmailField(hook="sign-up-email")
    password = NewPasswordField(label="Password", hook="sign-up-password")


class AddressForm(forms.Form):
    """An e-mail address to which a code may go."""

    email = EmailField(hook="address-email")


class ConfirmForm(forms.Form):
    """The code that proves an address."""

    email = EmailField(hook="confirm-email")
    code = CodeField(hook="confirm-code")


class ResetForm(forms.Form):
    """The mailed code and the password to be."""

    email = EmailField(hook="reset-email")
    code = CodeField(hook="reset-code")
    password = NewPasswordField(hook="reset-password")


class FirstPasswordForm(forms.Form):
    """An invited user's own password."""

    password = NewPasswordField(hook="first-password")


class CodeForm(forms.Form):
    """A code only: the authenticator's, or of a new address."""

    code = CodeField(hook="code")


class ChangePasswordForm(forms.Form):
    """The password of now and the one to be."""

    password = PasswordField(label="Present password", hook="present-password")
    new_password = NewPasswordField(hook="new-password")


class NewAddressForm(forms.Form):
    """The new address, with the password."""

    email = EmailField(label="New e-mail", autocomplete="email", hook="new-email")
    password = PasswordField(label="Present password", hook="present-password")


class PasswordForm(forms.Form):
    """The password, to be sure who is asking."""

    password = PasswordField(label="Present password", hook="present-password")


class DeletionForm(PasswordForm):
    """The password, and that it is meant."""

    is_understood = forms.BooleanField(
        label="I understand that this can’t be undone",
        widget=forms.CheckboxInput({"data-test": "is-understood"}),
    )
