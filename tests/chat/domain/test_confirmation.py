"""What counts as "create it", and what must not."""

from __future__ import annotations

import pytest

from chat.domain.confirmation import is_confirmation

YES = """
looks good, create it
perfect, ship it
go ahead
go ahead and create it
Yes
yes please!
ok
OK, send it.
yep, that's right
create the invoice
That’s perfect, thanks
sounds good 👍
looks great — finalize it please
lgtm
all good, issue it
pode criar
sim, pode enviar
perfeito, emita a fatura
está ótimo, obrigado
sí
Sí, créala
perfecto, adelante
vale, emítela por favor
de acuerdo
oui
parfait, vas-y
d'accord, crée-la
c'est bon, envoie-la s'il te plaît
ja
passt, bitte erstellen
sieht gut aus, schick sie ab
in ordnung
sì
va bene, creala
perfetto, procedi
ja, maak maar aan
klopt, verstuur maar
akkoord
""".strip().splitlines()

NO = """
not yet, don't create it
no
create it?
can you create it
looks good but change the price
create it on Friday
ok, make it 12 hours
yes, and add delivery for $20
create it with 10% off
don't
wait
looks almost good
maybe
create it tomorrow
is it ok
yes?
perfect, except the due date
create another one
create an invoice for Acme
send it to bob@example.com
thanks
hello
please
the invoice
mark it paid
todavía no
no la crees
créala, pero cambia el precio
pas encore
oui mais ajoute une ligne
noch nicht
nicht erstellen
ja, aber mit 10 % Rabatt
ainda não
sim, mas mude o preço
non ancora
sì, ma togli la seconda riga
nog niet
ja, maar verander de prijs
nee
👍
¿vale?
ok 5
Yes Acme
""".strip().splitlines()


@pytest.mark.parametrize("text", YES)
def test_plain_assent_is_a_confirmation(text):
    assert is_confirmation(text)


@pytest.mark.parametrize("text", [*NO, "", "   ", "yes " * 60])
def test_whatever_else_is_said_makes_it_none(text):
    assert not is_confirmation(text)


def test_invisible_characters_hide_nothing():
    assert is_confirmation("y\u200bes")
    assert not is_confirmation("do\u00adn't create it")
