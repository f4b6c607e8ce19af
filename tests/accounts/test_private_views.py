"""The pages of those signed in are imported late; what is late must be there, and must be private."""

from importlib import import_module

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

import chat.urls
import invoices.urls
from accounts.private_views import PrivateViews

LATE = [pattern for site_map in (chat.urls, invoices.urls) for pattern in site_map.urlpatterns]


def patterns_below(resolver: URLResolver) -> list[URLPattern]:
    found = []
    for entry in resolver.url_patterns:
        found += patterns_below(entry) if isinstance(entry, URLResolver) else [entry]
    return found


@pytest.mark.parametrize("pattern", LATE, ids=lambda pattern: pattern.name)
def test_a_late_view_is_there_and_bears_no_mark_that_would_not_be_seen(pattern):
    view = getattr(import_module(pattern.callback.__module__), pattern.callback.__name__)

    assert not {"is_public", "csrf_exempt", "cls"} & set(vars(view))


def test_a_late_view_answers_what_the_real_one_answers(rf):
    views = PrivateViews("tests.accounts.a_module_of_views")

    assert views.greet(rf.get("/"), name="Ann").content == b"Hello Ann"


def test_making_an_address_looks_into_no_api_but_a_request_finds_it():
    addresses = {str(pattern.pattern) for pattern in patterns_below(get_resolver())}

    assert {"invoices/<str:invoice_id>/finalize/", "conversations/"} <= addresses
    assert get_resolver().resolve("/api/v1/conversations/").func.cls.__name__ == "ConversationList"
    assert get_resolver().resolve("/api/v1/invoices/").func.cls.__name__ == "InvoiceList"
