import json
from dataclasses import asdict

import pytest
from hypothesis import given

from invoices.domain.changes import Change, diff, revert
from invoices.domain.document import to_document
from tests.builders import a_content, a_customer, a_line, percent_off
from tests.strategies import contents

THREE = a_content(a_line(description="A"), a_line(description="B"), a_line(description="C"))
A, B, C = to_document(THREE)["lines"]


def with_lines(*lines):
    return {**to_document(THREE), "lines": list(lines)} if lines else to_document(a_content(lines=()))


@given(contents(), contents())
def test_taking_back_the_steps_between_any_two_contents_gives_the_first_exactly(one, other):
    before, after = to_document(one), to_document(other)

    assert revert(after, diff(before, after)) == before


@given(contents())
def test_taking_back_the_steps_that_began_a_draft_leaves_nothing(content):
    document = to_document(content)

    assert revert(document, diff({}, document)) == {}


@given(contents())
def test_what_did_not_change_takes_no_steps(content):
    assert diff(to_document(content), to_document(content)) == ()


@given(contents(), contents())
def test_steps_come_back_from_json_and_can_still_be_taken_back(one, other):
    before, after = to_document(one), to_document(other)

    stored = json.dumps([asdict(step) for step in diff(before, after)])

    assert revert(after, [Change(**step) for step in json.loads(stored)]) == before


@given(contents(), contents())
def test_taking_steps_back_touches_neither_the_document_nor_the_steps(one, other):
    before, after = to_document(one), to_document(other)
    steps = diff(before, after)
    as_they_were = json.dumps([after, [asdict(step) for step in steps]])

    revert(after, steps)["lines"] = "something else"

    assert json.dumps([after, [asdict(step) for step in steps]]) == as_they_were


@pytest.mark.parametrize(
    ("before", "after", "steps"),
    [
        (with_lines(A), with_lines(A, B), [Change("add", "lines.1", None, B)]),
        (with_lines(A, C), with_lines(A, B, C), [Change("add", "lines.1", None, B)]),
        (with_lines(), with_lines(A, B), [Change("add", "lines.0", None, A), Change("add", "lines.1", None, B)]),
        (with_lines(A, B), with_lines(B), [Change("remove", "lines.0", A, None)]),
        (
            with_lines(A, B, C),
            with_lines(B),
            [Change("remove", "lines.2", C, None), Change("remove", "lines.0", A, None)],
        ),
        (with_lines(A, B), with_lines(B, A), [Change("reorder", "lines", ["1", "2"], ["2", "1"])]),
        (
            with_lines(A, B),
            with_lines(A, {**B, "quantity": "12"}),
            [Change("set", "lines.1.quantity", "1", "12")],
        ),
        (
            with_lines(A, B),
            with_lines({**B, "quantity": "12"}, A),
            [Change("reorder", "lines", ["1", "2"], ["2", "1"]), Change("set", "lines.0.quantity", "1", "12")],
        ),
    ],
)
def test_lines_are_followed_by_their_id(before, after, steps):
    assert list(diff(before, after)) == steps


@pytest.mark.parametrize(
    ("fields", "step"),
    [
        ({"currency": "EUR"}, Change("set", "currency", "USD", "EUR")),
        ({"notes": "Thanks"}, Change("set", "notes", None, "Thanks")),
        ({"discount": percent_off("10")}, Change("set", "discount", None, {"kind": "percent", "value": "10"})),
        ({"prices_include_tax": True}, Change("set", "prices_include_tax", None, True)),
    ],
)
def test_a_changed_field_is_one_step_with_what_was_and_what_is(fields, step):
    assert diff(to_document(a_content()), to_document(a_content(**fields))) == (step,)


def test_a_customer_that_is_taken_off_has_no_value_after():
    (step,) = diff(to_document(a_content(customer=a_customer(name="Acme"))), to_document(a_content(customer=None)))

    assert (step.path, step.before["name"], step.after) == ("customer", "Acme", None)


def test_the_same_figure_written_differently_is_no_change():
    assert diff(to_document(a_content(a_line(quantity="10"))), to_document(a_content(a_line(quantity="10.00")))) == ()
