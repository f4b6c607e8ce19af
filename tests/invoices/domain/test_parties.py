import pytest

from invoices.domain.errors import InvalidInvoice
from invoices.domain.parties import Address, Customer, Seller, check_email, check_text
from tests.builders import an_address

HONEST = [
    "Zoë's Café & Söhne",
    "<script>alert(1)</script>",
    "Robert'); DROP TABLE invoices;--",
    "{{ 7 * 7 }} {% debug %} ${jndi:ldap://x}",
    "select 5 widgets from catalogue",
    "../../etc/passwd",
    "=1+1",
    "株式会社テスト",
    "شركة الاختبار",
    "👩‍👩‍👧 Family",
    "e\u0301 combining",
    "O\u2019Neill",
]
UNUSABLE = ["\x00", "\x07", "\x1b[31m", "\r", "\x7f", "\ud800", "\udfff"]


@pytest.mark.parametrize("text", HONEST)
def test_honest_text_of_any_script_passes_unchanged(text):
    assert Customer(name=text).name == text


@pytest.mark.parametrize("text", UNUSABLE)
@pytest.mark.parametrize("name", ["name", "tax_id", "buyer_reference", "email"])
def test_a_customer_holds_no_characters_that_no_document_can_show(name, text):
    value = f"a{text}@mail.example" if name == "email" else f"a{text}b"

    with pytest.raises(InvalidInvoice) as refusal:
        Customer(**{name: value})

    assert refusal.value.problems[0].field == f"customer.{name}"


@pytest.mark.parametrize("text", UNUSABLE)
@pytest.mark.parametrize("name", ["name", "tax_id", "phone", "email", "payment_details"])
def test_a_seller_holds_no_characters_that_no_document_can_show(name, text):
    value = f"a{text}@mail.example" if name == "email" else f"a{text}b"

    with pytest.raises(InvalidInvoice) as refusal:
        Seller(**{name: value})

    assert refusal.value.problems[0].field == f"seller.{name}"


@pytest.mark.parametrize("name", ["line1", "line2", "city", "region", "postal_code"])
def test_each_part_of_an_address_is_one_line(name):
    with pytest.raises(InvalidInvoice) as refusal:
        Address(**{name: "a\nb"})

    assert refusal.value.problems[0].field == f"address.{name}"


def test_all_problems_of_a_customer_are_named_at_once():
    with pytest.raises(InvalidInvoice) as refusal:
        Customer(name="x" * 201, email="nobody", tax_id="\x00")

    assert {problem.field for problem in refusal.value.problems} == {
        "customer.name", "customer.email", "customer.tax_id",
    }  # fmt: skip


def test_payment_details_may_have_several_lines():
    assert Seller(payment_details="IBAN DE00\nBIC X").payment_details == "IBAN DE00\nBIC X"


@pytest.mark.parametrize(("length", "codes"), [(200, []), (201, ["too_long"])])
def test_a_text_may_be_as_long_as_its_limit(length, codes):
    assert [problem.code for problem in check_text("é" * length, field="name", longest=200)] == codes


@pytest.mark.parametrize(
    "email", ["", "a@b.co", "zoë@café.example", "a.b+c@sub.mail.example", "o'neill@x.example", "x" * 64 + "@y.zz"]
)
def test_what_looks_like_an_e_mail_address_is_taken(email):
    assert check_email(email, field="email") == []


@pytest.mark.parametrize(
    "email",
    [
        "nobody", "@b.co", "a@", "a@b", "a b@c.de", "a@b@c.de", "<a@b.co>", "a@b.co,c@d.ef", "a@b.co;c@d.ef",
        "a@b.co\nBcc: c@d.ef", "a@b.co\r\nBcc: c@d.ef", '"a"@b.co', "a@b.co\x00", "a\x7f@b.co", "\ud800@b.co",
        "x" * 65 + "@y.zz", "a@" + "x" * 300 + ".co",
    ],
)  # fmt: skip
def test_what_does_not_look_like_one_e_mail_address_is_refused(email):
    assert [problem.code for problem in check_email(email, field="email")] == ["invalid_email"]


def test_a_refused_e_mail_address_is_not_repeated_whole():
    (problem,) = check_email("x" * 5000, field="email")

    assert len(problem.detail) < 200


@pytest.mark.parametrize("country", ["us", "USA", "U", "Ü1", "12", "US\n"])
def test_a_country_is_two_capital_letters(country):
    with pytest.raises(InvalidInvoice) as refusal:
        Address(country=country)

    assert refusal.value.problems[0].code == "invalid_country"


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (an_address(), ("1 Main Street", "Springfield, IL 62701")),
        (an_address(country="DE", region="", postal_code="10115", city="Berlin"), ("1 Main Street", "10115 Berlin")),
        (an_address(country="IT", region="RM", postal_code="00100", city="Roma"), ("1 Main Street", "00100 Roma, RM")),
        (an_address(line2="Floor 2", city="", region="", postal_code=""), ("1 Main Street", "Floor 2")),
        (an_address(line1="", city="Leeds", region="", postal_code="LS1 1AA", country="GB"), ("Leeds, LS1 1AA",)),
        (Address(), ()),
        (Address(country="FR"), ()),
    ],
)
def test_an_address_is_printed_as_its_country_writes_it(address, lines):
    assert address.postal_lines() == lines


@pytest.mark.parametrize(("address", "is_empty"), [(Address(), True), (Address(country="US"), False)])
def test_an_address_of_which_nothing_is_known_is_empty(address, is_empty):
    assert address.is_empty is is_empty
