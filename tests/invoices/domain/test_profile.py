from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from invoices.domain.errors import InvalidInvoice
from invoices.domain.profile import Profile
from tests.builders import a_seller


def test_a_new_sellers_profile_is_usable_as_it_is():
    assert (Profile().currency, Profile().default_due_days, Profile().series.start) == ("USD", 30, 1)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"currency": "usd"}, "unknown_currency"),
        ({"default_due_days": -1}, "out_of_range"),
        ({"default_due_days": 3651}, "out_of_range"),
        ({"default_tax_rate": Decimal("-1")}, "negative"),
        ({"default_tax_rate": Decimal("100.5")}, "not_a_percentage"),
        ({"tax_name": "x" * 41}, "too_long"),
        ({"tax_name": "V\x00T"}, "invalid_characters"),
        ({"seller": a_seller(locale="english")}, "invalid_locale"),
        ({"seller": a_seller(locale="")}, "invalid_locale"),
        ({"time_zone": ""}, "unknown_time_zone"),
        ({"time_zone": "Mars/Olympus"}, "unknown_time_zone"),
        ({"time_zone": "Europe"}, "unknown_time_zone"),
        ({"time_zone": "../../etc/passwd"}, "unknown_time_zone"),
        ({"time_zone": "/etc/localtime"}, "unknown_time_zone"),
        ({"time_zone": "Europe/Berlin\x00"}, "unknown_time_zone"),
        ({"time_zone": "x" * 5000}, "unknown_time_zone"),
    ],
)
def test_a_profile_from_which_no_draft_could_begin_does_not_exist(fields, code):
    with pytest.raises(InvalidInvoice) as refusal:
        Profile(**fields)

    assert refusal.value.problems[0].code == code


@pytest.mark.parametrize("locale", ["en-US", "de-DE", "fr", "haw"])
def test_a_locale_is_a_language_with_or_without_a_country(locale):
    assert Profile(seller=a_seller(locale=locale)).seller.locale == locale


@pytest.mark.parametrize(
    ("time_zone", "today"),
    [
        ("UTC", date(2026, 3, 10)),
        ("Pacific/Auckland", date(2026, 3, 11)),
        ("America/Los_Angeles", date(2026, 3, 10)),
        ("Asia/Kolkata", date(2026, 3, 11)),
    ],
)
def test_today_is_the_sellers_own_date(time_zone, today):
    assert Profile(time_zone=time_zone).today(datetime(2026, 3, 10, 20, 0, tzinfo=UTC)) == today
