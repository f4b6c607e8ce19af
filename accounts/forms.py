"""What the account pages read."""

from __future__ import annotations

from django import forms


class SignInForm(forms.Form):
    """E-mail and password."""

    email = forms.EmailField(max_length=254)
    password = forms.CharField(max_length=256, strip=False, widget=forms.PasswordInput)
